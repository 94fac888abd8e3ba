"""Where in a text a path of its tree stands: asked only when there is something to report.

Reading keeps no positions, because nearly every run needs none; a report parses the text again.
"""

from __future__ import annotations

import contextlib
import re
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import yaml

from generator.yamlio.read import LARGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.problems import Path

_Tree: TypeAlias = "tuple[yaml.Node | None, Mapping[str, str]]"
"""The nodes of a text, and its runs of image IDs (see `bulk`) by the keys that stand for them."""


class Positions:
    """The positions of one text's first document, whose syntax is known to be good."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _tree(self) -> _Tree:
        # What concerns a file as a whole needs no position, and a large text takes a while.
        return _composed(self._text)

    def find(self, path: Path, *, of_key: bool = False) -> tuple[int, int] | None:
        """Line and column, from 1, of the value (or the key) at `path`; None where it is absent."""
        (node, runs), key = self._tree, None
        for depth, step in enumerate(path, 1):
            if depth == len(path) and (place := _in_run(node, step, runs, of_key=of_key)):
                return place
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
            pair for mapping in _mappings(_composed(text)[0]) for pair in mapping.value
        ):
            if any(name in key.value for name in wanted):
                # The value of an alias stands elsewhere, at its anchor.
                end = value.end_mark.line + (2 if value.end_mark.column else 1)
                lines.update([key.start_mark.line + 1], range(value.start_mark.line + 1, end))
    except yaml.YAMLError:
        return None
    return lines


def _composed(text: str) -> _Tree:
    """The nodes of a text, without its long runs of image IDs where that is sure to be right."""
    if len(text) > LARGE:
        from generator.yamlio.bulk import shortened

        short, runs = shortened(text)
        with contextlib.suppress(yaml.YAMLError):
            root = yaml.compose(short, Loader=yaml.CSafeLoader)
            keys = [key.value for mapping in _mappings(root) for key, _ in mapping.value]
            if sum(key in runs for key in keys) == len(runs):
                return root, runs
    return yaml.compose(text, Loader=yaml.CSafeLoader), {}


def _in_run(
    node: yaml.Node | None, step: str | int, runs: Mapping[str, str], *, of_key: bool
) -> tuple[int, int] | None:
    """The place of a region in a run of a mapping."""
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        line = re.search(rf"^ *{re.escape(str(step))}: ", runs.get(key.value, ""), re.MULTILINE)
        if line:
            above = line.string.count("\n", 0, line.start())
            column = key.start_mark.column + (0 if of_key else len(f"{step}: "))
            return key.start_mark.line + above + 1, column + 1
    return None


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
