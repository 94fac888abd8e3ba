"""Every format in which images are published, each read by a module of its own.

For `import`, and for whoever takes a release into a catalog that exists:

    published = read_releases((path.read_bytes(), str(path)) for path in paths)
    for release in published.releases:
        release.image, release.version, release.capabilities
        {region.name: region.image_id for region in release.regions}

A reader has three names: `NAME` for messages, `matches` tells whether an object is of its format,
and `read` says what the object publishes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from generator.importing import (
    coreos_build,
    coreos_stream,
    describe_images,
    gardenlinux,
    packer_manifest,
    profiles,
)
from generator.importing.misread import refuse_misread
from generator.importing.release import Published
from generator.manifest.located_objects import read_located_objects
from generator.problems import fail

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.manifest.located_objects import LocatedObject
    from generator.manifest.objects import Object


_NOTHING: Final = "there is no release in it"


class Reader(Protocol):
    """A module that reads one format."""

    @property
    def NAME(self) -> str:  # noqa: N802  a constant of the module
        """What the format is called in messages."""

    def matches(self, item: Object) -> bool:
        """Whether an object is of this format."""

    def read(self, item: LocatedObject) -> Published:
        """What an object of this format publishes; raises `ProblemsError`."""


READERS: Final[tuple[Reader, ...]] = (
    gardenlinux,
    coreos_stream,
    coreos_build,
    packer_manifest,
    describe_images,
    profiles,
)


def reader_of(item: Object) -> Reader | None:
    """The reader of an object; None where it is of no format of releases."""
    return next((reader for reader in READERS if reader.matches(item)), None)


def read_published(items: Iterable[LocatedObject]) -> tuple[Published, ...]:
    """What items publish, in their order, and at last what is missing of all of it.

    Items of other formats publish nothing; raises `ProblemsError`.
    """
    found = [(reader, item, reader.read(item)) for item in items if (reader := reader_of(item))]
    answers = [(item, part) for reader, item, part in found if reader is describe_images]
    missing = describe_images.look_for_missing(answers)
    return (*(part for _, _, part in found), Published((), missing=missing))


def read_releases(files: Iterable[tuple[bytes, str]]) -> Published:
    """What files publish together, each with its name.

    Raises `ProblemsError`, also for a file that publishes nothing.
    """
    items = [item for data, file in files for item in _items(data, file)]
    published = read_published(items)
    releases = tuple(release for part in published for release in part.releases)
    if items and not releases:
        raise items[0].refusal((), _NOTHING, formats())
    return Published(
        releases,
        tuple(note for part in published for note in part.notes),
        tuple(note for part in published for note in part.missing),
    )


def _items(data: bytes, file: str) -> list[LocatedObject]:
    items = read_located_objects(data, file)
    published = [item for item in items if reader_of(item)]
    refuse_misread(published)
    if not items:  # but an empty List
        raise fail(_NOTHING, file=file, expected=formats())
    if not published:
        raise items[0].refusal((), _NOTHING, formats())
    return published


def formats() -> str:
    """What releases can be read from, in words."""
    return "; ".join(reader.NAME for reader in READERS)
