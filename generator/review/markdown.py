"""A review as a comment on a pull request: short, its lines folded, never too long to be posted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.markdown import LIMIT, cut_note, details
from generator.problems import counted
from generator.review.model import code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.review.model import FolderReview, Statement, TextDiff

_NOTE: Final = 300
"""Characters kept for the note on what was cut."""

_HEADS: Final = LIMIT * 2 // 3
"""Characters that sentences may take; the rest, and what they leave, is for lines."""

_STATEMENTS: Final = 30
"""Sentences of one kind that are shown for a folder: more would not be an overview."""

_LONGEST: Final = 300
"""Characters of a line that are shown."""

_TICKS: Final = re.compile("`+")


def as_markdown(folders: Sequence[FolderReview]) -> str:
    """The review of each folder, within `LIMIT`; a note at the end counts what was cut."""
    if not folders:
        return "No manifest changes.\n"
    heads = [_head(folder) for folder in folders]
    while sum(map(len, heads)) > _HEADS:
        heads.pop()
    room = LIMIT - _NOTE - sum(map(len, heads))
    parts: list[str] = []
    cut = 0
    for folder, head in zip(folders, heads, strict=False):
        folded, left_out = _folded(folder.lines, room)
        room -= len(folded)
        cut += left_out
        parts.append(head + folded)
    cut += sum(_length(folder.lines) for folder in folders[len(heads) :])
    return "\n".join([*parts, *_note(len(folders) - len(heads), cut)])


def _note(folders: int, lines: int) -> Iterator[str]:
    cut = [
        counted(number, what) for number, what in ((folders, "folder"), (lines, "line")) if number
    ]
    if cut:
        yield cut_note(" and ".join(cut), "diff")


def _head(folder: FolderReview) -> str:
    lines = [f"### {code(folder.name or '.')}", "", *_items(folder.meaning)]
    if folder.impact:
        lines += ["", "**Impact**", "", *_items(folder.impact)]
    return "\n".join(lines) + "\n"


def _items(statements: Sequence[Statement]) -> Iterator[str]:
    yield from (f"- {statement.text}" for statement in statements[:_STATEMENTS])
    if len(statements) > _STATEMENTS:
        yield f"- … and {len(statements) - _STATEMENTS:,} more"


def _folded(diffs: Sequence[TextDiff], room: int) -> tuple[str, int]:
    """The lines of diffs in a block to unfold, as many as `room` holds, and how many it leaves."""
    if not diffs:
        return "", 0
    every = [line for diff in diffs for line in diff.lines]
    summary = f"{counted(len(diffs), 'file')}, +{sum(diff.added for diff in diffs):,}"
    summary += f" -{sum(diff.removed for diff in diffs):,}"
    fence = "`" * max([2, *(len(run) for line in every for run in _TICKS.findall(line))]) + "`"
    room -= len(details(summary, f"{fence}diff\n{fence}\n"))
    shown: list[str] = []
    for line in every:
        short = line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
        room -= len(short) + 1
        if room < 0:
            break
        shown.append(short)
    if not shown:
        return "", len(every)
    content = "\n".join([f"{fence}diff", *shown, fence, ""])
    return details(summary, content), len(every) - len(shown)


def _length(diffs: Sequence[TextDiff]) -> int:
    return sum(len(diff.lines) for diff in diffs)
