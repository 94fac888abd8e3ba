"""What a file publishes: one version of an image, with its ID in each region."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.catalog.profile import AMD64, ARCHITECTURE
from generator.problems import Severity, quoted
from generator.reading.section import kind_of
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.profile import Capabilities
    from generator.catalog.values import Value
    from generator.manifest.located_objects import LocatedObject
    from generator.problems import Path, Problem
    from generator.reading.text_formats import Format
    from generator.yamlio.read import Node

ARCHITECTURES: Final = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
"""The names of architectures in metadata of releases, with Gardener's name for each."""


@dataclass(frozen=True, slots=True)
class RegionImage:
    """The ID of an image in one region, and where it stands in the item."""

    name: str
    image_id: str
    path: Path


@dataclass(frozen=True, slots=True)
class Release:
    """One version of an image, or one flavor of it, as an item publishes it.

    `capabilities` are empty where the item does not tell flavors apart, which means amd64. `path`
    is the version's place in the item. `fields` is what a CloudProfile says of the version, in the
    catalog's words, and `update_strategy` of the image. `build` is what Garden Linux calls the
    flavor that it was built as, see `garden_linux_flavors`; empty where nothing says so. So are
    `image` and `version` where an item does not tell them.
    """

    item: LocatedObject = field(repr=False)
    path: Path
    image: str
    version: str
    capabilities: Capabilities
    regions: tuple[RegionImage, ...]
    fields: dict[str, Value] = field(default_factory=dict)
    update_strategy: str = ""
    build: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something in an item that a catalog cannot say, or that somebody should look at."""

    item: LocatedObject = field(repr=False)
    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class Published:
    """What an item publishes, what was left out of it, and what is missing beside it."""

    releases: tuple[Release, ...]
    notes: tuple[Note, ...] = ()
    missing: tuple[Note, ...] = ()

    def warnings(self) -> tuple[Problem, ...]:
        """What is missing, as warnings where it should stand."""
        found = (note.item.problem(note.path, note.message) for note in self.missing)
        return tuple(problem._replace(severity=Severity.WARNING) for problem in found)


def architecture_capabilities(architecture: str) -> dict[str, tuple[str, ...]]:
    """The capabilities of a release for one architecture; that for amd64 needs none."""
    return {} if architecture == AMD64 else {ARCHITECTURE: (architecture,)}


def required_text(item: LocatedObject, holder: Mapping[str, Node], path: Path, form: Format) -> str:
    """The text that `holder` has at the last key of `path`, in a form; raises `ProblemsError`."""
    expected = form.expected
    key = str(path[-1])
    node = holder.get(key)
    if node is None or is_null(node) or node == "":
        raise item.refusal(path, f"{key} is missing", expected)
    if not isinstance(node, str):
        raise item.refusal(path, f"found {kind_of(node)}", expected)
    if not form.pattern.fullmatch(node):
        raise item.refusal(path, f"found {quoted(node)}", expected)
    return str(node)
