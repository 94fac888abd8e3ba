"""A chart's values.schema.json, ready for our library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.record import Record

if TYPE_CHECKING:
    from generator.catalog.values import Value


class BrokenSchemaError(ValueError):
    """Helm cannot use the schema, and so refuses whatever values; the text says why."""


class UnjudgedSchemaError(ValueError):
    """Nobody can say here what Helm makes of the schema; the text says why."""


class Schema(Record):
    """A schema for the library.

    `patterns` has what Helm's patterns are by those that stand in `document` for them; `doubts` is
    what is not looked at.
    """

    document: Value
    patterns: dict[str, str]
    doubts: tuple[str, ...]
