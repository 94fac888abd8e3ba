"""The life of a repository, from `init` to a landscape that is gone, with real Git and pre-commit.

An encrypted Secret stands beside what is generated all the way, and never changes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.support.argocd import applications, run_plugin, sidecar_environment
from tests.support.command import tree
from tests.support.shell import user_environment, write_program
from tests.support.tools import ROOT, lacking, need

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = ROOT / "examples" / "repository"
BASE = "landscapes/base.yaml"
SECRET = "manifests/dev/virtual-garden/secrets.yaml"  # noqa: S105  a path
OLD_ID = "m-uf6a1b2c3d4e5f6g7h8j"
NEW_ID = "m-uf6n0w0n0w0n0w0n0w0n"
UP_TO_DATE = "everything is up to date\n"
STALE = [
    f"manifests/{landscape}/virtual-garden/{document}.yaml"
    for landscape in ("dev", "live")
    for document in ("cloudprofile", "controllerdeployment")
]
"""What a new ID in the base changes."""


@dataclass(frozen=True, slots=True)
class Shell:
    """The shell of a user at the top of a repository."""

    work: Path
    environment: dict[str, str]

    def __call__(self, command: str, *, fails: bool = False, **variables: str) -> str:
        """What a command prints, on either channel; it succeeds unless it is said to fail."""
        result = subprocess.run(
            [need("bash"), "--noprofile", "--norc", "-eo", "pipefail", "-c", command],
            cwd=self.work,
            env={**self.environment, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=120,
        )
        assert (result.returncode != 0) is fails, f"{command}\n{result.stdout}"
        return result.stdout

    def replace(self, path: str, old: str, new: str) -> None:
        """Change a text in a file, where it stands once."""
        text = (self.work / path).read_text()
        assert text.count(old) == 1
        (self.work / path).write_text(text.replace(old, new))

    def staged_alone(self, path: str) -> str:
        """What a commit says that the hooks refuse, of one file; nothing else is staged."""
        self("git reset -q")
        self(f"git add {path}")
        head, before = self("git rev-parse HEAD"), tree(self.work / "manifests")
        said = self("git commit -m x", fails=True)
        assert self("git rev-parse HEAD") == head
        assert tree(self.work / "manifests") == before
        return said


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    if find_spec("pre_commit") is None:
        lacking("pre-commit is not installed; requirements-dev.txt has it")
    for tool in ("git", "sops", "age-keygen", "kustomize"):
        need(tool)
    environment = user_environment(tmp_path / "home")
    program = f'#!/bin/sh\nexec "{sys.executable}" -m pre_commit "$@"\n'
    write_program(tmp_path / "home" / "bin" / "pre-commit", program)
    work = tmp_path / "work"
    work.mkdir()
    path = f"{environment['PATH']}{os.pathsep}{ROOT / 'build' / 'bin'}"
    key = str(tmp_path / "key.txt")
    cache = str(tmp_path / "pre-commit")
    return Shell(
        work,
        {**environment, "PATH": path, "SOPS_AGE_KEY_FILE": key, "PRE_COMMIT_HOME": cache},
    )


def test_a_repository_lives_from_its_start_to_a_landscape_that_is_gone(shell: Shell) -> None:
    start(shell)
    encrypted = encrypt(shell)
    commit_all(shell)
    propose_another_id(shell)
    run_pipelines(shell)
    build_with_kustomize(shell)
    break_a_landscape(shell)
    remove_a_landscape(shell)
    assert (shell.work / SECRET).read_bytes() == encrypted
    assert "<path:kv/data/dev/backups#id" in shell(f"sops decrypt {SECRET}")


def start(shell: Shell) -> None:
    """`init`, and the landscapes of the example in the place of the first catalog."""
    shell("git init -q")
    shell("alicloud-generator init")
    # The example has a pipeline of each kind, a repository one.
    shutil.copy(EXAMPLE / ".gitlab-ci.yml", shell.work)
    shutil.copytree(EXAMPLE / "landscapes", shell.work / "landscapes", dirs_exist_ok=True)
    assert tree(shell.work).items() >= {
        (path, data) for path, data in tree(EXAMPLE).items() if path != "README.md"
    }
    shell("git config diff.alicloud.textconv 'alicloud-generator textconv'")
    assert "wrote manifests/live/" in shell("alicloud-generator generate --with-secrets --strict")


def encrypt(shell: Shell) -> bytes:
    """Encrypt a Secret where it was generated."""
    shell('age-keygen -o "$SOPS_AGE_KEY_FILE"')
    recipient = shell('age-keygen -y "$SOPS_AGE_KEY_FILE"').strip()
    shell(f"sops encrypt --in-place --encrypted-regex '^data$' --age {recipient} {SECRET}")
    encrypted = (shell.work / SECRET).read_bytes()
    assert b"<path:" not in encrypted
    return encrypted


def commit_all(shell: Shell) -> None:
    shell("pre-commit install")
    shell("git add .")
    said = shell("git commit -m 'Two landscapes'")
    assert said.count("Passed") == 2
    shell("git init -q --bare ../origin.git && git remote add origin ../origin.git")
    shell("git push -q origin main")
    check_attributes(shell)


def check_attributes(shell: Shell) -> None:
    """Git unfolds charts, and a clone has the same files where lines end otherwise."""
    said = shell(f"git log -p -- {STALE[1]}")
    assert "/templates/deployment.yaml" in said
    assert "H4sI" not in said
    shell("git clone -q -c core.autocrlf=true ../origin.git ../clone")
    cloned = tree(shell.work.parent / "clone").items()
    assert [p for p, data in cloned if b"\r" in data and not p.startswith(".git/")] == []
    assert shell("cd ../clone && alicloud-generator check").endswith(UP_TO_DATE)


def propose_another_id(shell: Shell) -> None:
    """The hooks see all of the project where only the base is staged; the rest is the user's."""
    shell("git switch -q -c another-id")
    shell.replace(BASE, OLD_ID, "m-uf6")
    said = shell.staged_alone(BASE)
    assert f"{BASE}:" in said
    assert "m-uf6" in said
    shell.replace(BASE, "m-uf6\n", f"{NEW_ID}\n")
    said = shell.staged_alone(BASE)
    assert said.count("Passed") == said.count("Failed") == 1
    assert _listed(said, "stale") == STALE
    written = shell("alicloud-generator generate")
    assert sorted(written.splitlines()) == sorted(
        [f"encrypted, left as it is: {SECRET}", *(f"wrote {path}" for path in STALE)]
    )
    assert shell("alicloud-generator check").endswith(UP_TO_DATE)
    # The base alone would leave the manifests behind in Git, though they are right on disk.
    assert "Failed" in shell.staged_alone(BASE)
    shell("git add . && git commit -m 'Another ID in Shanghai'")
    assert shell("git status --porcelain") == ""


def _listed(said: str, state: str) -> list[str]:
    """The files that `check` names as stale, missing or left over."""
    lines = (line.split() for line in said.splitlines())
    return [words[1] for words in lines if words[:1] == [state]]


def run_pipelines(shell: Shell) -> None:
    """What GitHub and GitLab run for the proposal, but for what installs the generator."""
    summary = shell.work.parent / "summary.md"
    variables = {"BASE": "main", "GITHUB_STEP_SUMMARY": str(summary)}
    (job,) = _read(shell, ".github/workflows/alicloud-generator.yaml")["jobs"].values()
    installing, *steps = [step["run"] for step in job["steps"] if "run" in step]
    job = _read(shell, ".gitlab-ci.yml")["alicloud-generator"]
    assert installing in job["before_script"]
    for step in steps:
        shell(step, **variables)
    base = shell("git rev-parse main").strip()
    logs = [
        shell(line, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
        for line in (*job["script"], *job["after_script"])
    ]
    for text in (summary.read_text(), logs[-1]):
        assert OLD_ID in text
        assert NEW_ID in text
        assert all(path in text for path in STALE)
    (report,) = job["artifacts"]["reports"].values()
    assert (shell.work / report).read_text().strip() == "[]"
    (shell.work / report).unlink()
    # Beside a pull or merge request, there is nothing to compare with.
    assert shell(job["after_script"][0], CI_MERGE_REQUEST_DIFF_BASE_SHA="") == ""


def _read(shell: Shell, path: str) -> Any:
    return yaml.safe_load((shell.work / path).read_text())


FUNCTION = """\
generators:
- |-
  apiVersion: alicloud.generator/v1alpha1
  kind: Generate
  metadata:
    name: live
    annotations:
      config.kubernetes.io/function: "exec: {{path: alicloud-generator, args: [krm]}}"
  spec: {{catalogs: [../../landscapes/{}.yaml]}}
"""
BUILD = "kustomize build --enable-alpha-plugins --enable-exec"


def build_with_kustomize(shell: Shell) -> None:
    """What is in Git, and what the function makes, are the same but for the encrypted Secret."""
    for landscape in ("dev", "live"):
        folder = shell.work / "functions" / landscape
        folder.mkdir(parents=True)
        (folder / "kustomization.yaml").write_text(FUNCTION.format(landscape))
        of_files = _objects(shell(f"{BUILD} manifests/{landscape}/virtual-garden"))
        of_function = _objects(shell(f"{BUILD} functions/{landscape}"))
        secrets = [each for each in of_files if "\nkind: Secret\n" in each]
        assert len(secrets) == (landscape == "dev")
        assert of_function == [each for each in of_files if each not in secrets]


def _objects(stream: str) -> list[str]:
    return stream.removesuffix("\n").split("\n---\n")


def break_a_landscape(shell: Shell) -> None:
    """Its build fails with our message, its plugin as well, and nobody else's."""
    before = shell(f"{BUILD} functions/dev")
    made = applications(shell.work)
    catalog = "landscapes/live.yaml"
    shell.replace(catalog, "extends: base.yaml", "extend: base.yaml")
    said = shell(f"{BUILD} functions/live", fails=True)
    line = (shell.work / catalog).read_text().splitlines().index("extend: base.yaml") + 1
    assert f'../../{catalog}:{line}:1: error: unknown key "extend"' in said
    sidecar = sidecar_environment(shell.work.parent / "home")
    done = run_plugin("generate", made["live"], shell.work, sidecar)
    assert (done.returncode, done.stdout) == (1, "")
    assert f'{catalog}:{line}:1: error: unknown key "extend"' in done.stderr
    done = run_plugin("generate", made["dev"], shell.work, sidecar)
    assert (done.returncode, done.stderr) == (0, "")
    assert shell(f"{BUILD} functions/dev") == before
    shell.replace(catalog, "extend: base.yaml", "extends: base.yaml")
    shutil.rmtree(shell.work / "functions")


def remove_a_landscape(shell: Shell) -> None:
    documents = {
        "seed-patches": ("kustomization", "seed-patches"),
        "virtual-garden": ("cloudprofile", "controllerdeployment", "kustomization"),
    }
    gone = [
        f"manifests/dev/{folder}/{name}.yaml"
        for folder, names in documents.items()
        for name in names
    ]
    shell("git rm -q landscapes/dev.yaml")
    said = shell("git commit -m x", fails=True)
    assert _listed(said, "leftover") == gone
    said = shell("alicloud-generator generate")
    assert sorted(said.splitlines()) == [
        f"encrypted, left as it is: {SECRET}",
        *(f"removed {path}" for path in gone),
    ]
    shell("git add . && git commit -m 'One landscape less'")
    assert shell("git ls-files manifests/dev").split() == [SECRET]
    assert shell("git status --porcelain") == ""
    assert shell("alicloud-generator check").endswith(UP_TO_DATE)
