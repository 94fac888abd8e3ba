"""Grids as an HTML page, all in one file; `templates/pages/` has its layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import assets
from generator.documents.render import render_page
from generator.matrix.cells import (
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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.matrix.grid import Grid, Row


def as_html(grids: Sequence[Grid], *, all_regions: bool) -> str:
    """One page with all grids, which loads nothing from elsewhere.

    The names of regions that are only counted unfold; `all_regions` are unfolded from the start.
    """
    context = {
        "grids": [*map(_grid, grids)],
        "legend": legend(grids),
        "all_regions": all_regions,
    }
    return render_page(assets.PAGES, "matrix.html.j2", context)


def _grid(grid: Grid) -> dict[str, object]:
    return {
        "name": grid.name,
        "title": title(grid),
        "summary": summary(grid),
        "regions": grid.regions,
        "others": grid.others,
        "rows": [_row(grid, row) for row in grid.rows],
    }


def _row(grid: Grid, row: Row) -> dict[str, object]:
    columns = zip(region_cells(grid, row), (*grid.regions, *grid.others), strict=True)
    return {
        "image": row.image,
        "label": label(row),
        "stage": row.stage,
        "expired": row.has_expired(),
        "expiry": expiry(grid, row),
        "urgent": is_urgent(grid, row),
        "coverage": coverage(grid, row),
        "missing": row.missing,
        "notes": [(note.text, note.regions) for note in notes(row)],
        "cells": [(cell, cell.name.lower(), row.ids.get(region, "")) for cell, region in columns],
    }
