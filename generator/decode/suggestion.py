"""A hint for a path at which nothing stands: what the user may have meant."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from generator.catalog.images import EVERY_REGION
from generator.decode.paths import escaped, format_path, known_keys, node_at
from generator.problems import counted, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.problems import Path
    from generator.yamlio.read import Node


def suggestion(trees: Iterable[Node], path: Path, regions: Sequence[str]) -> str:
    """A hint that names what is most similar to a path in one of the trees; empty without any.

    `regions` are those that `"*"` stands for.
    """
    nodes = list(trees)
    depth = first_unknown(nodes, path)
    if depth is None:
        return ""
    above = [node for tree in nodes if (node := node_at(tree, path[:depth])) is not None]
    return _hint(above, path, depth, regions)


def first_unknown(trees: Sequence[Node], path: Path) -> int | None:
    """The index of the first step of a path that no tree has, and no catalog could; None without.

    The last step is such a step, too, where no tree has it.
    """
    for depth, step in enumerate(path):
        if all(node_at(tree, path[: depth + 1]) is None for tree in trees):
            is_last = depth == len(path) - 1
            if is_last or step not in known_keys(path[:depth]):
                return depth
    return None


def _hint(nodes: Sequence[Node], path: Path, depth: int, regions: Sequence[str]) -> str:
    size = next((len(node) for node in nodes if isinstance(node, list)), None)
    if isinstance(path[depth], int):
        return "" if size is None else f"the list has {counted(size, 'item')}, [0] is the first"
    if size is not None:
        return f"use the index of an item: {format_path((*path[:depth], 0))}"
    names = _names(nodes, path[:depth], regions)
    dotted = _dotted(path[depth:])
    for number, name in reversed([*enumerate(dotted, 1)]):
        if number > 1 and name in names:
            meant = format_path((*path[:depth], name, *path[depth + number :]))
            return f"write a backslash before a dot in a name: {meant}"
    if dotted[0] in names:
        return ""
    known = [escaped(name) for name in names if name.isprintable()]
    return next(filter(None, (nearest(escaped(name), known) for name in dotted)), "")


def _names(nodes: Sequence[Node], path: Path, regions: Sequence[str]) -> set[str]:
    """The keys that may stand below a path: those of the format, of the files, and regions."""
    names = {*known_keys(path)}
    for node in nodes:
        if isinstance(node, dict):
            names |= node.keys()
            # A version's regions may be addressed without this key.
            ids = node.get("regions") if len(path) == 4 else node
            names |= ids.keys() if isinstance(ids, dict) else set()
            names |= {*regions} if isinstance(ids, dict) and EVERY_REGION in ids else set()
    return names


def _dotted(path: Path) -> list[str]:
    """`a`, `a.b`, `a.b.c` for the path of `a`, `b` and `c`, up to the first index of a list."""
    names = itertools.takewhile(lambda step: isinstance(step, str), path)
    return [*itertools.accumulate(map(str, names), "{}.{}".format)]
