"""Changes of a tree, each about the entries of one container, and the changes of all files."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from generator.problems import Path, Problem
    from generator.yamlio.read import Node

StyleModels: TypeAlias = "Mapping[Path, Path]"
"""Whose style new nodes copy: paths below the change, each to the path of a node of the text."""


@dataclass(frozen=True, slots=True)
class Insert:
    """New entries of the mapping at `path`, before one of its keys or at its end."""

    path: Path
    entries: Mapping[str, Node]
    before: str | None = None
    models: StyleModels = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Append:
    """New mappings at the end of the list at `path`, which has some, in the style of its last."""

    path: Path
    items: tuple[dict[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Replace:
    """A new value at `path`."""

    path: Path
    value: Node
    models: StyleModels = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remove:
    """These keys of the mapping, or these indexes of the list, at `path` go."""

    path: Path
    keys: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Wrap:
    """The value at `path` one level deeper, at `key` of a new mapping, behind its other entries.

    `model` is the path of a mapping whose style the new one copies.
    """

    path: Path
    key: str
    entries: Mapping[str, Node]
    model: Path | None = None


Change: TypeAlias = "Insert | Append | Replace | Remove | Wrap"


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The changes of each file that a verb has decided on, and what to say about them.

    `messages` are sentences about what changes, or about why nothing does; `versions` the images
    and versions that it is about, `kept` sentences about versions that stay because they are in
    use.
    """

    messages: tuple[str, ...]
    changes: Mapping[str, Sequence[Change]] = field(default_factory=dict)
    versions: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def warning(self, of: tuple[Problem, ...]) -> ChangeSet:
        """The same changes with more warnings, which come first."""
        return replace(self, warnings=(*of, *self.warnings))


def applied(tree: Node, change: Change) -> Node:
    """A copy of the tree with a change; raises LookupError where there is no such place."""
    match change:
        case Insert():
            return _at(tree, change.path, lambda node: _inserted(node, change))
        case Append():
            return _at(tree, change.path, lambda node: _appended(node, change))
        case Replace():
            return _at(tree, change.path, lambda _: change.value)
        case Remove():
            return _at(tree, change.path, lambda node: _removed(node, change))
        case Wrap():
            return _at(tree, change.path, lambda node: {**change.entries, change.key: node})


def put(tree: Node, path: Path, value: Node, before: str | None, models: StyleModels) -> Change:
    """The change that puts a value at a path, with the mappings above it that are not there yet.

    `before` names the entry that it stands before. The paths of `models` start at `path`; they only
    count where the mapping that holds the value exists.
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
            below = {(step, *place): model for place, model in models.items()}
            return Insert(path[:depth], entries, before, below)
        node = node[str(step)]
        if is_null(node):
            return Replace(path[: depth + 1], _nested(path[depth + 1 :], value))
    return Replace(path, value, models)


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


def _appended(node: Node, change: Append) -> Node:
    if not isinstance(node, list):
        raise KeyError(change.path)
    return [*node, *change.items]


def _removed(node: Node, change: Remove) -> Node:
    if isinstance(node, dict):
        return {key: item for key, item in node.items() if key not in change.keys}
    return [item for index, item in enumerate(node) if index not in change.keys]
