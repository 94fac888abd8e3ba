"""The worked example of GitHub Actions: linted, and its steps run one after the other.

Each `run` is given to bash as a runner does it, in a repository that the test makes, with a `file:`
address for the release. Only `gh` is not real: it writes down what it is asked.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.shell import user_environment, write_program
from tests.support.tools import ROOT, need

WORKFLOWS = Path(__file__).parent.parent / "examples" / "github"
WORKFLOW = WORKFLOWS / "new-release.yaml"
OURS = "example-org/alicloud-generator@v1.0.0"
"""The action of this repository, wherever it is."""

CATALOG = """\
# Images of all landscapes.
images:
  gardenlinux:
    updateStrategy: minor
    versions:
      1877.2.0:                         # what clusters run on today
        classification: supported
        regions:
          cn-shanghai: m-uf6aaaaaaaaaaaaaaaa1
          eu-central-1: m-gw8aaaaaaaaaaaaaaaa1
"""

AFTERWARDS = """\
# Images of all landscapes.
images:
  gardenlinux:
    updateStrategy: minor
    versions:
      1877.3.0:
        classification: supported
        regions:
          cn-shanghai: m-uf6aaaaaaaaaaaaaaaa2
          eu-central-1: m-gw8aaaaaaaaaaaaaaaa2
      1877.2.0:                         # what clusters run on today
        classification: deprecated
        expirationDate: DATE
        regions:
          cn-shanghai: m-uf6aaaaaaaaaaaaaaaa1
          eu-central-1: m-gw8aaaaaaaaaaaaaaaa1
"""

LANDSCAPE = """\
extends: ../catalog.yaml
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
    regions: [{name: cn-shanghai}, {name: eu-central-1}]
"""

RELEASE = """\
architecture: amd64
published_image_metadata:
  published_alicloud_images:
  - image_id: m-gw8aaaaaaaaaaaaaaaa2
    image_name: gardenlinux-ali-gardener_prod-amd64-1877.3-75df9f40
    region_id: eu-central-1
  - image_id: m-uf6aaaaaaaaaaaaaaaa2
    image_name: gardenlinux-ali-gardener_prod-amd64-1877.3-75df9f40
    region_id: cn-shanghai
version: '1877.3'
"""

GH = """\
#!/bin/sh
printf '%s\\n' "$*" >> "$GH_LOG"
case "$*" in *--body-file*) cat "$RUNNER_TEMP/body.md" > "$GH_LOG.body";; esac
case "$*" in "pr list"*) cat "$GH_LOG.open" 2>/dev/null;; esac
exit 0
"""


@dataclass(frozen=True, slots=True)
class Runner:
    """A machine of GitHub's: a checked-out repository, and what the steps see of the world."""

    work: Path
    temporary: Path
    environment: dict[str, str]

    def run(self, step: dict[str, Any]) -> None:
        """One step, in the shell that `shell: bash` means."""
        script = self.temporary / "step.sh"
        script.write_text(step["run"])
        result = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
            cwd=self.work,
            env={**self.environment, **step.get("env", {})},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert result.returncode == 0, f"{step['name']}\n{result.stdout}{result.stderr}"

    def git(self, *arguments: str) -> str:
        """What git says in the repository."""
        return subprocess.run(
            ["git", *arguments],
            cwd=self.work,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout


def workflow() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text())
    return found


def job() -> dict[str, Any]:
    (found,) = workflow()["jobs"].values()
    assert isinstance(found, dict)
    return found


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    need("git"), need("curl")
    home = user_environment(tmp_path / "home")
    write_program(tmp_path / "home" / "bin" / "gh", GH)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    release = tmp_path / "release.yaml"
    release.write_text(RELEASE)
    environment = {
        **home,
        "RUNNER_TEMP": str(temporary),
        "GH_LOG": str(tmp_path / "gh.log"),
        "CATALOG": job()["env"]["CATALOG"],
        "IMAGE": "gardenlinux",
        "VERSION": "1877.3.0",
        "METADATA": release.as_uri(),
    }
    return Runner(tmp_path / "work", temporary, environment)


@pytest.fixture
def checkout(runner: Runner) -> Runner:
    """The repository as it is before the release: generated, committed, with an origin."""
    origin = runner.work.with_name("origin.git")
    runner.work.mkdir()
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", origin], check=True)
    runner.git("init", "-q", "-b", "main")
    runner.git("remote", "add", "origin", str(origin))
    (runner.work / "catalog.yaml").write_text(CATALOG)
    (runner.work / "landscapes").mkdir()
    (runner.work / "landscapes" / "live.yaml").write_text(LANDSCAPE)
    runner.run({"name": "before", "run": "alicloud-generator generate landscapes/*.yaml"})
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    runner.git("add", ".")
    runner.git(*identity, "commit", "-q", "-m", "Before the release")
    runner.git("push", "-q", "origin", "main")
    return runner


def steps() -> list[dict[str, Any]]:
    return [step for step in job()["steps"] if "run" in step]


def asked(runner: Runner) -> list[str]:
    return Path(runner.environment["GH_LOG"]).read_text().splitlines()


@pytest.mark.parametrize("workflow", sorted(WORKFLOWS.iterdir()), ids=lambda path: path.stem)
def test_actionlint_finds_nothing_in_the_workflow(workflow: Path) -> None:
    result = subprocess.run(
        [need("actionlint"), "-no-color", workflow], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (0, "")


@pytest.mark.parametrize("workflow", ["check", "new-release"])
def test_the_workflow_gives_our_action_inputs_that_it_has(workflow: str, tmp_path: Path) -> None:
    """Those that do with what it installs: the SDK for `audit` is an extra."""
    shutil.copy(ROOT / "action.yml", tmp_path)
    lying = tmp_path / ".github" / "workflows" / "workflow.yaml"
    lying.parent.mkdir(parents=True)
    text = (WORKFLOWS / f"{workflow}.yaml").read_text()
    assert f"uses: {OURS} " in text
    lying.write_text(text.replace(f"uses: {OURS} ", "uses: ./ "))
    subprocess.run([need("git"), "init", "-q", tmp_path], check=True)
    done = subprocess.run(
        [need("actionlint"), "-no-color"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_a_release_becomes_a_pull_request(checkout: Runner) -> None:
    for step in steps():
        checkout.run(step)
    assert checkout.git("rev-parse", "--abbrev-ref", "HEAD") == "release/gardenlinux-1877.3.0\n"
    assert checkout.git("status", "--porcelain") == ""
    changed = checkout.git("diff", "--name-only", "main").split()
    assert changed == [
        "catalog.yaml",
        "manifests/live/cloudprofile.yaml",
        "manifests/live/controllerdeployment.yaml",
    ]
    ours = checkout.git("rev-parse", "HEAD")
    assert checkout.git("ls-remote", "origin", "release/gardenlinux-1877.3.0").split()[0] in ours
    date = r"\d{4}-\d\d-\d\d"
    catalog = re.sub(date, "DATE", (checkout.work / "catalog.yaml").read_text())
    assert catalog == AFTERWARDS
    listed, created = asked(checkout)
    assert listed.startswith("pr list --head release/gardenlinux-1877.3.0 ")
    assert created.startswith(
        "pr create --head release/gardenlinux-1877.3.0 --title Offer gardenlinux 1877.3.0 "
    )
    body = Path(f"{checkout.environment['GH_LOG']}.body").read_text()
    assert "1877.3.0" in body
    assert "1877.2.0" in body
    assert "cn-shanghai" in body


def test_a_second_run_renews_the_pull_request(checkout: Runner) -> None:
    Path(f"{checkout.environment['GH_LOG']}.open").write_text("https://github.com/a/b/pull/1\n")
    for step in steps():
        checkout.run(step)
    assert [line.split()[1] for line in asked(checkout)] == ["list", "edit"]


def test_a_release_that_is_in_the_catalog_asks_for_nothing(checkout: Runner) -> None:
    for step in steps():
        checkout.run(step)
    Path(checkout.environment["GH_LOG"]).unlink()
    for step in steps():
        checkout.run(step)
    assert not Path(checkout.environment["GH_LOG"]).exists()


def test_the_workflow_has_no_more_permissions_than_it_needs() -> None:
    found = workflow()
    assert found["permissions"] == {}
    assert job()["permissions"] == {"contents": "write", "pull-requests": "write"}
    assert set(re.findall(r"\$\{\{.*?(secrets|github\.token).*?\}\}", WORKFLOW.read_text())) == {
        "github.token"
    }


def test_every_action_is_pinned_to_a_commit() -> None:
    used = [step["uses"] for step in job()["steps"] if "uses" in step]
    used.remove(OURS)
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action) for action in used)


def test_no_input_is_pasted_into_a_script() -> None:
    assert [step["name"] for step in steps() if "${{" in step["run"]] == []
