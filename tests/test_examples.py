"""What we ship is what we ask of others: no warning is left without an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import run

ROOT = Path(__file__).parent.parent
EXAMPLES = [
    *sorted((ROOT / "examples").glob("*.yaml")),
    *sorted((ROOT / "examples" / "landscapes").glob("*.yaml")),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_examples_leave_no_warning_unanswered(example: Path, tmp_path: Path) -> None:
    done = run("generate", example, "--with-secrets", "--strict", "-o", tmp_path, cwd=tmp_path)
    lines = done.stderr.splitlines()
    assert (done.returncode, [line for line in lines if not line.startswith("wrote ")]) == (0, [])
