"""A review as text for a terminal, and as JSON for programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.ansi import BOLD, DIM, GREEN, RED, YELLOW, paint
from generator.visible import json_text, visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.review.model import FolderReview, Statement


_COUNT: Final = re.compile(r"( .* \| +[0-9,]+ )(\+*)(-*)")
_STYLES: Final = {"+": GREEN, "-": RED, "@": DIM}


def as_text(folders: Sequence[FolderReview], *, color: bool = False) -> str:
    """The meaning, impact and lines of each folder; empty where nothing differs."""
    shown = ("".join(f"{line}\n" for line in _lines(folder, color=color)) for folder in folders)
    return "\n".join(shown)


def _lines(folder: FolderReview, *, color: bool) -> Iterator[str]:
    yield paint(f"{visible(folder.name or '.')}:", BOLD, color=color)
    yield from (f"  {_plain(statement)}" for statement in folder.meaning)
    if folder.impact:
        yield paint("impact:", YELLOW, color=color)
        yield from (f"  {_plain(statement)}" for statement in folder.impact)
    for diff in folder.lines:
        yield from (_painted(line) for line in diff.lines) if color else diff.lines


def _painted(line: str) -> str:
    """A line of a diff, or of `detail.with_counts`, in which nothing but our colors acts."""
    line = visible_lines(line)
    if line.startswith(("--- ", "+++ ")):
        return paint(line, BOLD, color=True)
    if found := _COUNT.fullmatch(line):
        added, removed = paint(found[2], GREEN, color=True), paint(found[3], RED, color=True)
        return found[1] + (added if found[2] else "") + (removed if found[3] else "")
    return paint(line, _STYLES.get(line[:1], ""), color=True)


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
