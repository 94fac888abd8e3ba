"""Where in a text a path of its tree stands: asked only when there is something to report.

Reading keeps no positions, because nearly every run needs none; a report parses the text again.
"""

from __future__ import annotations

import contextlib
from functools import cached_property
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.problems import Path


class Positions:
    """The positions of one text's first document, whose syntax is known to be good."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _root(self) -> yaml.Node | None:
        # What concerns a file as a whole needs no position, and a large text takes a while.
        return yaml.compose(self._text, Loader=yaml.CSafeLoader)

    def find(self, path: Path, *, of_key: bool = False) -> tuple[int, int] | None:
        """Line and column, from 1, of the value (or the key) at `path`; None where it is absent."""
        node, key = self._root, None
        for step in path:
            found = _child(node, step)
            if found is None:
                return None
            key, node = found
        if node is None:
            return None
        mark = (key if of_key and key is not None else node).start_mark
        return mark.line + 1, mark.column + 1


def first_of_duplicates(text: str) -> dict[tuple[int, int], int]:
    """Line and column of each key that a mapping has already, and the line where it had it."""
    firsts: dict[tuple[int, int], int] = {}
    with contextlib.suppress(yaml.YAMLError):
        for mapping in _mappings(yaml.compose(text, Loader=yaml.CSafeLoader)):
            seen: dict[str, int] = {}
            for key, _ in mapping.value:
                name, mark = str(key.value), key.start_mark
                if name in seen:
                    firsts[mark.line + 1, mark.column + 1] = seen[name]
                seen.setdefault(name, mark.line + 1)
    return firsts


def lines_under(text: str, names: Iterable[str]) -> set[int] | None:
    """The lines, from 1, that hold a value of any key with such a name in it; None if no YAML."""
    wanted = tuple(names)
    lines: set[int] = set()
    try:
        for key, value in (
            pair
            for mapping in _mappings(yaml.compose(text, Loader=yaml.CSafeLoader))
            for pair in mapping.value
        ):
            if any(name in key.value for name in wanted):
                # The value of an alias stands elsewhere, at its anchor.
                end = value.end_mark.line + (2 if value.end_mark.column else 1)
                lines.update([key.start_mark.line + 1], range(value.start_mark.line + 1, end))
    except yaml.YAMLError:
        return None
    return lines


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode):
        inside = isinstance(step, int) and step < len(node.value)
        return (None, node.value[step]) if inside else None
    if not isinstance(node, yaml.MappingNode):
        return None
    merged: list[yaml.Node] = []
    for key, value in node.value:
        if key.value == step:
            return key, value
        if key.value == "<<":
            merged += value.value if isinstance(value, yaml.SequenceNode) else [value]
    return next(filter(None, (_child(value, step) for value in merged)), None)


def _mappings(root: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            yield node
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
