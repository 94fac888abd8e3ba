"""Which file of a catalog decided a value, and what it overrode."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from generator.decode.positions import place_of
from generator.overlay import merge_trees
from generator.problems import PRIVATE_KEYS
from generator.yamlio.emit import block
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.decode.layers import Layer
    from generator.problems import Path
    from generator.yamlio.read import Node

_STEP = re.compile(r"((?:[^.\[\]\\]|\\.)+)|\[(\d+)\]")

REDACTED = "<redacted>"


@dataclass(frozen=True, slots=True)
class Statement:
    """What one file says at a path, as YAML text, and the line where it does."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The value at a path, None where absent or removed, and who says so, the deciding file first.

    Maps are merged, so that each of their statements takes part; of others the first one counts.
    """

    value: str | None
    merged: bool
    statements: tuple[Statement, ...]


def parse_path(text: str) -> Path:
    r"""A path in Helm's syntax: `images.a.versions.1\.2\.3`, lists by `[0]`; raises ValueError."""
    steps: list[str | int] = []
    rest = text
    while rest:
        match = _STEP.match(rest)
        if match is None:
            raise ValueError(text)
        steps.append(int(match[2]) if match[2] else re.sub(r"\\(.)", r"\1", match[1]))
        rest = rest[match.end() :]
        if rest.startswith(".") and len(rest) > 1:
            rest = rest[1:]
        elif rest and not rest.startswith("["):
            raise ValueError(text)
    if not steps:
        raise ValueError(text)
    return tuple(steps)


def explain(layers: Sequence[Layer], path: Path) -> Explanation:
    """The value at a path of the catalog that layers make up, in the long form or the short."""
    merged = _at(reduce(merge_trees, [layer.tree for layer in layers]), path)
    statements = []
    for layer in reversed(layers):
        node = _at(layer.tree, path)
        if node is not None:
            line = place_of(path, layer.text)
            statements.append(Statement(layer.file, line, _shown(node, path)))
    value = None if merged is None else _shown(merged, path)
    return Explanation(value, isinstance(merged, dict), tuple(statements))


def _at(node: Node, path: Path) -> Node | None:
    found: Node | None = node
    for step in path:
        if isinstance(found, dict) and isinstance(step, str):
            below = found.get("regions")
            short = isinstance(below, dict) and step not in found
            found = below.get(step) if short and isinstance(below, dict) else found.get(step)
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return found


def _shown(node: Node, path: Path) -> str:
    if is_null(node):
        return "null"
    public = _redacted(node, private=not PRIVATE_KEYS.isdisjoint(path))
    return block(public).strip("\n").removeprefix(" ")  # type: ignore[arg-type]


def _redacted(node: Node, *, private: bool) -> Node:
    if isinstance(node, dict):
        return {
            key: _redacted(item, private=private or key in PRIVATE_KEYS)
            for key, item in node.items()
        }
    if isinstance(node, list):
        return [_redacted(item, private=private) for item in node]
    return REDACTED if private else str(node)
