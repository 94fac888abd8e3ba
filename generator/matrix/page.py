"""Grids as one page for a browser, which needs nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import assets
from generator.documents.render import render_page
from generator.matrix.marks import legend, marks
from generator.matrix.words import coverage, expiry, is_urgent, label, notes, summary, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.matrix.grid import Grid, Row


def page(grids: Sequence[Grid]) -> str:
    """The page as HTML."""
    context = {"grids": [*map(_grid, grids)], "legend": legend(grids)}
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
    columns = zip(marks(grid, row), (*grid.regions, *grid.others), strict=True)
    return {
        "image": row.image,
        "label": label(row),
        "stage": row.stage,
        "expired": row.has_expired(),
        "expiry": expiry(grid, row),
        "urgent": is_urgent(grid, row),
        "coverage": coverage(grid, row),
        "missing": row.missing,
        "notes": notes(row),
        "cells": [(mark, mark.name.lower(), row.ids.get(region, "")) for mark, region in columns],
    }
