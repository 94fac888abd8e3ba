"""What `regions`, `"*"` and `holdBack` take from the merged `images`, or add to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalog.deployment import ObjectMeta
from generator.catalog.images import EVERY_REGION
from generator.decode import catalog_keys
from generator.decode.cloud_profile import read_cloud_profile
from generator.decode.hold_back import hold_back
from generator.decode.image_ids import RegionNames, region_names
from generator.decode.images import read_images
from generator.decode.namespaced_profiles import read_namespaced_profiles
from generator.decode.paths import node_at
from generator.gardener.regions import PREFIX_OF_REGION
from generator.reading.section import Section
from generator.reading.text_formats import REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from generator.catalog.images import Image
    from generator.catalog.profile import CloudProfile
    from generator.problems import Finding, Path
    from generator.yamlio.read import Node


@dataclass(frozen=True, slots=True)
class Restrictions:
    """Which regions may have IDs, and the paths of the versions and images that are held back.

    `held_back` are in no document; `held_back_from_cloud_profile` are in the documents because a
    NamespacedCloudProfile names them.
    """

    regions: RegionNames
    held_back: frozenset[Path]
    held_back_from_cloud_profile: frozenset[Path]

    def path_of_every_region(self, tree: Node, path: Path) -> Path | None:
        """The path of the `"*"` that stands for the region at a path; None without any.

        The region may be one that `regions` leaves out.
        """
        if not is_region_path(path) or node_at(tree, path) is not None:
            return None
        every = (*path[:-1], EVERY_REGION)
        is_known = self.regions.only is not None and path[-1] in PREFIX_OF_REGION
        stands_for_it = is_known or path[-1] in (self.regions.every or ())
        return every if stands_for_it and node_at(tree, every) is not None else None

    def is_left_out(self, path: Path) -> bool:
        """Whether a path is that of an ID in a region that `regions` leaves out."""
        only = self.regions.only
        return only is not None and is_region_path(path) and path[-1] not in {EVERY_REGION, *only}

    def is_held_back(self, path: Path) -> bool:
        """Whether a path is that of a version, or of an image, that `holdBack` keeps out."""
        return path in self.held_back


def read_restrictions(tree: Node, as_of: date | None, findings: list[Finding]) -> Restrictions:
    """The restrictions of a merged catalog; mistakes in `holdBack` are added to `findings`.

    Other mistakes in the tree do not matter here.
    """
    top = Section(tree, (), catalog_keys.TOP, [])
    profile = read_cloud_profile(top, ObjectMeta())
    regions = _regions(top, profile)
    if not top.has("holdBack"):
        return Restrictions(regions, frozenset(), frozenset())
    images = read_images(top, regions, ())
    profiles = read_namespaced_profiles(top, ObjectMeta(), images, profile)
    released = hold_back(Section(tree, (), catalog_keys.TOP, findings), images, as_of)
    held_back = _paths(images) - _paths(released)
    named = _paths(image for child in profiles for image in child.images)
    return Restrictions(regions, held_back - named, held_back & named)


def regions_of_every(tree: Node) -> Sequence[str]:
    """The regions that `"*"` stands for in a merged catalog."""
    top = Section(tree, (), catalog_keys.TOP, [])
    return _regions(top, read_cloud_profile(top, ObjectMeta())).every or ()


def _regions(top: Section, profile: CloudProfile | None) -> RegionNames:
    only = top.texts("regions", REGION) if top.has("regions") else None
    return region_names(only, profile.regions if profile else None)


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


def without(node: Node, path: Path, is_removed: Callable[[Path], bool]) -> Node | None:
    """The node at a path without what is removed below it; None where it is removed itself."""
    if any(is_removed(path[:end]) for end in range(1, len(path) + 1)):
        return None
    return _without(node, path, is_removed)


def _without(node: Node, path: Path, is_removed: Callable[[Path], bool]) -> Node:
    if isinstance(node, dict):
        return {
            key: _without(item, below, is_removed)
            for key, item in node.items()
            if not is_removed(below := (*path, key))
        }
    if isinstance(node, list):
        return [_without(item, (*path, index), is_removed) for index, item in enumerate(node)]
    return node


def is_region_path(path: Path) -> bool:
    """Whether this is the path of an image ID in the long form, maybe in a flavor."""
    return len(path) in (6, 8) and (path[0], path[2], path[-2]) == ("images", "versions", "regions")
