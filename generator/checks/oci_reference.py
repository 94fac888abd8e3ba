"""A reference to a chart or image in a registry that nobody can pull.

gardenlet and gardener-operator parse references to charts strictly: host, repository, and tag or
digest must be there, without capitals in the repository, and without `+` in the tag. What they
cannot parse is seen when the extension is not deployed. The image of the extension is held against
the same rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.deployment import OCIRepository
from generator.gardener.oci_reference import refusals
from generator.gardener.provider import EXTENSION_IMAGE
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.problems import Path

ID = "oci-reference"
SEVERITY = Severity.ERROR


def check(catalog: Catalog) -> Iterator[Finding]:
    """Parse the reference of each chart that the catalog names, and of its image."""
    mirror = f"{catalog.registry}/" if catalog.registry else None
    if mirror is not None:
        for refusal in refusals(f"{mirror}{EXTENSION_IMAGE}:{catalog.target.extension}"):
            yield Finding(("registry",), *refusal)
    for path, reference in _references(catalog):
        if mirror is None or not reference.startswith(mirror):
            for refusal in refusals(reference):
                yield Finding(path, *refusal)


def _references(catalog: Catalog) -> Iterator[tuple[Path, str]]:
    deployment = catalog.controller_deployment
    if isinstance(deployment.chart, OCIRepository):
        yield from _of_chart(("controllerDeployment", "chart", "oci"), deployment.chart)
    if deployment.image_repository is not None:
        tag = deployment.image_tag or catalog.target.extension
        path = ("controllerDeployment", "image", "repository")
        yield path, f"{deployment.image_repository}:{tag}"
    if catalog.extension is None:
        return
    admission = catalog.extension.admission
    yield from _of_chart(("extension", "chart", "oci"), catalog.extension.chart)
    for cluster, chart in (
        ("runtimeCluster", admission.runtime_chart),
        ("virtualCluster", admission.virtual_chart),
    ):
        yield from _of_chart(("extension", "admission", cluster, "chart", "oci"), chart)


def _of_chart(path: Path, chart: OCIRepository) -> Iterator[tuple[Path, str]]:
    if chart.reference is not None:
        key = "ref" if chart.ref is not None else "repository"
        yield (*path, key), chart.reference
