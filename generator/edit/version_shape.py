"""What is in the way of a version's new regions: another shape, or keys that nothing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.decode import catalog_keys
from generator.decode.paths import node_at
from generator.edit.version_nodes import version_path
from generator.problems import Problem, ProblemsError, dotted
from generator.yamlio.locate import Positions
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.edit.catalog_files import CatalogFile, CatalogFiles
    from generator.problems import Path
    from generator.yamlio.read import Node

_EXPECTED: Final = "only regions with IDs that are strings, or keys of the long form"


def check_shape(catalog: CatalogFiles, image: str, version: str) -> None:
    """Raise `ProblemsError` where a file to change has something else than mappings and image IDs.

    Another value in its place would drop what stands there. Null, which takes out what another file
    states, and empty lists are nothing that could be lost. Keys that are none of a version are
    refused as well: they may be regions whose IDs are not text.
    """
    path = version_path(image, version)
    files = [file for file in catalog.files if catalog.may_change(file)]
    problems = [
        *(
            _problem(file, place, "is in the way, and would be lost", "a mapping")
            for file in files
            for place in _mappings(file, path)
            if _is_lost(file, place)
        ),
        *(
            _problem(file, place, "is not a key of a version", _EXPECTED, of_key=True)
            for file in files
            for place in _unknown_keys(file, path)
        ),
        *(
            _problem(file, place, "is in the way, and would be lost", "an image ID")
            for file in files
            for place in _ids(file, path)
            if not isinstance(node_at(file.tree, place), str)
        ),
    ]
    if problems:
        raise ProblemsError(problems)


def _mappings(file: CatalogFile, path: Path) -> Iterator[Path]:
    """Where a file has to have mappings, as far as it states something there."""
    yield from (path[:depth] for depth in range(1, len(path) + 1))
    yield (*path, "regions")
    flavors = node_at(file.tree, (*path, "flavors"))
    for index in range(_length(flavors)):
        yield (*path, "flavors", index)
        yield (*path, "flavors", index, "regions")


def _ids(file: CatalogFile, path: Path) -> Iterator[Path]:
    """Where a version in the long form has to have image IDs."""
    for place in _mappings(file, path):
        regions = node_at(file.tree, place)
        if place[len(path) :][-1:] == ("regions",) and isinstance(regions, dict):
            yield from ((*place, region) for region in regions)


def _is_lost(file: CatalogFile, place: Path) -> bool:
    node = node_at(file.tree, place)
    return not (node is None or is_null(node) or node == [] or isinstance(node, dict))


def _unknown_keys(file: CatalogFile, path: Path) -> Iterator[Path]:
    """The keys of a version and its flavors that are none, where it is not in the short form."""
    flavors = node_at(file.long, (*path, "flavors"))
    places = [(*path, "flavors", index) for index in range(_length(flavors))]
    for place, known in ((path, catalog_keys.VERSION), *((p, catalog_keys.FLAVOR) for p in places)):
        node = node_at(file.long, place)
        if isinstance(node, dict):
            yield from ((*place, key) for key in node if key not in known)


def _length(node: Node | None) -> int:
    return len(node) if isinstance(node, list) else 0


def _problem(
    file: CatalogFile, place: Path, what: str, expected: str, *, of_key: bool = False
) -> Problem:
    line, column = Positions(file.text).find(place, of_key=of_key) or (0, 0)
    message = f"{dotted(place)} {what}"
    hint = "fix it by hand, then try again"
    return Problem(file.name, line, column, message, expected=expected, hint=hint)
