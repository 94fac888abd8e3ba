"""`--quiet` prints errors and results alone, and some verbs count what `validate` warns of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator import cli
from tests.support.every_command import (
    CALLS,
    FAILING,
    INPUT,
    WARNED,
    commands,
    write_landscape,
)
from tests.support.krm import standard_input

if TYPE_CHECKING:
    from collections.abc import Iterator

PROFILE = """\
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes: [{name: ecs.g7.large, cpu: 2, gpu: 0, memory: 8Gi}]
    regions: [{name: cn-shanghai}, {name: eu-central-1}]
"""


@pytest.fixture(autouse=True)
def landscape(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    write_landscape()
    capfd.readouterr()
    with standard_input(INPUT):
        yield tmp_path / "live.yaml"


def test_table_has_every_command() -> None:
    assert CALLS.keys() == {name for name, _ in commands()}


@pytest.mark.parametrize("name", CALLS)
def test_quiet_commands_print_no_warning_and_nothing_that_is_done(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([*name.split(), *CALLS[name], "-q"]) == int(name in FAILING)
    said = capfd.readouterr().err
    assert "warning" not in said
    assert said.count("\n") == int(name in FAILING), said


@pytest.mark.parametrize("name", CALLS)
def test_quiet_commands_print_the_same_results(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    found = []
    for folder, quiet in (("a", []), ("b", ["--quiet"])):
        Path(tmp_path, folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        write_landscape()
        capfd.readouterr()
        with standard_input(INPUT):
            cli.run([*quiet, *name.split(), *CALLS[name]])
        found.append(capfd.readouterr())
    loud, quiet = found
    assert quiet.out == loud.out
    assert loud.out or loud.err


JUDGING = (
    *("generate", "check", "validate", "audit", "diff", "krm"),
    *("matrix", "calendar", "catalogs"),
)
EDITING = {"add", "promote", "retire"}
STRICT = [
    name for name, command in commands() if any("--strict" in each.opts for each in command.params)
]


@pytest.mark.parametrize("verb", JUDGING)
def test_quiet_verbs_print_errors(
    verb: str, landscape: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    landscape.write_text(WARNED + "sharde: []\n")
    assert cli.run([verb, *CALLS[verb], "--quiet"]) == 1
    assert 'error: unknown key "sharde"' in capfd.readouterr().err


@pytest.mark.parametrize("verb", STRICT)
def test_strict_warnings_are_errors_to_quiet_verbs_too(
    verb: str, capfd: pytest.CaptureFixture[str]
) -> None:
    found = cli.run([verb, *CALLS[verb], "-q", "--strict"])
    judges_old_versions = verb not in EDITING - {"add"}  # the others add no mistake
    assert (found, "error: " in capfd.readouterr().err) == (judges_old_versions,) * 2


@pytest.mark.parametrize("verb", ["check", "diff"])
def test_verbs_with_another_result_count_what_validate_warns_of(
    verb: str, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    assert cli.run([verb, *CALLS[verb]]) == 0
    first, *rest = capfd.readouterr().err.splitlines()
    assert first == "2 warnings; see `alicloud-generator validate`"
    assert rest == (["everything is up to date"] if verb == "check" else [])


def test_annotations_of_a_pipeline_are_all_there(capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    assert cli.run(["check", "live.yaml", "-o", "out", "--format", "github"]) == 0
    assert capfd.readouterr().err.count("::warning ") == 2


def test_warnings_that_validate_cannot_know_are_shown(
    landscape: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    another = "images:\n  ubuntu: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}\n"
    landscape.write_text(another + WARNED.partition("\n")[2] + PROFILE)
    assert cli.run(["generate", "live.yaml", "-o", "out", "-q"]) == 0
    landscape.write_text(WARNED + PROFILE)
    capfd.readouterr()
    cli.run(["check", "live.yaml", "-o", "out"])
    assert "[first-image]" in capfd.readouterr().err
