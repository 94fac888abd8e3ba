"""What is in the way of a version's new regions: text of another shape, which nobody named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.decode import catalog_keys
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
    """Raise `ProblemsError` where a file to change has something else than mappings and image IDs.

    Another value in its place would drop what stands there. Null, which takes out what another file
    states, and empty lists are nothing that could be lost.
    """
    path = version_path(image, version)
    problems = [
        problem
        for file in catalog.files
        if catalog.may_change(file)
        for problem in _problems(file, path)
    ]
    if problems:
        raise ProblemsError(problems)


def _problems(file: CatalogFile, version: Path) -> Iterator[Problem]:
    for place in _mappings(file, version):
        if _is_lost(file, place):
            yield _problem(file, place, "a mapping")
    for place in _ids(file, version):
        if not isinstance(node_at(file.tree, place), str):
            yield _problem(file, place, "an image ID")


def _mappings(file: CatalogFile, path: Path) -> Iterator[Path]:
    """Where a file has to have mappings, as far as it states something there."""
    yield from (path[:depth] for depth in range(1, len(path) + 1))
    yield (*path, "regions")
    flavors = node_at(file.tree, (*path, "flavors"))
    for index in range(len(flavors) if isinstance(flavors, list) else 0):
        yield (*path, "flavors", index)
        yield (*path, "flavors", index, "regions")


def _ids(file: CatalogFile, version: Path) -> Iterator[Path]:
    """Where a file states image IDs, in the short form or in the long one."""
    node = node_at(file.tree, version)
    is_short = isinstance(node, dict) and catalog_keys.VERSION.keys().isdisjoint(node)
    inside = [place for place in _mappings(file, version) if len(place) > len(version)]
    for place in [version] if is_short else [each for each in inside if each[-1] == "regions"]:
        regions = node_at(file.tree, place)
        yield from ((*place, region) for region in (regions if isinstance(regions, dict) else ()))


def _is_lost(file: CatalogFile, place: Path) -> bool:
    node = node_at(file.tree, place)
    return not (node is None or is_null(node) or node == [] or isinstance(node, dict))


def _problem(file: CatalogFile, place: Path, expected: str) -> Problem:
    line, column = Positions(file.text).find(place) or (0, 0)
    message = f"{'.'.join(map(str, place))} is in the way, and would be lost"
    hint = "mend it by hand, then try again"
    return Problem(file.name, line, column, message, expected=expected, hint=hint)
