"""The ControllerDeployment on disk has another apiVersion.

An apply that changes the apiVersion removes nothing: values that are no longer in the manifest stay
live, the owner's access key among them, and every further apply says `unchanged`. So apply the new
version before you remove anything; `kubectl replace` does both at once, and so does a server-side
apply of v1beta1 over v1. `diff` names what would stay, and what the API server refuses beside a
change of the version.

`generate` and `check` compare with the output folder; once that has the new manifest, this rule
says nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.gardener.apply_modes import SERVER_SIDE
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "api-version-change"
SEVERITY = Severity.WARNING

DOCUMENT = "controllerdeployment.yaml"

_API_VERSION = rb"(?m)^apiVersion: core\.gardener\.cloud/(\w+)$"
"""As our template writes it."""


def check_change(catalog: Catalog, written: bytes) -> Iterator[Finding]:
    """Compare the catalog with the ControllerDeployment that is on disk."""
    if not catalog.controller_deployment.is_written:
        return
    before = re.search(_API_VERSION, written)
    new = catalog.controller_deployment.api_version
    if before is None or (old := before[1].decode()) == new:
        return
    if new == "v1beta1" and catalog.target.apply == SERVER_SIDE:
        return
    message = f"the manifest on disk has {old}; applying {new} removes none of its values"
    other = "use `kubectl replace`" if new == "v1" else "apply server-side"
    hint = f"apply the new version before you remove anything, or {other}; `diff` shows more"
    yield Finding(("controllerDeployment", "apiVersion"), message, hint=hint)
