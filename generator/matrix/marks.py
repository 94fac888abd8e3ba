"""The marks that a version has in each region."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.matrix.grid import Grid, Row


class Mark(StrEnum):
    """What there is of a version in a region."""

    HAS = "●"
    MISSING = "✗"
    UNOFFERED = "○"
    UNNEEDED = "·"


_MEANINGS: Final = {
    Mark.HAS: "has an ID",
    Mark.MISSING: "has none",
    Mark.UNOFFERED: "has one in a region that the CloudProfile does not offer",
    Mark.UNNEEDED: "needs none",
}


def marks(grid: Grid, row: Row) -> list[Mark]:
    """One for each region, the offered ones first."""
    without = Mark.UNNEEDED if row.has_expired() else Mark.MISSING
    return [
        *(Mark.HAS if region in row.ids else without for region in grid.regions),
        *(Mark.UNOFFERED if region in row.ids else Mark.UNNEEDED for region in grid.others),
    ]


def legend(grids: Sequence[Grid]) -> list[str]:
    """The marks of the grids, and what they mean."""
    seen = {mark for grid in grids for row in grid.rows for mark in marks(grid, row)}
    return [f"{mark} {meaning}" for mark, meaning in _MEANINGS.items() if mark in seen]
