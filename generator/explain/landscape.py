"""What becomes of the merged `images`: `regions`, `"*"` and `holdBack` have their say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalog.deployment import ObjectMeta
from generator.catalog.images import EVERY_REGION
from generator.decode import catalog_keys
from generator.decode.cloud_profile import read_cloud_profile
from generator.decode.hold_back import hold_back
from generator.decode.images import RegionNames, read_images, region_names
from generator.decode.namespaced_profiles import read_namespaced_profiles
from generator.decode.paths import node_at
from generator.gardener.regions import PREFIX_OF_REGION
from generator.reading.section import Section
from generator.reading.text_formats import WORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from generator.catalog.images import Image
    from generator.problems import Finding, Path
    from generator.yamlio.read import Node


@dataclass(frozen=True, slots=True)
class Landscape:
    """Which regions may have IDs, and the paths of the versions and images that are held back.

    Those of `named` are held back from the CloudProfile alone: a NamespacedCloudProfile has them.
    """

    regions: RegionNames
    held: frozenset[Path]
    named: frozenset[Path]

    def of_every_region(self, tree: Node, path: Path) -> Path | None:
        """The path of the `"*"` that speaks for the region at a path, left out as it may be."""
        if not is_of_region(path) or node_at(tree, path) is not None:
            return None
        every = (*path[:-1], EVERY_REGION)
        is_known = self.regions.only is not None and path[-1] in PREFIX_OF_REGION
        stands_for_it = is_known or path[-1] in (self.regions.every or ())
        return every if stands_for_it and node_at(tree, every) is not None else None

    def is_left_out(self, path: Path) -> bool:
        """Whether a path is that of an ID in a region that may have none."""
        only = self.regions.only
        return only is not None and is_of_region(path) and path[-1] not in {EVERY_REGION, *only}

    def is_held_back(self, path: Path) -> bool:
        """Whether a path is that of a version, or of an image, that is in no document."""
        return path in self.held


def landscape(tree: Node, as_of: date | None, findings: list[Finding]) -> Landscape:
    """What a tree, which may have any mistake, says of its images; notes those of `holdBack`."""
    top = Section(tree, (), catalog_keys.TOP, [])
    only = top.texts("regions", WORD) if top.has("regions") else None
    profile = read_cloud_profile(top, ObjectMeta())
    regions = region_names(only, profile.regions if profile else None)
    if not top.has("holdBack"):
        return Landscape(regions, frozenset(), frozenset())
    images = read_images(top, regions, ())
    profiles = read_namespaced_profiles(top, ObjectMeta(), images, profile)
    left = hold_back(Section(tree, (), catalog_keys.TOP, findings), images, as_of)
    held = _paths(images) - _paths(left)
    named = _paths(image for child in profiles for image in child.images)
    return Landscape(regions, held - named, held & named)


def _paths(images: Iterable[Image]) -> frozenset[Path]:
    return frozenset(
        path
        for image in images
        for version in image.versions
        for path in (
            ("images", image.name),
            ("images", image.name, "versions", version.version),
        )
    )


def without(node: Node, path: Path, is_out: Callable[[Path], bool]) -> Node | None:
    """The node at a path without what is out; None where the node itself is, or stands in it."""
    if any(is_out(path[:end]) for end in range(1, len(path) + 1)):
        return None
    return _without(node, path, is_out)


def _without(node: Node, path: Path, is_out: Callable[[Path], bool]) -> Node:
    if isinstance(node, dict):
        return {
            key: _without(item, below, is_out)
            for key, item in node.items()
            if not is_out(below := (*path, key))
        }
    if isinstance(node, list):
        return [_without(item, (*path, index), is_out) for index, item in enumerate(node)]
    return node


def is_of_region(path: Path) -> bool:
    """Whether this is the path of an ID in the long form, which may stand in a flavor."""
    return len(path) in (6, 8) and (path[0], path[2], path[-2]) == ("images", "versions", "regions")
