"""How a value came about, as `explain` says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.explain.history import merging
from generator.explain.shown import as_written
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.explain.history import Said
    from generator.yamlio.read import Node


@dataclass(frozen=True, slots=True)
class Note:
    """How a value came about: what a place (`FILE:LINE`) did, with its YAML if that is gone."""

    what: str
    place: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The value at a path as YAML, None where there is none, and why, what decided first."""

    value: str | None
    notes: tuple[Note, ...]


def explanation(value: Node | None, why: tuple[Note, ...]) -> Explanation | None:
    """The explanation of a value; None without a note, because nothing stands there then."""
    return Explanation(None if value is None else as_written(value), why) if why else None


def notes(
    said: Sequence[Said], value: Node | None, decided: str = "decided by"
) -> tuple[Note, ...]:
    """How what the files said came to a value, None where it was taken away."""
    if not said:
        return ()
    number = 1 if value is None else max(1, merging(said))
    if value is None:
        decided = "removed by" if is_null(said[0].node) else "replaced by"
    elif number > 1:
        decided = "merged from"
    return (*(Note(decided, item.place) for item in said[:number]), *overridden(said[number:]))


def overridden(said: Sequence[Said]) -> tuple[Note, ...]:
    """What the files said, to no avail."""
    return tuple(Note("overrides", item.place, item.text) for item in said)
