"""Removing versions from the files that state them, and mappings that are empty then."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.decode.paths import node_at
from generator.edit.changes import Remove, put
from generator.edit.version_nodes import version_path
from generator.problems import ProblemsError
from generator.yamlio.read import Plain, is_null

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.edit.catalog_files import CatalogFiles
    from generator.edit.changes import Change
    from generator.problems import Path, Problem
    from generator.yamlio.read import Node

Key: TypeAlias = "tuple[str, str]"
"""An image and a version."""

NULL = Plain("null")


def remove_versions(
    catalog: CatalogFiles, keys: Sequence[Key], *, strict: bool
) -> tuple[list[Key], dict[str, list[Change]], list[Problem]]:
    """The versions that can go, the changes by file, and why others cannot.

    A version stays where files that may not be changed state it; with `strict`, that raises
    `ProblemsError`. An image goes with its last version.
    """
    gone: list[Key] = []
    refused: list[Problem] = []
    doomed: dict[str, list[Path]] = {}
    nulled: dict[str, list[Path]] = {}
    for key in keys:
        try:
            _mark(catalog, version_path(*key), doomed, nulled)
            gone.append(key)
        except ProblemsError as error:
            if strict:
                raise
            refused += error.problems
    for image in dict.fromkeys(image for image, _ in gone):
        if {v for i, v in gone if i == image} == {*catalog.versions(image)}:
            _mark_image(catalog, image, doomed, nulled)
    changes = {
        file.name: [
            *removals(file.tree, doomed.get(file.name, [])),
            *(put(file.tree, path, NULL, None, {}) for path in nulled.get(file.name, [])),
        ]
        for file in catalog.files
    }
    return gone, {name: found for name, found in changes.items() if found}, refused


def _mark(
    catalog: CatalogFiles,
    path: Path,
    doomed: dict[str, list[Path]],
    nulled: dict[str, list[Path]],
) -> None:
    """Mark what has to change for the catalog to be without a path.

    `doomed` and `nulled` are paths by file: those to remove, and those to overwrite with null.
    """
    stating = [file for file in catalog.files if not is_null(node_at(file.long, path))]
    locked = [file for file in stating if not catalog.may_change(file)]
    if not locked:
        for file in stating:
            doomed.setdefault(file.name, []).append(path)
    else:
        nulled.setdefault(catalog.over(locked[-1], path).name, []).append(path)


def _mark_image(
    catalog: CatalogFiles,
    image: str,
    doomed: dict[str, list[Path]],
    nulled: dict[str, list[Path]],
) -> None:
    """Mark an image as a whole instead of its versions, and its place in `order`."""
    path: Path = ("images", image)
    for marks in (doomed, nulled):
        for name, paths in marks.items():
            marks[name] = [found for found in paths if found[:2] != path]
    _mark(catalog, path, doomed, nulled)
    for file in catalog.files:
        order = node_at(file.tree, ("order",))
        if isinstance(order, list) and image in order and catalog.may_change(file):
            doomed.setdefault(file.name, []).append(("order", order.index(image)))


def removals(tree: Node, paths: Sequence[Path]) -> list[Change]:
    """Removals of all paths, and of what would be empty without them, one for each container."""
    gone = {path for path in paths if _exists(tree, path)}
    while True:
        groups: dict[Path, list[str | int]] = {}
        for path in sorted(gone, key=repr):
            groups.setdefault(path[:-1], []).append(path[-1])
        empty = [
            parent
            for parent, keys in groups.items()
            if len(parent) > 0 and len(keys) == len(_container(tree, parent))
        ]
        if not empty:
            return [Remove(parent, tuple(keys)) for parent, keys in groups.items()]
        gone = {path for path in gone if path[:-1] not in empty} | {*empty}


def _container(tree: Node, path: Path) -> Node:
    return node_at(tree, path) or {}


def _exists(tree: Node, path: Path) -> bool:
    parent = _container(tree, path[:-1])
    return isinstance(parent, list) or (isinstance(parent, dict) and path[-1] in parent)
