"""The ControllerDeployment on disk has another apiVersion.

An apply that changes the apiVersion takes nothing away: values that are no longer in the manifest
stay live, the owner's access key among them, and every further apply says `unchanged`. So nothing
may be removed until the new version has been applied; or use `kubectl replace`. `diff` names what
would stay, and what the API server refuses beside a change of version.

`generate` and `check` compare with the output folder; once it holds the new manifest, this is
silent.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "api-version-change"
SEVERITY = Severity.WARNING

DOCUMENT = "controllerdeployment.yaml"

_API_VERSION = re.compile(rb"^apiVersion: core\.gardener\.cloud/(\w+)$", re.MULTILINE)
"""As our template writes it."""


def check_change(catalog: Catalog, written: bytes) -> Iterator[Finding]:
    """Compare the catalog with the ControllerDeployment that is on disk."""
    before = _API_VERSION.search(written)
    new = catalog.controller_deployment.api_version
    if before and (old := before[1].decode()) != new:
        message = f"the manifest on disk has {old}; what is removed together with it stays live"
        hint = "apply the new version alone, then remove values; or use `kubectl replace`"
        yield Finding(("controllerDeployment", "apiVersion"), message, hint=hint)
