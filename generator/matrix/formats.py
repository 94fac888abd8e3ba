"""Grids as Markdown for a pull request, and as JSON for programs."""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING, Final

from generator.markdown import LIMIT, cut_note, details, escaped, table_head, table_row
from generator.matrix.cells import (
    coverage,
    expiry,
    label,
    legend,
    notes,
    region_cells,
    summary,
    title,
)
from generator.problems import counted
from generator.visible import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.matrix.grid import Grid, Row

_NOTE: Final = 200
"""Characters kept for the note on what was cut."""


def as_markdown(grids: Sequence[Grid], *, all_regions: bool) -> str:
    """Each grid as a table of versions, and one by region to unfold, within `markdown.LIMIT`.

    Where that is too long, the tables by region go first, then the last lines. Notes name
    `all_regions`, or count many of them.
    """
    by_version = ["".join(_versions(grid, all_regions=all_regions)) for grid in grids]
    text = "\n".join(map(add, by_version, map(_by_region, grids)))
    if len(text) > LIMIT:
        text = "\n".join(by_version)
    if len(text) > LIMIT:
        kept = text[: text.rindex("\n", 0, LIMIT - _NOTE) + 1]
        cut = counted(text.count("\n") - kept.count("\n"), "line")
        text = f"{kept}\n{cut_note(cut, 'matrix')}"
    return text


def _versions(grid: Grid, *, all_regions: bool) -> Iterator[str]:
    yield f"### {escaped(title(grid))}\n\n{summary(grid)}\n"
    if not grid.rows:
        return
    yield "\n"
    yield table_head("version", "classification", "expires", "IDs", "none in", "")
    for row in grid.rows:
        cells = (
            f"{row.image} {label(row)}",
            row.stage,
            expiry(grid, row),
            coverage(grid, row),
            ", ".join(row.missing),
            ", ".join(n.in_full() if all_regions else n.text for n in notes(row)),
        )
        yield table_row(map(escaped, cells))


def _by_region(grid: Grid) -> str:
    """A table to unfold with a line for each region: most catalogs have more than versions."""
    if not grid.rows:
        return ""
    heads = (f"{escaped(row.image)}<br>{escaped(label(row))}" for row in grid.rows)
    columns = [region_cells(grid, row) for row in grid.rows]
    rows = (
        table_row([escaped(region), *(column[index] for column in columns)])
        for index, region in enumerate((*grid.regions, *grid.others))
    )
    table = table_head("", *heads) + "".join(rows)
    return details("By region", f"{table}\n{', '.join(legend([grid]))}\n")


def as_json(grids: Sequence[Grid]) -> str:
    """One object with all grids; dates are ISO 8601, null where there is none."""
    return json_text({"catalogs": [*map(_grid, grids)]}, indent=2)


def _grid(grid: Grid) -> dict[str, object]:
    return {
        "name": grid.name,
        "asOf": grid.as_of.isoformat() if grid.as_of else None,
        "regions": grid.regions,
        "unofferedRegions": grid.others,
        "versions": [*map(_row, grid.rows)],
    }


def _row(row: Row) -> dict[str, object]:
    return {
        "image": row.image,
        "version": row.version,
        "flavor": row.flavor,
        "stage": row.stage,
        "expires": row.expires or None,
        "shared": row.shared,
        "ids": dict(row.ids),
        "missing": row.missing,
        "unoffered": row.unoffered,
        "unencryptable": row.unencryptable,
        "onlyIn": row.only_in,
        "expiresIn": row.expires_in,
    }
