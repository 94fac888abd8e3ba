"""Grids for a terminal: a mark for each region, and in words where an ID is missing."""

from __future__ import annotations

from itertools import groupby, pairwise
from operator import add
from typing import TYPE_CHECKING, Final

from generator.ansi import BOLD, DIM, GREEN, RED, YELLOW, paint
from generator.checks.wording import listed
from generator.matrix.marks import Mark, legend, marks
from generator.matrix.words import coverage, expiry, is_urgent, label, notes, summary, title
from generator.stages import DEPRECATED, EXPIRED, PREVIEW, SUPPORTED

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
    """Each grid as a table; where that is wider than `width`, without the marks of regions."""
    return "\n".join(
        "".join(f"{line.rstrip()}\n" for line in _lines(grid, width, color=color)) for grid in grids
    )


def _lines(grid: Grid, width: int | None, *, color: bool) -> Iterator[str]:
    yield f"{paint(title(grid), BOLD, color=color)}: {summary(grid)}"
    cells = [_cells(grid, row) for row in grid.rows]
    sizes = [max(map(len, column)) for column in zip(*cells, strict=True)]
    indent = 2 + sum(size + 2 for size in sizes)
    regions = (*grid.regions, *grid.others)
    gaps = _gaps(regions, None if width is None else width - indent)
    if gaps:
        yield ""
        yield from (" " * indent + line for line in _names(regions, gaps))
    for image, rows in groupby(zip(grid.rows, cells, strict=True), lambda row: row[0].image):
        yield paint(image, BOLD, color=color)
        for row, texts in rows:
            line = [
                paint(cell.ljust(size), style, color=color)
                for cell, size, style in zip(texts, sizes, _styles(grid, row), strict=True)
            ]
            if gaps:
                painted = (paint(m, _MARK_STYLES[m], color=color) for m in marks(grid, row))
                line.append("".join(map(add, gaps, painted)))
            if row.missing:
                line.append(paint(f"none in {listed(row.missing)}", RED, color=color))
            yield "  " + "  ".join([*line, *notes(row)])
    if gaps:
        yield ""
        yield "   ".join(legend([grid]))


def _cells(grid: Grid, row: Row) -> tuple[str, ...]:
    return label(row), row.stage, expiry(grid, row), coverage(grid, row)


def _styles(grid: Grid, row: Row) -> tuple[str, ...]:
    """Those of the cells."""
    expired = DIM if row.has_expired() else ""
    urgent = RED if is_urgent(grid, row) else expired
    return expired, _STAGES.get(row.stage, ""), urgent, expired


def _gaps(regions: Sequence[str], room: int | None) -> list[str]:
    """What stands before each mark, so that all fit into the room; nothing where they cannot."""
    for gap in (" ", ""):
        gaps = ["", *(gap if _area(a) == _area(b) else "  " for a, b in pairwise(regions))]
        if room is None or sum(map(len, gaps)) + len(regions) <= room:
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
