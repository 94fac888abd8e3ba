"""A review as text for a terminal, and as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.visible import json_text, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.review.model import FolderReview, Statement


def as_text(folders: Sequence[FolderReview]) -> str:
    """The meaning, impact and lines of each folder; empty where nothing differs."""
    return "\n".join("".join(f"{line}\n" for line in _lines(folder)) for folder in folders)


def _lines(folder: FolderReview) -> Iterator[str]:
    yield f"{visible(folder.name or '.')}:"
    yield from (f"  {_plain(statement)}" for statement in folder.meaning)
    if folder.impact:
        yield "impact:"
        yield from (f"  {_plain(statement)}" for statement in folder.impact)
    for diff in folder.lines:
        yield from diff.lines


def as_json(folders: Sequence[FolderReview]) -> str:
    """One object: `places`, each with `name`, `meaning`, `impact` and `lines`."""
    return json_text({"places": [*map(_object, folders)]})


def _object(folder: FolderReview) -> dict[str, object]:
    return {
        "name": folder.name,
        "meaning": [{"id": each.id, "text": _plain(each)} for each in folder.meaning],
        "impact": [{"id": each.id, "text": _plain(each)} for each in folder.impact],
        "lines": [
            {
                "file": diff.file,
                "added": diff.added,
                "removed": diff.removed,
                "diff": [*diff.lines],
            }
            for diff in folder.lines
        ],
    }


def _plain(statement: Statement) -> str:
    """A sentence without its backticks, which only mean something in Markdown."""
    return statement.text.replace("`", "")
