"""The fixed cases of `tests/cases/chart`: a folder, why it is there, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.chart import blob
from generator.manifest.chart_source import read_source
from generator.problems import ProblemsError
from tests.chart.script import script
from tests.support.tools import ROOT, need

if TYPE_CHECKING:
    from pathlib import Path

CASES = sorted(path for path in (ROOT / "tests" / "cases" / "chart").iterdir() if path.is_dir())
OURS_ALONE = {"same-name"}
"""What we refuse on purpose though Helm takes it."""


def outcome(folder: Path) -> str:
    """What becomes of a chart, for people to compare."""
    try:
        packed = read_source(folder)
    except ProblemsError as error:
        return "".join(
            f"{found.file.removeprefix(str(folder))}:{found.line}: {found.message}\n"
            + (f"  hint: {found.hint}\n" if found.hint else "")
            for found in error.problems
        )
    lines = [f"{len(data):6} {path}" for path, data in sorted(packed.files.items())]
    metadata = packed.files["Chart.yaml"].decode()
    return "\n".join([blob.digest(packed.tar), *lines, "", metadata])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_chart_folder_is_packed_or_refused_as_expected(
    case: Path, *, update_golden: bool
) -> None:
    found = outcome(case / "folder")
    expected = case / "expected.txt"
    if update_golden:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_helm_and_tar_pack_a_chart_folder_alike(case: Path, tmp_path: Path) -> None:
    theirs = script(need("helm"), need("tar"), case / "folder", tmp_path)
    try:
        ours = read_source(case / "folder").tar
    except ProblemsError:
        assert theirs is None or case.name in OURS_ALONE
    else:
        assert theirs == ours
