"""The life of a landscape in Git, step by step: each diff is what a careful person would type."""

from __future__ import annotations

from pathlib import Path

from tests.support.pages import check_page

WALK = Path(__file__).parent / "cases" / "walk.md"


def test_each_step_of_the_walk_changes_what_a_careful_person_would(
    tmp_path: Path, *, update_golden: bool
) -> None:
    check_page(WALK, tmp_path, update=update_golden)
