"""`--quiet` prints errors alone, and verbs with another result only count what `validate` says."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from generator import cli
from tests.support.krm import config, resource_list, standard_input

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WARNED = """\
images:
  gardenlinux:
    shared: true
    versions:
      1877.13.0: {cn-shanghai: m-bp1hvbrxclop1jtat17m, eu-central-1: not-an-id}
"""
"""Two warnings: an ID of another region, and one of an unknown form."""

VERSION = ("live.yaml", "gardenlinux")
VERBS: dict[str, tuple[str, ...]] = {
    "generate": ("live.yaml",),
    "check": ("live.yaml",),
    "validate": ("live.yaml",),
    "audit": ("live.yaml", "--from", "answers.json"),
    "diff": ("live.yaml", "-o", "manifests"),
    "krm": (),
    "add": (*VERSION, "1877.14.0", "--region", "cn-shanghai=m-bp1hvbrxclop1jtat17n"),
    "promote": (*VERSION, "1877.13.0"),
    "retire": (*VERSION, "--as-of", "2026-11-30"),
}
PROFILE = """\
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes: [{name: ecs.g7.large, cpu: 2, gpu: 0, memory: 8Gi}]
    regions: [{name: cn-shanghai}, {name: eu-central-1}]
"""
EDITING = {"add", "promote", "retire"}


@pytest.fixture(autouse=True)
def landscape(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],  # noqa: ARG001  it has a standard input of its own
) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    catalog = tmp_path / "live.yaml"
    catalog.write_text(WARNED)
    found = [{"ImageId": "m-bp1hvbrxclop1jtat17m", "Status": "Available"}]
    answer = {"RegionId": "cn-shanghai", "Images": {"Image": found}}
    (tmp_path / "answers.json").write_text(json.dumps(answer))
    assert cli.run(["generate", "live.yaml"]) == 0
    with standard_input(resource_list(config(catalogs=["live.yaml"]))):
        yield catalog


def verbs_with_the_option() -> set[str]:
    return {
        name
        for name in cli.VERBS
        if name != "import"  # a keyword of Python
        for option in import_module(f"generator.commands.{name}").command.params
        if "--quiet" in option.opts
    }


def test_table_has_every_verb_with_the_option() -> None:
    assert VERBS.keys() == verbs_with_the_option()


@pytest.mark.parametrize("verb", VERBS)
def test_quiet_verbs_print_no_warning_and_nothing_that_is_done(
    verb: str, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    assert cli.run([verb, *VERBS[verb], "-q"]) == 0
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in EDITING])
def test_quiet_verbs_print_errors(
    verb: str, landscape: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    landscape.write_text(WARNED + "sharde: []\n")
    capfd.readouterr()
    assert cli.run([verb, *VERBS[verb], "--quiet"]) == 1
    assert 'error: unknown key "sharde"' in capfd.readouterr().err


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "diff"])
def test_strict_warnings_are_errors_to_quiet_verbs_too(
    verb: str, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    found = cli.run([verb, *VERBS[verb], "-q", "--strict"])
    judges_old_versions = verb not in EDITING - {"add"}  # the others add no mistake
    assert (found, "error: " in capfd.readouterr().err) == (judges_old_versions,) * 2


@pytest.mark.parametrize("verb", ["check", "diff"])
def test_verbs_with_another_result_count_what_validate_warns_of(
    verb: str, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    assert cli.run([verb, *VERBS[verb]]) == 0
    first, *rest = capfd.readouterr().err.splitlines()
    assert first == "2 warnings; see `alicloud-generator validate`"
    assert rest == (["everything is up to date"] if verb == "check" else [])


def test_annotations_of_a_pipeline_are_all_there(capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    assert cli.run(["check", "live.yaml", "--format", "github"]) == 0
    assert capfd.readouterr().err.count("::warning ") == 2


def test_warnings_that_validate_cannot_know_are_shown(
    landscape: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    another = "images:\n  ubuntu: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}\n"
    landscape.write_text(another + WARNED.partition("\n")[2] + PROFILE)
    assert cli.run(["generate", "live.yaml", "-q"]) == 0
    landscape.write_text(WARNED + PROFILE)
    capfd.readouterr()
    cli.run(["check", "live.yaml"])
    assert "[first-image]" in capfd.readouterr().err
