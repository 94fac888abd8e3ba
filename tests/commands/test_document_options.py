"""`--only` and `--set` mean the same to `generate`, `check` and `diff`."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from generator import cli
from tests.support.command import CATALOG, tree

CHECK = ("check", "live.yaml")
DIFF = ("diff", "live.yaml", "-o", "manifests", "--exit-code")
COMPARING = pytest.mark.parametrize("verb", [CHECK, DIFF], ids=["check", "diff"])
SET = ("--set", "controllerDeployment.values.replicaCount=2")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("live.yaml").write_text(CATALOG + "controllerRegistration: {}\n")
    assert cli.run(["generate", "live.yaml"]) == 0


def test_every_verb_that_plans_for_a_folder_has_them() -> None:
    for verb in ("generate", "check", "diff"):
        command = cli.cli.get_command(click.Context(cli.cli), verb)
        assert command
        assert {"--only", "--set"} <= {option for each in command.params for option in each.opts}


@COMPARING
@pytest.mark.parametrize("options", [SET, ("--only", "values"), (*SET, "--only", "values")])
def test_a_comparison_finds_what_generate_would_change_and_nothing_afterwards(
    verb: tuple[str, ...], options: tuple[str, ...]
) -> None:
    assert cli.run([*verb, *options]) == 1
    assert cli.run(["generate", "live.yaml", *options]) == 0
    before = tree(Path())
    assert cli.run([*verb, *options]) == 0
    assert tree(Path()) == before


@COMPARING
def test_other_documents_are_not_looked_at(
    verb: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    folder = Path("manifests/live")
    (folder / "controllerregistration.yaml").unlink()
    (folder / "seeds.yaml").write_text((folder / "controllerdeployment.yaml").read_text())
    capfd.readouterr()
    assert cli.run([*verb, "--only", "controllerdeployment"]) == 0
    said = "".join(capfd.readouterr())
    assert "seeds" not in said
    assert "controllerregistration" not in said
    assert cli.run([*verb, "--only", "controllerregistration.yaml"]) == 1
    said = "".join(capfd.readouterr())
    assert "controllerregistration.yaml" in said
    assert "seeds" not in said


@COMPARING
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--only", "nothing"), "there is no document 'nothing'"),
        (("--only", "secrets"), "secrets are only written with --with-secrets"),
        (("--set", "a"), "a setting does not have the form"),
    ],
)
def test_wrong_usage_is_that_of_generate(
    verb: tuple[str, ...],
    options: tuple[str, ...],
    message: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for call in (("generate", "live.yaml"), verb):
        assert cli.run([*call, *options]) == 2
        assert message in capfd.readouterr().err


@COMPARING
def test_a_document_that_nothing_asks_for_is_a_warning(
    verb: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([*verb, "--only", "seeds"]) == 0
    assert "warning: the catalog has no section for seeds.yaml" in capfd.readouterr().err


@COMPARING
def test_a_setting_that_is_wrong_is_an_error(
    verb: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([*verb, "--set", "lables.a=b"]) == 1
    assert 'did you mean "labels"?' in capfd.readouterr().err


def test_they_are_nothing_to_manifests(capfd: pytest.CaptureFixture[str]) -> None:
    for paths in (("manifests", "manifests"), ("--git", "HEAD")):
        assert cli.run(["diff", *paths, *SET]) == 2
        assert "--only and --set need catalogs" in capfd.readouterr().err


def test_a_whole_project_is_compared_with_what_is_gone(capfd: pytest.CaptureFixture[str]) -> None:
    Path("alicloud-generator.yaml").write_text("catalogs: ['l*.yaml']\n")
    Path("last.yaml").write_text(CATALOG)
    assert cli.run(["generate"]) == 0
    Path("last.yaml").unlink()
    capfd.readouterr()
    assert cli.run(["diff", "--exit-code"]) == 1
    assert "manifests/last" in capfd.readouterr().out
    assert cli.run(["diff", *SET]) == 0
    assert "manifests/last" not in capfd.readouterr().out
    assert cli.run(["generate"]) == 0
    capfd.readouterr()
    assert cli.run(["diff", "--exit-code"]) == 0
    assert capfd.readouterr().out == ""
