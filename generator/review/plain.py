"""A review for a terminal, and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.visible import json_text, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.review.model import PlaceReview, Statement


def as_text(places: Sequence[PlaceReview]) -> str:
    """Folder by folder: meaning, impact, lines; empty where nothing differs."""
    return "\n".join("".join(f"{line}\n" for line in _lines(place)) for place in places)


def _lines(place: PlaceReview) -> Iterator[str]:
    yield f"{visible(place.name or '.')}:"
    yield from (f"  {_bare(statement)}" for statement in place.meaning)
    if place.impact:
        yield "impact:"
        yield from (f"  {_bare(statement)}" for statement in place.impact)
    for diff in place.lines:
        yield from diff.lines


def as_json(places: Sequence[PlaceReview]) -> str:
    """One object: `places`, each with `name`, `meaning`, `impact` and `lines`."""
    return json_text({"places": [_object(place) for place in places]})


def _object(place: PlaceReview) -> dict[str, object]:
    return {
        "name": place.name,
        "meaning": [{"id": each.id, "text": _bare(each)} for each in place.meaning],
        "impact": [{"id": each.id, "text": _bare(each)} for each in place.impact],
        "lines": [
            {
                "file": diff.file,
                "added": diff.added,
                "removed": diff.removed,
                "diff": [*diff.lines],
            }
            for diff in place.lines
        ],
    }


def _bare(statement: Statement) -> str:
    """A sentence without the backticks, which only Markdown takes for something."""
    return statement.text.replace("`", "")
