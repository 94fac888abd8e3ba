"""Merging as Helm merges values: maps merge, everything else replaces, null removes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.catalog import Value


def merge_values(base: dict[str, Value], over: dict[str, Value]) -> dict[str, Value]:
    """The generated values with the user's over them; `base` is used up.

    A null removes what was generated; one that removes nothing stays, because the Helm of
    gardenlet deletes the chart's default by it.
    """
    if not over:
        return base
    from deepmerge import Merger

    merger = Merger([(dict, [_merge_maps])], ["override"], ["override"])
    merged: dict[str, Value] = merger.merge(base, over)
    return merged


def _merge_maps(merger: Any, path: list[str], base: dict[str, Any], over: dict[str, Any]) -> Any:  # noqa: ANN401  deepmerge calls it with whatever it merges
    for key, value in over.items():
        if key not in base:
            base[key] = value
        elif value is None:
            del base[key]
        else:
            base[key] = merger.value_strategy([*path, key], base[key], value)
    return base
