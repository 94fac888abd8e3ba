"""A landscape that starts with upstream's manifest, step by step to the end of an image."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.conformance.judges import sources
from tests.support.pages import check_page

if TYPE_CHECKING:
    import pytest

PAGE = Path(__file__).parent / "pages" / "from-upstream.md"
MODULE = "github.com/gardener/gardener-extension-provider-alicloud"


def test_each_step_is_what_a_careful_person_would_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, update_golden: bool
) -> None:
    monkeypatch.setenv("UPSTREAM", str(sources("command", MODULE)))
    check_page(PAGE, tmp_path, update=update_golden)
