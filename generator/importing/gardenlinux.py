"""Release metadata of Garden Linux: one flavor of one release on one platform, in random order.

The format is that of gardenlinux/glci (`glci/model.py`): `version`, `architecture`, and
`published_image_metadata.published_alicloud_images`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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
    """The release, its regions sorted; raises `ProblemsError`, also for another platform."""
    regions = [
        RegionImage(
            required_text(item, entry, (*path, "region_id"), WORD),
            required_text(item, entry, (*path, "image_id"), WORD),
            path,
        )
        for path, entry in item.entries(*_PUBLISHED)
    ]
    if not regions:
        message = "the release has no images on Alibaba Cloud"
        raise item.refusal(_PUBLISHED[:1], message, "published_alicloud_images")
    version = required_text(item, item.tree, ("version",), WORD)
    regions.sort(key=lambda region: region.name)
    release = Release(item, ("version",), IMAGE, version, _capabilities(item), tuple(regions))
    return Published((release,))


def _capabilities(item: LocatedObject) -> dict[str, tuple[str, ...]]:
    found = item.text("architecture")
    if not found:
        return {}
    if found not in ARCHITECTURES:
        expected = " or ".join(dict.fromkeys(ARCHITECTURES.values()))
        raise item.refusal(("architecture",), f"found {quoted(found)}", expected)
    return architecture_capabilities(ARCHITECTURES[found])
