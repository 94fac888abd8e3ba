"""Where a credential comes to stand on disk, `generate` says so; in Git it never should."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from generator import cli
from generator.app.git import tracked

CATALOG = """\
images: {a: {shared: true, versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}
ownerSecret: {accessKeyID: {env: OWNER_ID}, accessKeySecret: {env: OWNER_SECRET}}
rules: {owner-secret-actuator: off}
"""
DEPLOYMENT = "manifests/live/controllerdeployment.yaml"
WROTE = f"wrote a credential to {DEPLOYMENT}\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OWNER_ID", "FAKEACCESSKEYID00000000")
    monkeypatch.setenv("OWNER_SECRET", "fake-access-key-secret-00000000000")
    Path("live.yaml").write_text(CATALOG)


def generate(capfd: pytest.CaptureFixture[str], *more: str) -> str:
    capfd.readouterr()
    assert cli.run(["generate", "live.yaml", *more]) == 0
    return capfd.readouterr().err


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def change() -> None:
    Path("live.yaml").write_text(f"{CATALOG}share: [m-uf6hvbrxclop1jtat17n]\n")


def test_a_file_with_a_credential_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(capfd) == WROTE
    assert generate(capfd) == "everything is up to date\n"


def test_one_without_is_not(capfd: pytest.CaptureFixture[str]) -> None:
    Path("live.yaml").write_text(CATALOG.replace("{env: OWNER_ID}", "{placeholder: '${A}'}"))
    assert "wrote a credential to" in generate(capfd)
    text = CATALOG.replace("{env: OWNER_ID}", "{placeholder: '${A}'}")
    Path("live.yaml").write_text(text.replace("{env: OWNER_SECRET}", "{placeholder: '${B}'}"))
    assert generate(capfd) == f"wrote {DEPLOYMENT}\n"


@pytest.mark.parametrize("folder", ["manifests", "a b", "x[1]", ":y"])
def test_git_must_not_track_it(folder: str, capfd: pytest.CaptureFixture[str]) -> None:
    git("init", "-q")
    assert "Git tracks it" not in generate(capfd, "-o", folder)
    git("add", "-f", f"./{folder}")
    change()
    found = generate(capfd, "-o", folder)
    file = f"{folder}/live/controllerdeployment.yaml"
    assert found.startswith(f"{file}: warning: it holds a credential, and Git tracks it\n")
    assert f"wrote a credential to {file}\n" in found


def test_without_git_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert generate(capfd) == WROTE


def test_names_of_files_are_no_patterns_for_git() -> None:
    git("init", "-q")
    paths = [Path("a[1].yaml"), Path(":y.yaml"), Path("a1.yaml")]
    for path in paths:
        path.write_text("")
    git("add", "./a1.yaml", "--", ":(literal):y.yaml")
    assert sorted(tracked(paths[:2])) == [Path(":y.yaml")]
