"""How much of a review is shown: every line, sentences alone, or how many lines there are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.problems import counted
from generator.review.model import TextDiff, statement
from generator.visible import columns, padded, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.review.model import FolderReview

_WIDEST: Final = 40
"""Signs that stand for the lines of one file."""


def without_new_lines(folder: FolderReview) -> FolderReview:
    """A new landscape without its lines, of which each one is new; another one as it is."""
    if not folder.is_new or not folder.lines:
        return folder
    lines = counted(sum(diff.added for diff in folder.lines), "line")
    what = f"{lines} in {counted(len(folder.lines), 'document')}; `--full` shows them"
    return replace(folder, meaning=(*folder.meaning, statement("folded", what)), lines=())


def with_counts(folder: FolderReview) -> FolderReview:
    """The folder with one line for each file that differs, and their sum, as `git diff --stat`."""
    diffs = _by_file(folder.lines)
    if not diffs:
        return folder
    counts = [TextDiff(diff.file, (line,), diff.added, diff.removed) for diff, line in
              zip(diffs, _counts(diffs), strict=True)]  # fmt: skip
    last = counts[-1]
    counts[-1] = replace(last, lines=(*last.lines, _sum(diffs)))
    return replace(folder, lines=tuple(counts))


def _by_file(diffs: Sequence[TextDiff]) -> Sequence[TextDiff]:
    """One for each file: several of its documents may differ."""
    files: dict[str, TextDiff] = {}
    for diff in diffs:
        if known := files.get(diff.file):
            added, removed = known.added + diff.added, known.removed + diff.removed
            files[diff.file] = replace(known, added=added, removed=removed)
        else:
            files[diff.file] = diff
    return [*files.values()]


def _counts(diffs: Sequence[TextDiff]) -> Iterator[str]:
    names = [visible(diff.file) for diff in diffs]
    totals = [diff.added + diff.removed for diff in diffs]
    width, digits = max(map(columns, names)), len(f"{max(totals):,}")
    scale = min(1, _WIDEST / max(1, *totals))
    for name, diff, total in zip(names, diffs, totals, strict=True):
        graph = _signs("+", diff.added, scale) + _signs("-", diff.removed, scale)
        yield f" {padded(name, width)} | {total:{digits},} {graph}".rstrip()


def _signs(sign: str, count: int, scale: float) -> str:
    """At least one for anything that there is."""
    return sign * max(int(count * scale), min(count, 1))


def _sum(diffs: Sequence[TextDiff]) -> str:
    added, removed = sum(diff.added for diff in diffs), sum(diff.removed for diff in diffs)
    return f" {counted(len(diffs), 'file')} changed, +{added:,} -{removed:,}"
