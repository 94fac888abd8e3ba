"""Mistakes in a base that a file over it hides: text or a list where a mapping belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.problems import Finding
from generator.reading.section import kind_of
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from generator.problems import Path
    from generator.yamlio.read import Node

_HOLD_SECTIONS = (("images",), ("images", "*"), ("images", "*", "versions"))
"""Mappings whose entries are sections themselves; `*` stands for a name."""


def hidden_mistakes(base: Node, merged: Node, known: Collection[Path]) -> Iterator[Finding]:
    """Findings about sections that are of another kind than the merged ones, but for the `known`.

    `known` are the paths that have a finding already.
    """
    for path, found, expected in _unlike(base, merged, ()):
        if path not in known:
            yield Finding(path, f"found {found}", expected)


def _unlike(base: Node, merged: Node, path: Path) -> Iterator[tuple[Path, str, str]]:
    if not isinstance(base, dict) or not isinstance(merged, dict):
        return
    for key, node in base.items():
        other, below = merged.get(key), (*path, key)
        if other is None or is_null(node) or is_null(other):
            continue
        if kind_of(node) != kind_of(other):
            yield below, kind_of(node), kind_of(other)
        elif any(_matches(below, pattern) for pattern in _HOLD_SECTIONS):
            yield from _unlike(node, other, below)


def _matches(path: Path, pattern: tuple[str, ...]) -> bool:
    return len(path) == len(pattern) and all(
        wanted in ("*", step) for step, wanted in zip(path, pattern, strict=True)
    )
