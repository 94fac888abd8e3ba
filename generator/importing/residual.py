"""What a user has to say so that the generated values become those that were found.

The reverse of `overlay.merge_values`: maps merge, everything else replaces, null removes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.catalog.values import Value


def residual(generated: dict[str, Value], found: dict[str, Value]) -> dict[str, Value]:
    """The smallest values that, merged over the generated ones, give those that were found.

    A null that was found in the place of something generated cannot be said: it removes.
    """
    over: dict[str, Value] = {key: None for key in generated if key not in found}
    for key, value in found.items():
        if key not in generated:
            over[key] = value
            continue
        base = generated[key]
        if isinstance(base, dict) and isinstance(value, dict):
            if below := residual(base, value):
                over[key] = below
        elif not same(base, value):
            over[key] = value
    return over


def same(one: Value, other: Value) -> bool:
    """Whether two values are equal to Go, which tells true from 1 as Python does not."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str) and one == other
    return type(one) is type(other) and one == other
