"""Where in a text a path of its tree stands: asked only when there is something to report.

Reading keeps no positions, because nearly every run needs none; a report parses the text again.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from generator.problems import ProblemsError
from generator.yamlio.bulk import LARGE, shortened
from generator.yamlio.spans import Kind, Span, documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.problems import Path

_Tree: TypeAlias = "tuple[Span | None, Mapping[str, str]]"
"""The nodes of a text, and its runs of image IDs (see `bulk`) by the keys that stand for them."""


class Positions:
    """The positions of one text's first document, whose syntax is known to be good."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _tree(self) -> _Tree:
        # What concerns a file as a whole needs no position, and a large text takes a while.
        return _large(self._text) or (next(documents(self._text), None), {})

    def find(self, path: Path, *, of_key: bool = False) -> tuple[int, int] | None:
        """Line and column, from 1, of the value (or the key) at `path`; None where it is absent."""
        (root, runs), key = self._tree, None
        node = root
        for depth, step in enumerate(path, 1):
            if depth == len(path) and (place := _in_run(node, step, runs, of_key=of_key)):
                return place
            found = _child(node, step)
            if found is None:
                return None
            key, node = found
        if node is None:
            return None
        shown = key if of_key and key is not None else node
        return shown.line, shown.column


def _large(text: str) -> _Tree | None:
    """The nodes of a text but for its long runs of image IDs; None where that is not sure."""
    if len(text) <= LARGE:
        return None
    short, runs = shortened(text)
    with suppress(ProblemsError):
        root = next(documents(short), None) if runs else None
        if root is not None and sum(key in runs for key in _keys(root)) == len(runs):
            return root, runs
    return None


def _in_run(
    node: Span | None, step: str | int, runs: Mapping[str, str], *, of_key: bool
) -> tuple[int, int] | None:
    """The place of a region in a run of a mapping."""
    for key in node.keys if node is not None and runs else ():
        line = re.search(rf"^ *{re.escape(str(step))}: ", runs.get(key.value, ""), re.MULTILINE)
        if line:
            above = line.string.count("\n", 0, line.start())
            return key.line + above, key.column + (0 if of_key else len(f"{step}: "))
    return None


def _child(node: Span | None, step: str | int) -> tuple[Span | None, Span] | None:
    """The key, of a mapping, and the value at one step of a path; aliases are followed."""
    if node is None:
        return None
    if node.kind is Kind.LIST:
        if not isinstance(step, int) or step >= len(node.items):
            return None
        return None, node.items[step].followed
    merged: list[Span] = []
    for key, item in zip(node.keys, node.items, strict=True):
        value = item.followed
        if key.value == step:
            return key, value
        if key.value == "<<":
            merged += (
                [each.followed for each in value.items] if value.kind is Kind.LIST else [value]
            )
    return next(filter(None, (_child(each, step) for each in merged)), None)


def _keys(node: Span) -> Iterator[str]:
    """The keys of all mappings; there are no aliases."""
    for key in node.keys:
        yield key.value
    for item in node.items:
        yield from _keys(item)
