"""Grids for a terminal: a mark for each region, and in words where an ID is missing."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import add
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from generator.ansi import BOLD, DIM, GREEN, RED, YELLOW, paint
from generator.checks.wording import listed
from generator.matrix.marks import Mark, legend, marks
from generator.matrix.words import coverage, expiry, is_urgent, label, notes, summary, title
from generator.stages import DEPRECATED, EXPIRED, PREVIEW, SUPPORTED
from generator.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.matrix.grid import Grid, Row

_MARK_STYLES: Final = {
    Mark.HAS: GREEN,
    Mark.MISSING: RED,
    Mark.UNOFFERED: YELLOW,
    Mark.UNNEEDED: DIM,
}
_STAGES: Final = {PREVIEW: YELLOW, SUPPORTED: GREEN, DEPRECATED: YELLOW, EXPIRED: DIM}


def text(grids: Sequence[Grid], *, width: int | None, color: bool) -> str:
    """Each grid as a table of at most `width` columns, for which it may leave out the marks."""
    tables = (_table(grid, width or sys.maxsize, color=color) for grid in grids)
    return "\n".join("".join(f"{line.rstrip()}\n" for line in table.lines()) for table in tables)


def _table(grid: Grid, width: int, *, color: bool) -> _Table:
    cells = [_cells(grid, row) for row in grid.rows]
    sizes = tuple(max(map(len, column)) for column in zip(*cells, strict=True))
    indent = 2 + sum(size + 2 for size in sizes)
    regions = tuple(map(visible, (*grid.regions, *grid.others))) if grid.rows else ()
    return _Table(grid, sizes, indent, regions, _gaps(regions, width - indent), width, color)


@dataclass(frozen=True, slots=True)
class _Table:
    """A grid with what its lines share: `gaps`, before each mark, are empty where none fit."""

    grid: Grid
    sizes: tuple[int, ...]
    indent: int
    regions: tuple[str, ...]
    gaps: Sequence[str]
    width: int
    color: bool

    def lines(self) -> Iterator[str]:
        """All of it."""
        yield f"{self._paint(visible(title(self.grid)), BOLD)}: {summary(self.grid)}"
        if self.gaps:
            yield ""
            yield from (" " * self.indent + line for line in _names(self.regions, self.gaps))
        for image, rows in groupby(self.grid.rows, key=lambda row: row.image):
            yield self._paint(visible(image), BOLD)
            for row in rows:
                yield from self._row(row)
        if self.gaps:
            yield ""
            yield from wrap("   ".join(legend([self.grid])), self.width)

    def _row(self, row: Row) -> Iterator[str]:
        cells = zip(_cells(self.grid, row), self.sizes, _styles(self.grid, row), strict=True)
        line = [self._paint(cell.ljust(size), style) for cell, size, style in cells]
        if self.gaps:
            painted = (self._paint(mark, _MARK_STYLES[mark]) for mark in marks(self.grid, row))
            line.append("".join(map(add, self.gaps, painted)))
        words = _words(row, marked=bool(self.gaps))
        length = self.indent + len("".join(self.gaps)) + len(self.gaps)
        if length + sum(len(word) + 2 for word, _ in words) <= self.width:
            yield "  ".join(["", *line, *(self._paint(*word) for word in words)])
            return
        yield "  ".join(["", *line])
        for word, style in words:
            for part in wrap(word, max(1, self.width - 4), break_on_hyphens=False):
                yield f"    {self._paint(part, style)}"

    def _paint(self, words: str, style: str) -> str:
        return paint(words, style, color=self.color)


def _cells(grid: Grid, row: Row) -> tuple[str, ...]:
    return visible(label(row)), row.stage, expiry(grid, row), coverage(grid, row)


def _styles(grid: Grid, row: Row) -> tuple[str, ...]:
    """Those of the cells."""
    expired = DIM if row.has_expired() else ""
    urgent = RED if is_urgent(grid, row) else expired
    return expired, _STAGES.get(row.stage, ""), urgent, expired


def _words(row: Row, *, marked: bool) -> list[tuple[str, str]]:
    """What there is to say of a version, each with its style."""
    names = [*map(visible, row.missing)]
    missing = listed(names) if marked else ", ".join(names)
    found = [(f"none in {missing}", RED)] if row.missing else []
    return found + [(visible(note), "") for note in notes(row)]


def _gaps(regions: Sequence[str], room: int) -> list[str]:
    """What stands before each mark, so that all fit into the room; nothing where they cannot."""
    for gap in (" ", ""):
        gaps = ["", *(gap if _area(a) == _area(b) else "  " for a, b in pairwise(regions))]
        if regions and len("".join(gaps)) + len(regions) <= room:
            return gaps
    return []


def _names(regions: Sequence[str], gaps: Sequence[str]) -> Iterator[str]:
    """The names of the regions: the part of the world once, the rest of each downward."""
    areas, end = "", 0
    for index, (region, gap) in enumerate(zip(regions, gaps, strict=True)):
        end += len(gap) + 1
        if not index or _area(region) != _area(regions[index - 1]):
            areas = areas.ljust(end - 1) + _area(region)
    yield areas
    rests = [region.removeprefix(f"{_area(region)}-") for region in regions]
    height = max(map(len, rests))
    for letters in zip(*(rest.rjust(height) for rest in rests), strict=True):
        yield "".join(map(add, gaps, letters))


def _area(region: str) -> str:
    """The part of the world that a name begins with, such as `cn`; empty where it has none."""
    area, _, rest = region.partition("-")
    return area if len(area) == len("cn") and rest else ""
