"""Merging as Helm merges values: maps merge, everything else replaces, null removes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from generator.catalog.images import EVERY_REGION
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.catalog.values import Value
    from generator.yamlio.read import Node

_Any: TypeAlias = Any
"""deepmerge calls its strategies with whatever it merges."""

_VALUES = (
    ["controllerDeployment", "values"],
    ["extension", "values"],
    ["extension", "runtimeClusterValues"],
    ["extension", "admission", "values"],
)
"""Where in a catalog a null is a word to Helm, which deletes a chart's default by it."""

_WORD_OF_ITS_OWN: Final = "controllerDeployment"
"""A section that is written where it is absent: a null says that it is not to be."""


def merge_values(base: dict[str, Value], over: dict[str, Value]) -> dict[str, Value]:
    """The generated values with the user's over them.

    A null removes what was generated; one that removes nothing stays, for Helm to see.
    """
    return _merge(base, over, _merge_value_maps) if over else base


def merge_trees(base: Node, over: Node) -> Node:
    """A catalog's tree with one that extends it over it; a null removes, also where nothing is.

    But for `controllerDeployment: null`, which stays.
    """
    merged: Node = _merge(base, over, _merge_tree_maps)
    return merged


def _merge(base: _Any, over: _Any, merge_maps: Callable[..., _Any]) -> _Any:
    from deepmerge import Merger

    return Merger([(dict, [merge_maps])], ["override"], ["override"]).merge(base, over)


def _merge_value_maps(merger: _Any, path: list[str], base: _Any, over: _Any) -> _Any:
    # Aliases share parts of a tree, so merging makes new maps and never changes one.
    merged = dict(base)
    for key, value in over.items():
        if key not in merged:
            merged[key] = value
        elif value is None:
            del merged[key]
        else:
            merged[key] = merger.value_strategy([*path, key], merged[key], value)
    return merged


def _merge_tree_maps(merger: _Any, path: list[str], base: _Any, over: _Any) -> _Any:
    merged = dict(base)
    # Beside the ID of every region, a null is what keeps it out of one.
    spread = not is_null(over.get(EVERY_REGION, base.get(EVERY_REGION)))
    stays = spread or any(path[: len(values)] == values for values in _VALUES)
    for key, value in over.items():
        if is_null(value) and not path and key == _WORD_OF_ITS_OWN:
            merged[key] = value
        elif is_null(value) and (key == EVERY_REGION or not stays):
            merged.pop(key, None)
        elif key in merged:
            merged[key] = merger.value_strategy([*path, key], merged[key], value)
        else:
            merged[key] = value
    if EVERY_REGION in base and not spread:
        return {key: value for key, value in merged.items() if not is_null(value)}
    return merged
