"""What is in the way of a version's new regions: text of another shape, which nobody named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.decode.paths import node_at
from generator.edit.version_nodes import version_path
from generator.problems import Problem, ProblemsError
from generator.yamlio.locate import Positions
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.edit.catalog_files import CatalogFile, CatalogFiles
    from generator.problems import Path


def check_shape(catalog: CatalogFiles, image: str, version: str) -> None:
    """Raise `ProblemsError` where a mapping is needed, and a file to change has something else.

    A mapping in its place would drop what stands there. Null, which takes out what another file
    states, and empty lists are nothing that could be lost.
    """
    path = version_path(image, version)
    problems = [
        _problem(file, place)
        for file in catalog.files
        if catalog.may_change(file)
        for place in _mappings(file, path)
        if _is_lost(file, place)
    ]
    if problems:
        raise ProblemsError(problems)


def _mappings(file: CatalogFile, path: Path) -> Iterator[Path]:
    """Where a file has to have mappings, as far as it states something there."""
    yield from (path[:depth] for depth in range(1, len(path) + 1))
    yield (*path, "regions")
    flavors = node_at(file.tree, (*path, "flavors"))
    for index in range(len(flavors) if isinstance(flavors, list) else 0):
        yield (*path, "flavors", index)
        yield (*path, "flavors", index, "regions")


def _is_lost(file: CatalogFile, place: Path) -> bool:
    node = node_at(file.tree, place)
    return not (node is None or is_null(node) or node == [] or isinstance(node, dict))


def _problem(file: CatalogFile, place: Path) -> Problem:
    line, column = Positions(file.text).find(place) or (0, 0)
    message = f"{'.'.join(map(str, place))} is in the way, and would be lost"
    hint = "mend it by hand, then try again"
    return Problem(file.name, line, column, message, expected="a mapping", hint=hint)
