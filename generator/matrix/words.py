"""What every form of a grid says alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.expiring_version import DAYS
from generator.problems import counted

if TYPE_CHECKING:
    from generator.matrix.grid import Grid, Row


def title(grid: Grid) -> str:
    """The catalog, and the day where there is one."""
    return f"{grid.name}, as of {grid.as_of}" if grid.as_of else grid.name


def summary(grid: Grid) -> str:
    """How much there is, and how much is not."""
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


def notes(row: Row) -> tuple[str, ...]:
    """What else is to be known of a version."""
    return (
        *(["shared"] if row.shared else []),
        *([f"not offered: {', '.join(row.unoffered)}"] if row.unoffered else []),
        *(f"only in {profile}" for profile in row.only_in),
        *(f"expires {day} in {profile}" for profile, day in row.expires_in.items()),
    )
