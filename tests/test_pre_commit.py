"""The hook for commits, as the real pre-commit installs and runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from tests.support.tools import ROOT, lacking, need

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = (
    "generator",
    "templates",
    "charts",
    "make",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
)
"""What the hook is installed from."""

CONFIG = """\
repos:
- repo: {repository}
  rev: v1.0.0
  hooks:
  - id: alicloud-generator-validate
    args: [landscapes/*.yaml]
"""
BASE = """\
images:
  gardenlinux:
    updateStrategy: minor
    versions:
      1877.13.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m, eu-central-1: m-gw8iwwd9dqjxwgjtvc3i}
"""
WRONG = {
    "key": (BASE.replace("updateStrategy", "updateStrategi"), 'unknown key "updateStrategi"'),
    "value": (BASE.replace("minor", "often"), 'Unsupported value: "often"'),
    "rule": (BASE + 'rules: {no-such-rule: "off"}\n', 'there is no rule "no-such-rule"'),
    "yaml": (BASE + "rules: {", "the bracket { is never closed"),
}
"""Bases, each with one mistake, and how it is told."""


class Repository:
    """A Git repository with landscapes, the hook installed."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.folder = folder
        self._env = env

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, env=self._env, capture_output=True, text=True, check=False
        )

    def git(self, *arguments: str) -> str:
        process = self.run(need("git"), *arguments)
        assert process.returncode == 0, process.stderr
        return process.stdout

    def commit(self, *staged: str) -> tuple[int, str]:
        """The exit code of a commit, and what it says."""
        self.git("add", "--all", *staged)
        process = self.run(need("git"), "commit", "--message=x")
        return process.returncode, process.stdout + process.stderr


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Variables that leave the tester's own Git and pre-commit alone."""
    identity = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "A"), ("EMAIL", "a@example.com"))
    }
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PRE_"))}
    return {
        **kept,
        **identity,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
    }


@pytest.fixture
def hook(tmp_path: Path, environment: dict[str, str]) -> str:
    """A repository of the package as it stands here, tagged."""
    if not (ROOT / "generator").is_dir():
        pytest.skip("the hook is installed from the source, which is not here")
    if find_spec("pre_commit") is None:
        lacking("pre-commit is not installed; requirements-dev.txt has it")
    folder = tmp_path / "hook"
    folder.mkdir()
    for name in PACKAGE:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            shutil.copy(source, folder / name)
    repository = Repository(folder, environment)
    repository.git("init", "--quiet")
    assert repository.commit()[0] == 0
    repository.git("tag", "v1.0.0")
    return str(folder)


@pytest.fixture
def repository(hook: str, tmp_path: Path, environment: dict[str, str]) -> Repository:
    """Two landscapes over one base, committed; the hook's own environment is built."""
    folder = tmp_path / "repository"
    folder.mkdir()
    repository = Repository(folder, environment)
    repository.git("init", "--quiet")
    repository.write(".pre-commit-config.yaml", CONFIG.format(repository=hook))
    repository.write("bases/common.yaml", BASE)
    for name in ("dev", "live"):
        text = f"extends: ../bases/common.yaml\nlabels: {{landscape: {name}}}\n"
        repository.write(f"landscapes/{name}.yaml", text)
    process = repository.run(sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    if process.returncode:
        lacking(f"pre-commit cannot install the hook: {process.stdout}{process.stderr}")
    code, said = repository.commit()
    assert code == 0, said
    return repository


def test_the_hook_keeps_landscapes_whole(repository: Repository) -> None:
    # One test, because each would have to build the environment of the hook.
    for text, message in WRONG.values():
        check_a_mistake_in_a_base(repository, text, message)
    check_a_base_that_is_removed(repository)
    check_a_mistake_that_is_not_staged(repository)


def check_a_mistake_in_a_base(repository: Repository, text: str, message: str) -> None:
    start = repository.git("rev-parse", "HEAD")
    repository.write("bases/common.yaml", text)
    code, said = repository.commit("bases")
    assert (code, repository.git("rev-parse", "HEAD")) == (1, start), said
    assert said.count(message) == said.count("error: ") == 1, said
    assert said.count("bases/common.yaml:") == 1, said
    repository.write("bases/common.yaml", f"{BASE}labels: {{after: {len(message)}}}\n")
    code, said = repository.commit("bases")
    assert code == 0, said
    assert repository.git("rev-parse", "HEAD") != start


def check_a_base_that_is_removed(repository: Repository) -> None:
    repository.git("rm", "--quiet", "bases/common.yaml")
    code, said = repository.commit()
    assert code == 1
    for name in ("dev", "live"):
        assert f"landscapes/{name}.yaml:1:10: error: there is no file" in said
    repository.git("reset", "--quiet", "--hard")


def check_a_mistake_that_is_not_staged(repository: Repository) -> None:
    wrong, _ = WRONG["key"]
    repository.write("bases/common.yaml", wrong)
    repository.write("README", "text\n")
    assert repository.commit("README")[0] == 0
    assert (repository.folder / "bases/common.yaml").read_text() == wrong
