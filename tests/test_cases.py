"""Pairs of input and expected output, found by folder: a new case needs no Python.

`cases/ok/<name>/catalog.yaml` (with `args`, one more argument a line, where there are some) writes
what `expected/` holds, warnings in `stderr`. `cases/err/<name>.yaml` is refused with `<name>.out`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator import assets, cli
from generator.chart.blob import encode
from generator.manifest.chart_source import read_source

CASES = Path(__file__).parent / "cases"
BUILT_IN = "BLOB-OF-THE-BUILT-IN-CHART"
"""Stands for the chart's text, so that a change of the chart does not change every case."""


@pytest.fixture(scope="module")
def blob() -> str:
    return encode(read_source(assets.EXTENSION_CHART).tar)


@pytest.mark.parametrize("case", sorted((CASES / "ok").iterdir()), ids=lambda case: case.name)
def test_generates_what_is_expected(
    case: Path,
    blob: str,
    update_golden: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(case)
    arguments = case / "args"
    more = arguments.read_text().splitlines() if arguments.exists() else []
    code = cli.run(["generate", "catalog.yaml", "-o", str(tmp_path), *more])
    warnings = [line for line in capfd.readouterr().err.splitlines() if str(tmp_path) not in line]
    assert code == 0, warnings
    found = {
        path.relative_to(tmp_path).as_posix(): path.read_text().replace(blob, BUILT_IN)
        for path in sorted(tmp_path.rglob("*.yaml"))
    }
    if warnings:
        found["stderr"] = "\n".join(warnings) + "\n"
    expected = case / "expected"
    if update_golden:
        shutil.rmtree(expected, ignore_errors=True)
        for name, text in found.items():
            (expected / name).parent.mkdir(parents=True, exist_ok=True)
            (expected / name).write_text(text)
    assert found == {
        path.relative_to(expected).as_posix(): path.read_text()
        for path in sorted(expected.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("case", sorted((CASES / "err").glob("*.yaml")), ids=lambda case: case.stem)
def test_refuses_with_the_expected_words(
    case: Path,
    update_golden: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(case.parent)
    code = cli.run(["generate", case.name, "-o", str(tmp_path / "out")])
    out, err = capfd.readouterr()
    assert (code, out) == (1, ""), err
    assert not (tmp_path / "out").exists()
    expected = case.with_suffix(".out")
    if update_golden:
        expected.write_text(err)
    assert err == expected.read_text()
