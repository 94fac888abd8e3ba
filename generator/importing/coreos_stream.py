"""Stream metadata of Fedora CoreOS and its relatives: the newest release of one stream.

`architectures.<name>.images.aliyun.regions.<region>.{release, image}`, as described in
coreos/stream-metadata-go; RHEL CoreOS has the same.
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
from generator.reading.text_formats import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.manifest.located_objects import LocatedObject
    from generator.manifest.objects import Object
    from generator.problems import Path

NAME: Final = "CoreOS stream metadata"

IMAGE: Final = "coreos"
"""What the operator guide calls the image; the metadata has no name for it."""

_PLATFORM: Final = ("images", "aliyun", "regions")


def matches(item: Object) -> bool:
    """Whether an object is the metadata of a stream."""
    return "stream" in item.body and "architectures" in item.body


def read(item: LocatedObject) -> Published:
    """A release for each version and architecture; raises `ProblemsError` where there is none."""
    found = [
        release
        for architecture in item.part("architectures")
        if architecture in ARCHITECTURES
        for release in _of_architecture(item, architecture)
    ]
    if not found:
        message = "the stream has no images on Alibaba Cloud"
        raise item.refusal(("architectures",), message, "images.aliyun.regions")
    return Published(tuple(found))


def _of_architecture(item: LocatedObject, architecture: str) -> Iterator[Release]:
    place = ("architectures", architecture, *_PLATFORM)
    by_version: dict[str, list[RegionImage]] = {}
    for name in item.part(*place):
        entry, below = item.part(*place, name), (*place, name)
        version = required_text(item, entry, (*below, "release"), WORD)
        image_id = required_text(item, entry, (*below, "image"), WORD)
        by_version.setdefault(version, []).append(RegionImage(name, image_id, below))
    for version, regions in by_version.items():
        path: Path = (*place, regions[0].name, "release")
        capabilities = architecture_capabilities(ARCHITECTURES[architecture])
        yield Release(item, path, IMAGE, version, capabilities, tuple(regions))
