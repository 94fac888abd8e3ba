"""What the files of a catalog say at a path, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.decode.positions import place_of
from generator.explain.shown import as_written
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.decode.layers import Layer
    from generator.problems import Path
    from generator.yamlio.read import Node


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says: the node at the path, or one above it (`is_above`) that leaves it out."""

    layer: Layer
    path: Path
    node: Node
    is_above: bool

    @property
    def place(self) -> str:
        """`FILE:LINE`."""
        return f"{self.layer.file}:{place_of(self.path, self.layer.text)}"

    @property
    def text(self) -> str:
        """The node as YAML."""
        return "null" if is_null(self.node) else as_written(self.node)


def history(layers: Sequence[Layer], path: Path) -> tuple[Said, ...]:
    """What the layers say at a path, the last of them first; empty where none has anything there.

    A null, or whatever is neither map nor list, takes away what the layers before said below it,
    and a list replaces all of theirs; where they said nothing, that says nothing either.
    """
    found: list[Said] = []
    for layer in layers:
        said = _said(layer, path)
        if said is not None and (found or not said.is_above):
            found.append(said)
    return tuple(reversed(found))


def merging(said: Sequence[Said]) -> int:
    """How many of the statements, from the first on, are merged: maps outside of lists are."""
    number = 0
    for item in said:
        mergeable = not any(isinstance(step, int) for step in item.path)
        if item.is_above or not isinstance(item.node, dict) or (number and not mergeable):
            break
        number += 1
    return number


def _said(layer: Layer, path: Path) -> Said | None:
    node: Node = layer.tree
    in_list = False
    for depth, step in enumerate(path):
        if isinstance(node, dict) and isinstance(step, str):
            below = node.get(step)
        elif isinstance(node, list) and isinstance(step, int):
            in_list = True
            below = node[step] if step < len(node) else None
        else:
            return Said(layer, path[:depth], node, is_above=True)
        if below is None:
            return Said(layer, path[:depth], node, is_above=True) if in_list else None
        node = below
    return Said(layer, path, node, is_above=False)
