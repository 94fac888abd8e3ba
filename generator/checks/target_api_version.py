"""The target's Gardener does not know `core.gardener.cloud/v1` of the ControllerDeployment.

The version exists since Gardener v1.96; an older API server refuses the object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.gardener.releases import at_least
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "target-api-version"
SEVERITY = Severity.ERROR

SINCE = "v1.96.0"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Compare the version asked for with the target."""
    gardener = catalog.target.gardener
    if catalog.controller_deployment.api_version == "v1" and not at_least(gardener, SINCE):
        path = ("controllerDeployment", "apiVersion")
        yield Finding(path, f"v1 is unknown to Gardener {gardener}", f"v1beta1 before {SINCE}")
