"""SARIF logs: the schema of the standard judges them, and a library for it reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from generator import cli
from tests.conformance.judges import Judge, sources
from tests.test_cases import CASES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def schema() -> str:
    """The schema of the standard: go-sarif has it as text, for itself alone."""
    module = sources("sarif", "github.com/owenrumney/go-sarif/v3")
    _, text, _ = (module / "pkg/report/v210/sarif/schema.go").read_text().split("`")
    return text


@pytest.fixture(scope="module")
def sarif() -> Iterator[Judge]:
    with Judge("sarif") as judge:
        yield judge


@pytest.mark.parametrize("case", sorted((CASES / "err").glob("*.yaml")), ids=lambda case: case.stem)
def test_logs_are_as_the_standard_wants_them(
    case: Path,
    sarif: Judge,
    schema: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(case.parent)
    cli.run(["validate", case.name, "--format", "sarif"])
    log, words = capfd.readouterr()
    places = [
        f"{each['file']}:{each['line']}:{each['column']}".removesuffix(":0").removesuffix(":0")
        + f": {each['level']}: {each['text'].partition(chr(10))[0]}"
        for each in sarif.accepts("log", text=log, schema=schema)
    ]
    problems = re.findall(r"(?m)^(\S.*?: (?:error|warning): .*?)(?: \[[a-z-]+\])?$", words)
    assert places == problems


def test_a_log_without_results_is_one(
    sarif: Judge, schema: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    catalog = tmp_path / "live.yaml"
    catalog.write_text("images: {a: {versions: {1.0.0: {'cn-beijing': m-2zehvbrxclop1jtat17m}}}}\n")
    assert cli.run(["validate", str(catalog), "--format", "sarif"]) == 0
    assert sarif.accepts("log", text=capfd.readouterr().out, schema=schema) == []


@pytest.mark.parametrize("log", ["{}", '{"version": "2.1.0", "runs": [{}]}', "[]"])
def test_the_judge_refuses_what_is_no_log(log: str, sarif: Judge, schema: str) -> None:
    assert not sarif.ask("log", text=log, schema=schema).accepted
