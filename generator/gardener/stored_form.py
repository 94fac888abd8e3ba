"""A spec as Gardener's API server stores it, so that tools that compare the two find no drift.

What changes is the form alone: quantities, times and durations are written as Kubernetes writes
them, and an empty list or mapping of names, or a null, is left out where a field has it, which is
what Go's `omitempty` does. An empty text, or false, goes the same way where it is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.gardener import fields
from generator.gardener.durations import canonical_duration
from generator.gardener.quantities import canonical
from generator.reading.dates import to_rfc3339

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.values import Value
    from generator.gardener.fields import Type

_NULL_IN_MAPPING: Final[dict[str, Value]] = {
    fields.TEXT: "",
    fields.QUANTITY: "0",
    fields.BOOLEAN: False,
}
"""What a null is to Go where keys are names, so that it cannot leave it out."""


def stored_form(spec: Mapping[str, Value], of: Mapping[str, Type]) -> dict[str, Value]:
    """The spec with the fields `of` as they are stored; what has a wrong type stays as it is."""
    stored = ((key, _stored(value, of.get(key, fields.ANY))) for key, value in spec.items())
    return {key: value for key, value in stored if not _is_left_out(value, of.get(key, fields.ANY))}


def is_stored_as(text: str, stored: str) -> bool:
    """Whether the server stores a text so, if its field is a quantity, a duration or a time."""
    return stored in (canonical(text), canonical_duration(text), _time(text))


def _is_left_out(value: Value, of: Type) -> bool:
    if value in ([], {}) and isinstance(of, (list, tuple)):
        return True
    return (
        value is None
        or (value == "" and of == fields.OPTIONAL_TEXT)
        or (value is False and of == fields.OPTIONAL_BOOLEAN)
    )


def _stored(value: Value, of: Type) -> Value:
    if isinstance(value, dict) and isinstance(of, tuple):
        return {key: _in_mapping(item, of[0]) for key, item in value.items()}
    if isinstance(value, dict) and isinstance(of, dict):
        return stored_form(value, of)
    if isinstance(value, list) and isinstance(of, list):
        return [_stored(item, of[0]) for item in value]
    return _scalar(value, of) if isinstance(of, str) else value


def _in_mapping(value: Value, of: Type) -> Value:
    if value is None and isinstance(of, str):
        return _NULL_IN_MAPPING.get(of)
    return _stored(value, of)


def _scalar(value: Value, of: str) -> Value:
    if of == fields.QUANTITY and isinstance(value, (str, int, float)):
        return canonical(str(value))
    if of == fields.DURATION and isinstance(value, str):
        return canonical_duration(value)
    if of == fields.TIME and isinstance(value, str):
        return _time(value)
    return value


def _time(text: str) -> str:
    try:
        return to_rfc3339(text)
    except (ValueError, OverflowError):
        return text
