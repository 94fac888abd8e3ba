"""Which images the list `toBeSharedImageIDs` is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from generator.importing.pool import PooledImage

Key: TypeAlias = tuple[str, str]
"""Name and version of an image."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """The versions that are shared as a whole, and the IDs to share beside theirs."""

    versions: frozenset[Key]
    share: tuple[str, ...]
    ids: tuple[str, ...]


def sharing(images: Sequence[PooledImage], listed: Sequence[str]) -> Sharing:
    """What gives the list: whole versions where all of their IDs are in it, single IDs else.

    The order of the list is kept where that is possible; it means nothing to the extension.
    """
    wanted = tuple(dict.fromkeys(listed))
    whole = _whole(images, frozenset(wanted))
    found = _sharing(images, whole, wanted)
    if found.ids != wanted:
        ordered = _sharing(images, _runs(images, wanted), wanted)
        if ordered.versions:
            return ordered
    return found


def _whole(images: Sequence[PooledImage], wanted: Collection[str]) -> frozenset[Key]:
    return frozenset(
        (image.name, version.version)
        for image in images
        for version in image.versions
        if all(image_id in wanted for image_id in version.ids())
    )


def _runs(images: Sequence[PooledImage], wanted: Sequence[str]) -> frozenset[Key]:
    """The versions whose IDs stand in the list one after the other, in the order of images."""
    place, seen, found = 0, set[str](), set[Key]()
    for image in images:
        for version in image.versions:
            ids = [i for i in dict.fromkeys(version.ids()) if i not in seen]
            if ids and tuple(wanted[place : place + len(ids)]) == tuple(ids):
                place += len(ids)
                seen.update(ids)
                found.add((image.name, version.version))
    return frozenset(found)


def _sharing(
    images: Sequence[PooledImage], versions: frozenset[Key], wanted: Sequence[str]
) -> Sharing:
    of_versions = dict.fromkeys(
        image_id
        for image in images
        for version in image.versions
        if (image.name, version.version) in versions
        for image_id in version.ids()
    )
    share = tuple(image_id for image_id in wanted if image_id not in of_versions)
    return Sharing(versions, share, (*of_versions, *share))
