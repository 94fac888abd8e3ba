"""Parts of an object, read leniently: what is absent, or of another type, is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.yamlio import golang
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.problems import Path


def value_at(value: Value, *keys: str) -> Value:
    """What stands at a path of keys; None where there is nothing."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def mapping_at(value: Value, *keys: str) -> dict[str, Value]:
    """The mapping at a path of keys; an empty one where there is none."""
    found = value_at(value, *keys)
    return found if isinstance(found, dict) else {}


def mappings(value: Value) -> Iterator[dict[str, Value]]:
    """The mappings in a list; nothing where there is no list."""
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield item


def placed_mappings(value: Value, path: Path) -> Iterator[tuple[Path, dict[str, Value]]]:
    """The same, each with its path, where that of the list is `path`."""
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield (*path, index), item


def text(value: Value) -> str:
    """A scalar as text, a number as Go would store it; empty for null and anything else."""
    if type(value) is str:
        return value
    if isinstance(value, str):
        # Of a `LocatedObject`, a null is as it was written.
        return "" if is_null(value) else value
    return "" if value is None or isinstance(value, dict | list) else golang.to_text(value)
