"""How a value came about, as `explain` says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.explain.as_yaml import as_yaml
from generator.explain.history import merged_count
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.explain.history import FileValue
    from generator.yamlio.read import Node


@dataclass(frozen=True, slots=True)
class Note:
    """One step to a value: what a place (`FILE:LINE`) did; `text` is YAML that has no effect."""

    what: str
    place: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The value at a path as YAML, None where there is none; `notes` begin with what decided it."""

    value: str | None
    notes: tuple[Note, ...]


def explanation(value: Node | None, why: tuple[Note, ...]) -> Explanation | None:
    """The explanation of a value; None without notes, which means that no file says anything."""
    return Explanation(None if value is None else as_yaml(value), why) if why else None


def notes(
    past: Sequence[FileValue], value: Node | None, decided: str = "decided by"
) -> tuple[Note, ...]:
    """How the values of the files, the `past`, led to a value; None where it was taken away."""
    if not past:
        return ()
    number = 1 if value is None else max(1, merged_count(past))
    if value is None:
        decided = "removed by" if is_null(past[0].node) else "replaced by"
    elif number > 1:
        decided = "merged from"
    return (*(Note(decided, item.place) for item in past[:number]), *overridden(past[number:]))


def overridden(past: Sequence[FileValue]) -> tuple[Note, ...]:
    """A note for each value that has no effect."""
    return tuple(Note("overrides", item.place, item.text) for item in past)
