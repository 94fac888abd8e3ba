"""Symbolic links that lead out of a chart, in every verb that reads a chart's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import cli

CATALOG = """\
metadata: {name: live}
controllerDeployment: {chart: chart}
images: {a: {versions: {1.0.0: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaa1}}}}
"""
SECRET = "password-of-the-machine"  # noqa: S105  as made up as can be
FOUND = "chart/templates/link.yaml: {}: found a symbolic link that leads out of the chart, to "

PACKING = [
    ("generate", "live.yaml"),
    ("generate", "live.yaml", "other.yaml", "-o", "out"),
    ("chart", "pack", "chart"),
    ("chart", "digest", "chart"),
    ("chart", "unpack", "chart", "-o", "unpacked"),
    ("chart", "verify", "chart", "--against", "chart"),
]
REFUSING = [
    ("generate", "live.yaml", "--strict"),
    ("generate", "live.yaml", "-o", "-", "--strict"),
    ("check", "live.yaml"),
    ("check", "live.yaml", "--no-credentials", "--format", "text"),
    ("diff", "live.yaml", "-o", "manifests"),
    ("diff", "live.yaml", "-o", "manifests", "--format", "markdown"),
]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("chart/templates").mkdir(parents=True)
    Path("chart/Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: 1.2.3\n")
    Path("chart/templates/link.yaml").symlink_to("../../secret")
    Path("secret").write_text(SECRET)
    Path("live.yaml").write_text(CATALOG)
    Path("other.yaml").write_text(CATALOG.replace("live", "other"))


@pytest.mark.parametrize("call", PACKING, ids=" ".join)
def test_a_verb_that_packs_a_chart_says_what_is_taken_from_elsewhere(
    call: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(call) == 0
    assert FOUND.format("warning") in capsys.readouterr().err


@pytest.mark.parametrize("call", REFUSING, ids=" ".join)
def test_a_verb_that_judges_a_change_refuses_what_is_taken_from_elsewhere(
    call: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(call) == 1
    out, err = capsys.readouterr()
    assert FOUND.format("error") in err
    assert SECRET not in out + err
    assert not Path("manifests").exists()


@pytest.mark.parametrize("call", [*PACKING, *REFUSING], ids=" ".join)
def test_links_inside_of_a_chart_are_nobody_s_concern(
    call: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("chart/templates/link.yaml").unlink()
    Path("chart/templates/link.yaml").symlink_to("../Chart.yaml")
    assert cli.run(["generate", "live.yaml"]) == 0
    assert cli.run(call) == 0
    assert "symbolic link" not in capsys.readouterr().err
