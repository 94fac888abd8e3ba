"""What a grid says in its title and its cells, whatever the format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from generator.checks.expiring_version import DAYS
from generator.documents.values import is_customized
from generator.problems import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.matrix.grid import Grid, Row


FEW: Final = 3
"""Regions that a note names; more are counted, as otherwise they fill the screen."""


def title(grid: Grid) -> str:
    """The catalog's name, and the day where there is one."""
    return f"{grid.name}, as of {grid.as_of}" if grid.as_of else grid.name


def summary(grid: Grid) -> str:
    """How many images, versions and regions there are, and how many IDs are missing."""
    images = len({row.image for row in grid.rows})
    versions = len({(row.image, row.version) for row in grid.rows})
    missing = sum(len(row.missing) for row in grid.rows)
    return ", ".join(
        (
            counted(images, "image"),
            counted(versions, "version"),
            counted(len(grid.regions), "region"),
            f"{counted(missing, 'ID') if missing else 'no ID'} missing",
        )
    )


def label(row: Row) -> str:
    """A version with its flavor."""
    return f"{row.version} {row.flavor}".rstrip()


def coverage(grid: Grid, row: Row) -> str:
    """In how many of the offered regions a version has an ID."""
    return f"{sum(region in row.ids for region in grid.regions)}/{len(grid.regions)}"


def is_urgent(grid: Grid, row: Row) -> bool:
    """Whether a version expires as soon as the rule `expiring-version` warns of it."""
    days = grid.days_left(row)
    return not row.has_expired() and days is not None and days <= DAYS


def expiry(grid: Grid, row: Row) -> str:
    """The day on which a version expires, with the days until then where they are few."""
    if not is_urgent(grid, row):
        return row.expires
    days = grid.days_left(row)
    return f"{row.expires} ({'in ' + counted(days, 'day') if days else 'today'})"


@dataclass(frozen=True, slots=True)
class Note:
    """What else there is to say about a version; `regions` are those that the text only counts."""

    text: str
    regions: tuple[str, ...] = ()

    def in_full(self) -> str:
        """The text with the names of the regions."""
        return ": ".join(filter(None, (self.text, ", ".join(self.regions))))


def notes(row: Row) -> tuple[Note, ...]:
    """Whether a version is shared and fit for encrypted disks, and where it is not as elsewhere."""
    return (
        *([Note("shared")] if row.shared else []),
        *([] if row.unencryptable is None else [_encryption(row, row.unencryptable)]),
        *([_unoffered(row.unoffered)] if row.unoffered else []),
        *(Note(f"only in {profile}") for profile in row.only_in),
        *(Note(f"expires {day} in {profile}") for profile, day in row.expires_in.items()),
    )


def _encryption(row: Row, without: tuple[str, ...]) -> Note:
    if not without:
        return Note("encrypted system disks")
    if not any(is_customized(image_id) for image_id in row.ids.values()):
        return Note("no encrypted system disks")
    if len(without) > FEW:
        return Note(f"no encrypted system disks in {len(without)} regions", without)
    return Note(f"no encrypted system disks in {', '.join(without)}")


def _unoffered(regions: tuple[str, ...]) -> Note:
    if len(regions) > FEW:
        return Note(f"{len(regions)} regions not offered", regions)
    return Note(f"not offered: {', '.join(regions)}")


class Cell(StrEnum):
    """The symbol that says whether a version has an ID in a region."""

    HAS = "●"
    MISSING = "✗"
    UNOFFERED = "○"
    UNNEEDED = "·"


_MEANINGS: Final = {
    Cell.HAS: "has an ID",
    Cell.MISSING: "has none",
    Cell.UNOFFERED: "has one in a region that the CloudProfile does not offer",
    Cell.UNNEEDED: "needs none",
}


def region_cells(grid: Grid, row: Row) -> list[Cell]:
    """One for each region, the offered ones first."""
    without = Cell.UNNEEDED if row.has_expired() else Cell.MISSING
    return [
        *(Cell.HAS if region in row.ids else without for region in grid.regions),
        *(Cell.UNOFFERED if region in row.ids else Cell.UNNEEDED for region in grid.others),
    ]


def legend(grids: Sequence[Grid]) -> list[str]:
    """The symbols in the grids, each with its meaning."""
    seen = {cell for grid in grids for row in grid.rows for cell in region_cells(grid, row)}
    return [f"{cell} {meaning}" for cell, meaning in _MEANINGS.items() if cell in seen]
