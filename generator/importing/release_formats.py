"""Every format in which images are published, each read by a module of its own.

For `import`, and for whoever takes a release into a catalog that exists:

    published = read_releases(path.read_bytes(), str(path))
    for release in published.releases:
        release.image, release.version, release.capabilities
        {region.name: region.image_id for region in release.regions}

A reader has three names: `NAME` for messages, `matches` tells whether an object is of its format,
and `read` says what the object publishes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from generator.importing import coreos_stream, describe_images, gardenlinux, profiles
from generator.importing.misread import refuse_misread
from generator.importing.release import Published
from generator.manifest.located_objects import read_located_objects
from generator.problems import fail

if TYPE_CHECKING:
    from generator.manifest.located_objects import LocatedObject
    from generator.manifest.objects import Object


class Reader(Protocol):
    """A module that reads one format."""

    @property
    def NAME(self) -> str:  # noqa: N802  a constant of the module
        """What the format is called in messages."""

    def matches(self, item: Object) -> bool:
        """Whether an object is of this format."""

    def read(self, item: LocatedObject) -> Published:
        """What an object of this format publishes; raises `ProblemsError`."""


READERS: Final[tuple[Reader, ...]] = (gardenlinux, coreos_stream, describe_images, profiles)


def reader_of(item: Object) -> Reader | None:
    """The reader of an object; None where it is of no format of releases."""
    return next((reader for reader in READERS if reader.matches(item)), None)


def read_releases(data: bytes, file: str) -> Published:
    """What a file publishes; raises `ProblemsError`, also where that is nothing."""
    items = read_located_objects(data, file)
    read = [(item, reader) for item in items if (reader := reader_of(item))]
    refuse_misread(item for item, _ in read)
    published = [reader.read(item) for item, reader in read]
    releases = tuple(release for part in published for release in part.releases)
    if not releases:
        nothing = "there is no release in it"
        if not items:  # but an empty List
            raise fail(nothing, file=file, expected=formats())
        raise items[0].refusal((), nothing, formats())
    return Published(releases, tuple(note for part in published for note in part.notes))


def formats() -> str:
    """What releases can be read from, in words."""
    return "; ".join(reader.NAME for reader in READERS)
