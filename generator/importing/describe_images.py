"""What `aliyun ecs DescribeImages` prints: the images of an account in one region.

The API (ECS 2014-05-26) answers with `Images.Image[]`, in pages (see `answer_pages`). It knows
neither Gardener's names nor its versions: both are taken from `ImageFamily` and `ImageVersion`
where the account fills them, else from `ImageName`.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from generator.checks.answers import CloudImage
from generator.gardener.regions import PREFIX_OF_REGION, REGION_OF_PREFIX
from generator.importing.answer_pages import Answer, answer, missing_images
from generator.importing.garden_linux_flavors import flavor_in
from generator.importing.image_names import name_and_version
from generator.importing.release import (
    ARCHITECTURES,
    Note,
    Published,
    RegionImage,
    Release,
    architecture_capabilities,
    required_text,
)
from generator.problems import quoted
from generator.reading.text_formats import WORD
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.manifest.located_objects import LocatedObject
    from generator.manifest.objects import Object
    from generator.problems import Path
    from generator.yamlio.read import Node

NAME: Final = "the answer of `aliyun ecs DescribeImages`"

_IMAGES: Final = ("Images", "Image")
_REGION: Final = re.compile(r"[a-z]{2}-[a-z]+(?:-[a-z0-9]+)?")


def matches(item: Object) -> bool:
    """Whether an object is an answer of the API."""
    images = item.body.get("Images")
    return isinstance(images, dict) and "Image" in images


def read(item: LocatedObject) -> Published:
    """The account's own images that can be used, and notes on the others; there may be none."""
    releases: list[Release] = []
    notes: list[Note] = []
    for path, entry in item.entries(*_IMAGES):
        found = _release(item, entry, path)
        if isinstance(found, Release):
            releases.append(found)
        else:
            label = _text(entry, "ImageName") or _text(entry, "ImageId")
            notes.append(Note(item, path, f"the image {quoted(label)}: {found}"))
    return Published(tuple(releases), tuple(notes))


def look_for_missing(answers: Sequence[tuple[LocatedObject, Published]]) -> tuple[Note, ...]:
    """Notes on images that other pages have; each answer comes with what it publishes.

    Raises `ProblemsError` where no answer has an image that can be used.
    """
    missing = missing_images(page(item) for item, _ in answers)
    if answers and not any(published.releases for _, published in answers):
        notes = [note for _, published in answers for note in published.notes]
        reasons = [note.message for note in notes[:3]] or ["the list is empty"]
        # The account's own images may be on the pages that are not there.
        reasons += [note.message for note in missing]
        message = f"there is no image that a catalog could have: {'; '.join(reasons)}"
        raise answers[0][0].refusal(_IMAGES, message, "ImageOwnerAlias self, Status Available")
    return tuple(missing)


def page(item: LocatedObject, region: str = "") -> Answer:
    """What an answer says of its page; `region` is what it was asked about, if that is known."""
    ids = tuple(_text(entry, "ImageId") for _, entry in item.entries(*_IMAGES))
    return answer(item, region or _region(item, ids[0] if ids else ""), ids)


def images(item: LocatedObject, region: str = "") -> Iterator[CloudImage]:
    """All images of an answer, whoever owns them and whatever becomes of them.

    `region` is what it was asked about, if that is known. Raises `ProblemsError`.
    """
    for path, entry in item.entries(*_IMAGES):
        image_id = required_text(item, entry, (*path, "ImageId"), WORD)
        architecture = _text(entry, "Architecture")
        yield CloudImage(
            region=region or _required_region(item, image_id, path),
            image_id=image_id,
            name=_text(entry, "ImageName"),
            status=_text(entry, "Status"),
            architecture=ARCHITECTURES.get(architecture, architecture),
            owner_alias=_text(entry, "ImageOwnerAlias"),
            owner_id=_text(entry, "ImageOwnerId"),
            created=_text(entry, "CreationTime"),
        )


def _release(item: LocatedObject, entry: Mapping[str, Node], path: Path) -> Release | str:
    """The release that an entry is, or why it is none."""
    owner, status = _text(entry, "ImageOwnerAlias"), _text(entry, "Status")
    if owner not in ("", "self"):
        return f"it belongs to others (ImageOwnerAlias {owner})"
    if status not in ("", "Available"):
        return f"it cannot be used (Status {status})"
    image_id = required_text(item, entry, (*path, "ImageId"), WORD)
    full, family = _text(entry, "ImageName"), _text(entry, "ImageFamily")
    name, version = name_and_version(full, family, _text(entry, "ImageVersion"))
    if not (name and version):
        return "neither its ImageFamily and ImageVersion nor its name say what it is"
    region = _required_region(item, image_id, path)
    architecture = ARCHITECTURES.get(_text(entry, "Architecture") or "x86_64")
    if architecture is None:
        return f"Gardener has no machines of {_text(entry, 'Architecture')}"
    place = (*path, "ImageId")
    regions = (RegionImage(region, image_id, place),)
    capabilities = architecture_capabilities(architecture)
    return Release(item, path, name, version, capabilities, regions, build=flavor_in(full))


def _required_region(item: LocatedObject, image_id: str, path: Path) -> str:
    if region := _region(item, image_id):
        return region
    expected = "RegionId next to Images, or a file named after the region"
    raise item.refusal(path, "the region is not known", expected)


def _region(item: LocatedObject, image_id: str) -> str:
    """The region that the answer names, else its file's name, else the ID itself."""
    if stated := item.text("RegionId"):
        return stated
    stem = PurePath(item.file).stem
    known = [region for region in PREFIX_OF_REGION if region in stem]
    if known:
        return max(known, key=len)
    if _REGION.fullmatch(stem):
        return stem
    return REGION_OF_PREFIX.get(image_id.removeprefix("m-")[:3], "")


def _text(entry: Mapping[str, Node], key: str) -> str:
    node = entry.get(key)
    return str(node) if isinstance(node, str) and not is_null(node) else ""
