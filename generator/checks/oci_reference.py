"""A chart or image cannot be pulled by its reference.

gardenlet and gardener-operator parse references to charts strictly: host, repository, and tag or
digest must be there, without capitals in the repository, and without `+` in the tag. If they cannot
parse one, the extension is not deployed. The image of the extension is checked in the same way,
also in values (`image.repository`, `image.tag`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.gardener.provider import EXTENSION_IMAGE, PUBLIC_REGISTRY
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.deployment import OCIRepository
    from generator.catalog.values import Value
    from generator.problems import Path

ID = "oci-reference"
SEVERITY = Severity.ERROR


def check(catalog: Catalog) -> Iterator[Finding]:
    """Parse the reference of each chart that the catalog names, and of its image."""
    references = [*_references(catalog)]
    if not (catalog.registry or references):
        return
    from generator.gardener.oci_reference import refusals

    mirror = f"{catalog.registry}/" if catalog.registry else None
    if mirror is not None:
        for refusal in refusals(f"{mirror}{EXTENSION_IMAGE}:{catalog.target.extension}"):
            yield Finding(("registry",), *refusal)
    for path, reference in references:
        if mirror is None or not reference.startswith(mirror):
            for refusal in refusals(reference):
                yield Finding(path, *refusal)


def _references(catalog: Catalog) -> Iterator[tuple[Path, str]]:
    deployment = catalog.controller_deployment
    for path, chart in catalog.charts_in_registries:
        yield from _of_chart(path, chart)
    if deployment.image_repository is not None:
        tag = deployment.image_tag or catalog.target.extension
        path = ("controllerDeployment", "image", "repository")
        yield path, f"{deployment.image_repository}:{tag}"
    yield from _of_values(catalog, ("controllerDeployment", "values"), deployment.values)
    if catalog.extension is None:
        return
    extension = catalog.extension
    yield from _of_values(catalog, ("extension", "values"), extension.values)
    runtime = extension.runtime_cluster_values
    yield from _of_values(catalog, ("extension", "runtimeClusterValues"), runtime)


def _of_values(
    catalog: Catalog, path: Path, values: dict[str, Value]
) -> Iterator[tuple[Path, str]]:
    """The image as values state it, in part or as a whole; charts put a digest in place of a tag.

    The kubelet takes a repository without a host from Docker Hub. Where values hold a template,
    `values-template` judges them.
    """
    image = values.get("image")
    if not isinstance(image, dict) or not (image.get("repository") or image.get("tag")):
        return
    key = "repository" if image.get("repository") else "tag"
    repository = image.get("repository") or f"{PUBLIC_REGISTRY}/{EXTENSION_IMAGE}"
    tag = image.get("tag") or catalog.target.extension
    if isinstance(repository, str) and isinstance(tag, str) and "{{" not in repository + tag:
        mark = "@" if tag.startswith("sha256:") else ":"
        yield (*path, "image", key), f"{_with_host(repository)}{mark}{tag}"


def _with_host(repository: str) -> str:
    host, slash, _ = repository.partition("/")
    if slash and (host == "localhost" or "." in host or ":" in host):
        return repository
    return f"docker.io/{repository}" if slash else f"docker.io/library/{repository}"


def _of_chart(path: Path, chart: OCIRepository) -> Iterator[tuple[Path, str]]:
    if chart.reference is not None:
        key = "ref" if chart.ref is not None else "repository"
        yield (*path, key), chart.reference
