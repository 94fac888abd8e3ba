"""What can be asked of an edit: changes of a tree, each concerning the entries of one container."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.problems import Path
    from generator.yamlio.read import Node

Likes: TypeAlias = "Mapping[Path, Path]"
"""What new nodes shall look like: their paths below the change, and those of written nodes."""


@dataclass(frozen=True, slots=True)
class Insert:
    """New entries of the mapping at `path`, before one of its keys or at its end."""

    path: Path
    entries: Mapping[str, Node]
    before: str | None = None
    likes: Likes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replace:
    """Another value at `path`."""

    path: Path
    value: Node
    likes: Likes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remove:
    """Without these keys of the mapping, or these indexes of the list, at `path`."""

    path: Path
    keys: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Wrap:
    """The value at `path` one level deeper, at `key` of a new mapping, behind its other entries.

    `like` is the path of a mapping that shows what such a one looks like.
    """

    path: Path
    key: str
    entries: Mapping[str, Node]
    like: Path | None = None


Change: TypeAlias = "Insert | Replace | Remove | Wrap"


def applied(tree: Node, change: Change) -> Node:
    """The tree with a change; the given one stays as it is. Raises LookupError where it cannot."""
    match change:
        case Insert():
            return _at(tree, change.path, lambda node: _inserted(node, change))
        case Replace():
            return _at(tree, change.path, lambda _: change.value)
        case Remove():
            return _at(tree, change.path, lambda node: _removed(node, change))
        case Wrap():
            return _at(tree, change.path, lambda node: {**change.entries, change.key: node})


def put(tree: Node, path: Path, value: Node, before: str | None, likes: Likes) -> Change:
    """The change that puts a value at a path, with the mappings above it that are not there yet.

    `before` names the entry that it stands before, and `likes` count from `path`, where the last
    mapping above exists; else they have no use and are left out.
    """
    node = tree
    for depth, step in enumerate(path):
        if isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
            continue
        if not isinstance(node, dict):
            break
        if step not in node:
            entries = {str(step): _nested(path[depth + 1 :], value)}
            if depth < len(path) - 1:
                return Insert(path[:depth], entries)
            below = {(step, *place): like for place, like in likes.items()}
            return Insert(path[:depth], entries, before, below)
        node = node[str(step)]
        if is_null(node):
            return Replace(path[: depth + 1], _nested(path[depth + 1 :], value))
    return Replace(path, value, likes)


def _nested(path: Path, value: Node) -> Node:
    for step in reversed(path):
        value = {str(step): value}
    return value


def _at(node: Node, path: Path, change: Callable[[Node], Node]) -> Node:
    if not path:
        return change(node)
    step, *rest = path
    if isinstance(node, dict) and isinstance(step, str):
        return {**node, step: _at(node[step], tuple(rest), change)}
    if isinstance(node, list) and isinstance(step, int):
        return [*node[:step], _at(node[step], tuple(rest), change), *node[step + 1 :]]
    raise KeyError(step)


def _inserted(node: Node, change: Insert) -> Node:
    if not isinstance(node, dict) or change.entries.keys() & node.keys():
        raise KeyError(change.path)
    if change.before is None:
        return {**node, **change.entries}
    found: dict[str, Node] = {}
    for key, item in node.items():
        if key == change.before:
            found |= change.entries
        found[key] = item
    return found


def _removed(node: Node, change: Remove) -> Node:
    if isinstance(node, dict):
        return {key: item for key, item in node.items() if key not in change.keys}
    return [item for index, item in enumerate(node) if index not in change.keys]
