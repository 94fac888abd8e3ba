"""The round that docs/image-life.md shows is the one that happens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from generator import cli
from tests.support.tools import ROOT

if TYPE_CHECKING:
    import pytest

PAGE = (ROOT / "docs" / "image-life.md").read_text()


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert found, language
    return found[1]


def test_the_documentation_shows_what_the_editing_verbs_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("catalog.yaml").write_text(block("yaml"))
    steps = re.findall(r"^\$ alicloud-generator (.*)\n((?:(?!\$ ).*\n)*)", block("console"), re.M)
    assert len(steps) == 3
    for command, output in steps:
        assert cli.run(command.split()) == 0
        assert "".join(capfd.readouterr()) == output
    shown = [line for line in block("diff").splitlines() if line]
    before, after = block("yaml"), Path("catalog.yaml").read_text()
    old = "".join(f"{line[1:]}\n" for line in shown if line[0] != "+")
    new = "".join(f"{line[1:]}\n" for line in shown if line[0] != "-")
    assert after == before.replace(old, new) != before
