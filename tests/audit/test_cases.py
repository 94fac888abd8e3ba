"""Every kind of finding, and of failure, in the formats for people and programs.

`cases/audit/<name>` has a catalog, answers as Alibaba Cloud documents them, and `args`, one a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator import cli
from generator.commands.options import PROBLEM_FORMATS
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CASES = sorted((ROOT / "tests" / "cases" / "audit").iterdir())


@pytest.mark.parametrize("form", PROBLEM_FORMATS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_says_what_is_expected(
    case: Path,
    form: str,
    update_golden: bool,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(case)
    arguments = (case / "args").read_text().splitlines()
    code = cli.run(["audit", *arguments, "--format", form])
    out, err = capfd.readouterr()
    assert out == ""
    found = f"{err}exit code {code}\n"
    expected = case / f"expected.{form}"
    if update_golden:
        expected.write_text(found)
    assert found == expected.read_text()
