"""Release metadata of Garden Linux: a flavor of a release on one platform, in random order.

The format is that of gardenlinux/glci (`glci/model.py`): `version`, `architecture`, and
`published_image_metadata.published_alicloud_images`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.importing.garden_linux_flavors import flavor_in
from generator.importing.release import (
    ARCHITECTURES,
    Published,
    RegionImage,
    Release,
    architecture_capabilities,
    required_text,
)
from generator.problems import quoted
from generator.reading.text_formats import WORD

if TYPE_CHECKING:
    from generator.manifest.located_objects import LocatedObject
    from generator.manifest.objects import Object

NAME: Final = "Garden Linux release metadata"

IMAGE: Final = "gardenlinux"
"""What CloudProfiles call the image."""

_PUBLISHED: Final = ("published_image_metadata", "published_alicloud_images")


def matches(item: Object) -> bool:
    """Whether an object is release metadata of Garden Linux, on whatever platform."""
    return "published_image_metadata" in item.body and "version" in item.body


def read(item: LocatedObject) -> Published:
    """The release, its regions sorted, once for each flavor that its images are of.

    Raises `ProblemsError`, also for another platform.
    """
    by_flavor: dict[str, list[RegionImage]] = {}
    for path, entry in item.entries(*_PUBLISHED):
        region = required_text(item, entry, (*path, "region_id"), WORD)
        image_id = required_text(item, entry, (*path, "image_id"), WORD)
        name = entry.get("image_name")
        flavor = flavor_in(name) if isinstance(name, str) else ""
        by_flavor.setdefault(flavor, []).append(RegionImage(region, image_id, path))
    if not by_flavor:
        message = "the release has no images on Alibaba Cloud"
        raise item.refusal(_PUBLISHED[:1], message, "published_alicloud_images")
    version = required_text(item, item.tree, ("version",), WORD)
    capabilities = _capabilities(item)
    releases = []
    for flavor, found in by_flavor.items():
        regions = tuple(sorted(found, key=lambda region: region.name))
        place = ("version",)
        releases.append(Release(item, place, IMAGE, version, capabilities, regions, build=flavor))
    return Published(tuple(releases))


def _capabilities(item: LocatedObject) -> dict[str, tuple[str, ...]]:
    found = item.text("architecture")
    if not found:
        return {}
    if found not in ARCHITECTURES:
        expected = " or ".join(dict.fromkeys(ARCHITECTURES.values()))
        raise item.refusal(("architecture",), f"found {quoted(found)}", expected)
    return architecture_capabilities(ARCHITECTURES[found])
