"""Annotations name files as GitHub looks for them: from the top of the work tree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import cli

VERBS = {
    "generate": ("c.yaml", "-o", "out"),
    "check": ("c.yaml", "-o", "out"),
    "validate": ("c.yaml",),
    "add": ("c.yaml", "a", "2.0.0", "--region", "cn-shanghai=m-bp1hvbrxclop1jtat17m"),
}
CATALOG = "images: {a: {versions: {1.0.0: {cn-shanghai: m-bp1hvbrxclop1jtat17m}}}}\n"


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work" / "landscapes"
    folder.mkdir(parents=True)
    (folder / "c.yaml").write_text(CATALOG)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "work"))
    monkeypatch.chdir(folder)
    return folder


def files(verb: str, *arguments: str, capfd: pytest.CaptureFixture[str]) -> set[str]:
    capfd.readouterr()
    cli.run([verb, *arguments, "--format", "github"])
    return {*re.findall(r"^::\w+ file=([^,:]*)", "".join(capfd.readouterr()), re.MULTILINE)}


@pytest.mark.parametrize("verb", VERBS)
def test_a_call_below_the_top_names_the_path_from_there(
    verb: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert files(verb, *VERBS[verb], capfd=capfd) == {"landscapes/c.yaml"}


@pytest.mark.parametrize("verb", VERBS)
def test_absolute_paths_are_made_relative(
    verb: str, repository: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _, *rest = VERBS[verb]
    assert files(verb, str(repository / "c.yaml"), *rest, capfd=capfd) == {"landscapes/c.yaml"}


@pytest.mark.parametrize("verb", VERBS)
def test_files_elsewhere_keep_their_paths(
    verb: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "c.yaml").write_text(CATALOG)
    _, *rest = VERBS[verb]
    assert files(verb, "../../c.yaml", *rest, capfd=capfd) == {"../../c.yaml"}


def test_without_github_paths_stay(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_WORKSPACE")
    assert files("validate", "c.yaml", capfd=capfd) == {"c.yaml"}
    assert not Path("landscapes").exists()
