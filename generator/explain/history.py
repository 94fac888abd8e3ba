"""What the files of a catalog say at a path, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.decode.positions import place_of
from generator.explain.as_yaml import as_yaml
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.decode.layers import Layer
    from generator.problems import Path
    from generator.yamlio.read import Node


@dataclass(frozen=True, slots=True)
class FileValue:
    """The node that a file has at a path, or one above it (`is_above`) that leaves the path out."""

    layer: Layer
    path: Path
    node: Node
    is_above: bool

    @property
    def place(self) -> str:
        """`FILE:LINE`."""
        return f"{self.layer.file}:{place_of(self.path, self.layer.positions)}"

    @property
    def text(self) -> str:
        """The node as YAML."""
        return "null" if is_null(self.node) else as_yaml(self.node)


def history(layers: Sequence[Layer], path: Path) -> tuple[FileValue, ...]:
    """The values that the layers have at a path, the last of them first; empty where none has one.

    A null, or anything but a map or list, takes away what earlier layers have below it, and a list
    replaces theirs. Where they have nothing, there is nothing to take away and no value.
    """
    found: list[FileValue] = []
    for layer in layers:
        value = _value(layer, path)
        if value is not None and (found or not value.is_above):
            found.append(value)
    return tuple(reversed(found))


def merged_count(values: Sequence[FileValue]) -> int:
    """How many of the values, from the first on, are merged: maps outside of lists are."""
    number = 0
    for value in values:
        mergeable = not any(isinstance(step, int) for step in value.path)
        if value.is_above or not isinstance(value.node, dict) or (number and not mergeable):
            break
        number += 1
    return number


def _value(layer: Layer, path: Path) -> FileValue | None:
    node: Node = layer.tree
    in_list = False
    for depth, step in enumerate(path):
        if isinstance(node, dict) and isinstance(step, str):
            below = node.get(step)
        elif isinstance(node, list) and isinstance(step, int):
            in_list = True
            below = node[step] if step < len(node) else None
        else:
            return FileValue(layer, path[:depth], node, is_above=True)
        if below is None:
            return FileValue(layer, path[:depth], node, is_above=True) if in_list else None
        node = below
    return FileValue(layer, path, node, is_above=False)
