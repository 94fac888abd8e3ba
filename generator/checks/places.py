"""Where in a catalog its image IDs stand, for rules that look at each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.images import Image, ImageVersion, Regions
    from generator.problems import Path


def region_maps(catalog: Catalog) -> Iterator[tuple[Path, Image, ImageVersion, Regions]]:
    """Every map of regions to IDs with its path, its image and its version."""
    for image in catalog.images:
        for version in image.versions:
            path: Path = ("images", image.name, "versions", version.version)
            if not isinstance(version.ids, tuple):
                yield (*path, "regions"), image, version, version.ids
                continue
            for index, flavor in enumerate(version.ids):
                yield (*path, "flavors", index, "regions"), image, version, flavor.regions
