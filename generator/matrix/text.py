"""Grids for a terminal: a symbol for each region, and the regions without an ID by name."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import add
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from generator.ansi import BOLD, DIM, GREEN, RED, YELLOW, paint
from generator.gardener.stages import DEPRECATED, EXPIRED, PREVIEW, SUPPORTED
from generator.matrix.cells import (
    Cell,
    coverage,
    expiry,
    is_urgent,
    label,
    legend,
    notes,
    region_cells,
    summary,
    title,
)
from generator.problems import listed
from generator.visible import columns, padded, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.matrix.grid import Grid, Row

_CELL_STYLES: Final = {
    Cell.HAS: GREEN,
    Cell.MISSING: RED,
    Cell.UNOFFERED: YELLOW,
    Cell.UNNEEDED: DIM,
}
STAGE_STYLES: Final = {PREVIEW: YELLOW, SUPPORTED: GREEN, DEPRECATED: YELLOW, EXPIRED: DIM}


def as_text(
    grids: Sequence[Grid], *, width: int | None, color: bool, all_regions: bool = False
) -> str:
    """Each grid as a table, which leaves the symbols out where `width` columns do not hold them.

    `width` None is for any number of columns. Remarks name `all_regions`, or count many of them.
    """
    tables = (
        _table(grid, width or sys.maxsize, color=color, all_regions=all_regions) for grid in grids
    )
    return "\n".join("".join(f"{line.rstrip()}\n" for line in table.lines()) for table in tables)


def _table(grid: Grid, width: int, *, color: bool, all_regions: bool) -> _Table:
    cells = [_cells(grid, row) for row in grid.rows]
    sizes = tuple(max(map(columns, column)) for column in zip(*cells, strict=True))
    indent = 2 + sum(size + 2 for size in sizes)
    regions = tuple(map(visible, (*grid.regions, *grid.others))) if grid.rows else ()
    gaps = _gaps(regions, width - indent)
    return _Table(grid, sizes, indent, regions, gaps, width, color, all_regions)


@dataclass(frozen=True, slots=True)
class _Table:
    """A grid, and the layout that its lines share.

    `sizes` are the widths of the columns before the regions, `indent` is where the regions begin,
    and `gaps` is the space before the symbol of each, empty where the symbols do not fit.
    """

    grid: Grid
    sizes: tuple[int, ...]
    indent: int
    regions: tuple[str, ...]
    gaps: Sequence[str]
    width: int
    color: bool
    all_regions: bool

    def lines(self) -> Iterator[str]:
        """The title, the names of the regions, the rows of each image and the legend."""
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
        line = [self._paint(padded(cell, size), style) for cell, size, style in cells]
        if self.gaps:
            painted = (
                self._paint(cell, _CELL_STYLES[cell]) for cell in region_cells(self.grid, row)
            )
            line.append("".join(map(add, self.gaps, painted)))
        remarks = [*self._remarks(row)]
        length = self.indent + len("".join(self.gaps)) + len(self.gaps)
        if length + sum(len(remark) + 2 for remark, _ in remarks) <= self.width:
            yield "  ".join(["", *line, *(self._paint(*remark) for remark in remarks)])
            return
        yield "  ".join(["", *line])
        for remark, style in remarks:
            for part in wrap(remark, max(1, self.width - 4), break_on_hyphens=False):
                yield f"    {self._paint(part, style)}"

    def _remarks(self, row: Row) -> Iterator[tuple[str, str]]:
        """What stands behind a row, each remark with its style."""
        names = [*map(visible, row.missing)]
        if names:
            in_short = self.gaps and not self.all_regions
            yield f"none in {listed(names) if in_short else ', '.join(names)}", RED
        for note in notes(row):
            yield visible(note.in_full() if self.all_regions else note.text), ""

    def _paint(self, text: str, style: str) -> str:
        return paint(text, style, color=self.color)


def _cells(grid: Grid, row: Row) -> tuple[str, ...]:
    return visible(label(row)), row.stage, expiry(grid, row), coverage(grid, row)


def _styles(grid: Grid, row: Row) -> tuple[str, ...]:
    """The style of each of the `_cells`."""
    expired = DIM if row.has_expired() else ""
    urgent = RED if is_urgent(grid, row) else expired
    return expired, STAGE_STYLES.get(row.stage, ""), urgent, expired


def _gaps(regions: Sequence[str], room: int) -> list[str]:
    """The space before the symbol of each region; empty where they do not fit into the room."""
    for gap in (" ", ""):
        gaps = ["", *(gap if _area(a) == _area(b) else "  " for a, b in pairwise(regions))]
        if regions and len("".join(gaps)) + len(regions) <= room:
            return gaps
    return []


def _names(regions: Sequence[str], gaps: Sequence[str]) -> Iterator[str]:
    """The heads of the columns: the part of the world once, the rest of each name downward."""
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
