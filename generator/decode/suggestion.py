"""What is said of a path at which nothing stands: what is there, and what may have been meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.decode.paths import known_keys, names_below, node_at
from generator.decode.readings import as_meant, names_of
from generator.problems import counted, dotted, listed, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.decode.paths import WrittenPath
    from generator.problems import Path
    from generator.yamlio.read import Node


def suggestion(trees: Sequence[Node], path: Path, regions: Sequence[str] = ()) -> str:
    """A hint that names what is most similar to a path in one of the trees; empty without any.

    `regions` are those that `"*"` stands for.
    """
    depth = first_unknown(trees, path)
    if depth is None:
        return ""
    size = _size(trees, path[:depth])
    if isinstance(path[depth], int):
        return "" if size is None else f"the list has {counted(size, 'item')}, [0] is the first"
    if size is not None:
        return f"use the index of an item: {dotted((*path[:depth], 0))}"
    names = names_below(trees, path[:depth], regions)
    if path[depth] in names:
        return ""
    # Where 1.2 stands, 1.2.4 may have been meant for 1.2.5.
    shorter = ((end, names_below(trees, path[:end], ())) for end in range(depth - 1, -1, -1))
    dots = (
        (end, [name for name in found if name.startswith(f"{path[end]}.")])
        for end, found in shorter
    )
    return next(filter(None, (_near(path, depth, *near) for near in ((depth, names), *dots))), "")


def longer_paths(tree: Node, written: WrittenPath) -> list[Path]:
    """The paths in a tree that end with a written one, with more above it.

    Raises `ProblemsError` where one of them can mean several.
    """
    first, *_ = written.steps
    found = [
        as_meant(written._replace(steps=(*above, *written.steps)), [tree], "")
        for above in _mappings(tree, ())
        if node_at(tree, (*above, first)) is not None
    ]
    return [longer for longer in found if node_at(tree, longer) is not None]


def _mappings(node: Node, path: Path) -> Iterator[Path]:
    """The paths of all mappings in a tree."""
    if isinstance(node, dict):
        yield path
    items = node.items() if isinstance(node, dict) else ()
    for step, below in enumerate(node) if isinstance(node, list) else items:
        yield from _mappings(below, (*path, step))


def _near(path: Path, unknown: int, start: int, known: Iterable[str]) -> str:
    """A hint at a known name for one that starts at a step, and has the first unknown one in it."""
    steps = [dotted((name,)) for name in known if name.isprintable()]
    found = [*names_of(path[start:])][unknown - start :]
    return next(filter(None, (nearest(dotted((name,)), steps) for name in found)), "")


def what_is_there(trees: Sequence[Node], path: Path, regions: Sequence[str] = ()) -> str:
    """What stands, or can, where the first step of a path is wrong; empty where nothing can."""
    depth = first_unknown(trees, path) or 0
    if _size(trees, path[:depth]) is not None or isinstance(path[depth], int):
        return ""
    names = [name for name in names_below(trees, path[:depth], regions) if name.isprintable()]
    if not names or path[depth] in names:
        return ""
    where = f" in {dotted(path[:depth])}" if depth else ""
    return f"one of {listed([dotted((name,)) for name in names])}{where}"


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


def _size(trees: Sequence[Node], path: Path) -> int | None:
    """How many items a list has; None where there is none."""
    nodes = (node_at(tree, path) for tree in trees)
    return next((len(node) for node in nodes if isinstance(node, list)), None)
