"""The owner secret comes from the garden cluster, but the target cannot take it from there.

`resources` of a ControllerDeployment exist since Gardener v1.147, and in `core.gardener.cloud/v1`
only: written through v1beta1 they are dropped, and the extension would get the template's text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.gardener.apply_modes import SERVER_SIDE, can_be_client_side
from generator.gardener.releases import RESOURCES, at_least
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "owner-secret-resource"
SEVERITY = Severity.ERROR


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at the version of the ControllerDeployment and at the target."""
    owner = catalog.owner_secret
    if owner is None or owner.resource is None:
        return
    path = ("ownerSecret", "resource")
    deployment = catalog.controller_deployment
    if deployment.is_written and deployment.api_version != "v1":
        message = "a ControllerDeployment of v1beta1 cannot refer to a Secret"
        yield Finding(path, message, "apiVersion v1", _hint(catalog))
    if not at_least(catalog.target.gardener, RESOURCES):
        message = f"Gardener {catalog.target.gardener} cannot refer to a Secret"
        yield Finding(path, message, f"Gardener {RESOURCES} or later")


def _hint(catalog: Catalog) -> str:
    """What to set, so that no rule about applying asks for more afterwards."""
    hint = "set `controllerDeployment: {apiVersion: v1}`"
    annotations = catalog.controller_deployment.metadata.annotations
    if catalog.target.apply == SERVER_SIDE or not can_be_client_side(annotations):
        return hint
    return f"{hint}, and apply server-side: `target: {{apply: server-side}}`"
