"""Finds credentials in what a catalog passes through unchanged.

That is its values, specs, labels and annotations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.credentials.tree import private_places
from generator.documents.values import stated_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Catalog
    from generator.catalog.deployment import ObjectMeta
    from generator.catalog.values import Value
    from generator.problems import Path


def passed_through_credentials(catalog: Catalog) -> Iterator[Path]:
    """Where the user stated a credential in what passes into the objects as it is."""
    for path, tree in _passed_through(catalog):
        yield from private_places(tree, path)


def _passed_through(catalog: Catalog) -> Iterator[tuple[Path, Value]]:
    yield from stated_values(catalog)
    yield from _metadata(catalog.metadata, (), {}, {})
    for path, metadata in _sections(catalog):
        yield from _metadata(metadata, path, catalog.metadata.labels, catalog.metadata.annotations)
    if profile := catalog.cloud_profile:
        yield ("cloudProfile", "spec"), profile.spec
    for index, child in enumerate(catalog.namespaced_cloud_profiles):
        yield ("namespacedCloudProfiles", index, "spec"), child.spec
    for index, seed in enumerate(catalog.seeds):
        yield ("seeds", index, "spec"), seed.spec


def _sections(catalog: Catalog) -> Iterator[tuple[Path, ObjectMeta]]:
    yield ("controllerDeployment",), catalog.controller_deployment.metadata
    for key, section in (
        ("controllerRegistration", catalog.controller_registration),
        ("extension", catalog.extension),
        ("cloudProfile", catalog.cloud_profile),
    ):
        if section is not None:
            yield (key,), section.metadata
    for index, child in enumerate(catalog.namespaced_cloud_profiles):
        yield ("namespacedCloudProfiles", index), child.metadata
    for index, seed in enumerate(catalog.seeds):
        yield ("seeds", index), seed.metadata


def _metadata(
    metadata: ObjectMeta, path: Path, labels: Mapping[str, str], annotations: Mapping[str, str]
) -> Iterator[tuple[Path, Value]]:
    """Those of one section, without what it has from the whole catalog."""
    for key, own, common in (
        ("labels", metadata.labels, labels),
        ("annotations", metadata.annotations, annotations),
    ):
        yield (*path, key), {name: own[name] for name in own if common.get(name) != own[name]}
