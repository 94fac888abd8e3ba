"""Where in a text a path of its tree stands: asked only when there is something to report.

Reading keeps no positions, because nearly every run needs none; a report parses the text again.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from generator.problems import ProblemsError
from generator.yamlio.bulk import LARGE, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.problems import Path
    from generator.yamlio.spans import Span

_Value = TypeVar("_Value")
_Children: TypeAlias = "dict[str, tuple[Span, Span]]"
_Regions: TypeAlias = "dict[str, tuple[int, int]]"

_MERGE: Final = "<<"

_Tree: TypeAlias = "tuple[Span | None, Mapping[str, str]]"
"""The nodes of a text, and its runs of image IDs (see `bulk`) by the keys that stand for them."""


class Positions:
    """The positions of one text's first document, whose syntax is known to be good."""

    def __init__(self, text: str) -> None:
        self._text = text
        # Asked about thousands of keys of a mapping, nobody looks through it thousands of times.
        self._children: dict[int, _Children] = {}
        self._regions: dict[int, _Regions] = {}

    @cached_property
    def _tree(self) -> _Tree:
        # What concerns a file as a whole needs no position, and a large text takes a while.
        from generator.yamlio.spans import documents

        return _large(self._text) or (next(documents(self._text), None), {})

    def find(self, path: Path, *, of_key: bool = False) -> tuple[int, int] | None:
        """Line and column, from 1, of the value (or the key) at `path`; None where it is absent."""
        (root, runs), key = self._tree, None
        node = root
        for depth, step in enumerate(path, 1):
            if node is None:
                return None
            if depth == len(path) and runs and (place := self._in_run(node, step, of_key=of_key)):
                return place
            found = self._child(node, step)
            if found is None:
                return None
            key, node = found
        if node is None:
            return None
        shown = key if of_key and key is not None else node
        return shown.line, shown.column

    def _child(self, node: Span, step: str | int) -> tuple[Span | None, Span] | None:
        """The key, of a mapping, and the value at one step of a path."""
        if node.is_list:
            if not isinstance(step, int) or step >= len(node.items):
                return None
            return None, node.items[step].followed
        if id(node) not in self._children:
            self._children[id(node)] = _firsts(_children(node))
        return self._children[id(node)].get(step) if isinstance(step, str) else None

    def _in_run(self, node: Span, step: str | int, *, of_key: bool) -> tuple[int, int] | None:
        """The place of a region in a run of a mapping."""
        if id(node) not in self._regions:
            self._regions[id(node)] = _firsts(_regions(node, self._tree[1]))
        place = self._regions[id(node)].get(str(step))
        if place is None or of_key:
            return place
        return place[0], place[1] + len(f"{step}: ")


def _large(text: str) -> _Tree | None:
    """The nodes of a text but for its long runs of image IDs; None where that is not sure."""
    if len(text) <= LARGE:
        return None
    from generator.yamlio.spans import documents

    short, runs = shortened(text)
    with suppress(ProblemsError):
        root = next(documents(short), None) if runs else None
        if root is not None and sum(key in runs for key in _keys(root)) == len(runs):
            return root, runs
    return None


def _children(node: Span) -> Iterator[tuple[str, tuple[Span, Span]]]:
    """The keys of a mapping, each with itself and its value; then those that are merged into it."""
    nodes, seen = [node], set()
    while nodes:
        mapping = nodes.pop()
        if id(mapping) in seen:
            continue
        seen.add(id(mapping))
        for key, item in zip(mapping.keys, mapping.items, strict=True):
            value = item.followed
            yield key.value, (key, value)
            if key.value == _MERGE:
                merged = value.items if value.is_list else [value]
                nodes += [each.followed for each in reversed(merged)]


def _regions(node: Span, runs: Mapping[str, str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """The regions in the runs of a mapping, each with the line and column of its key."""
    for key in node.keys:
        lines = runs[key.value].split("\n") if key.value in runs else ()
        for above, line in enumerate(lines):
            yield line.lstrip(" ").partition(":")[0], (key.line + above, key.column)


def _firsts(pairs: Iterable[tuple[str, _Value]]) -> dict[str, _Value]:
    """The first value of each key."""
    found: dict[str, _Value] = {}
    for key, value in pairs:
        found.setdefault(key, value)
    return found


def _keys(node: Span) -> Iterator[str]:
    """The keys of all mappings; there are no aliases."""
    for key in node.keys:
        yield key.value
    for item in node.items:
        yield from _keys(item)
