"""The worked example of GitLab: files as the schema wants them, scripts as a runner runs them.

Not judged, as only a GitLab can: when `rules` start a job, how `include` and `extends` are
resolved, and which variables a pipeline passes on.
"""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

from tests.support.shell import user_environment
from tests.support.tools import ROOT, check_schema, need
from tests.test_action import BASE

if TYPE_CHECKING:
    from pathlib import Path

GITLAB: Final = ROOT / "examples" / "gitlab"
PIPELINE: Final = GITLAB / "alicloud-generator.yml"
LANDSCAPE: Final = GITLAB / "alicloud-generator-landscape.yml"


def load(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(file.read_text())
    return found


class Runner:
    """A machine of GitLab's, with the repository that its jobs are about."""

    def __init__(self, folder: Path) -> None:
        need("git")
        self.work = folder / "work"
        home = user_environment(folder / "home")
        self.environment = {**home, "CI_PROJECT_DIR": str(self.work), **load(PIPELINE)["variables"]}
        (self.work / "landscapes").mkdir(parents=True)
        (self.work / "landscapes" / "base.yaml").write_text(BASE)
        for name in ("dev", "live"):
            (self.work / "landscapes" / f"{name}.yaml").write_text("extends: base.yaml\n")
        (self.work / "alicloud-generator.yaml").write_text("catalogs: [landscapes/*.yaml]\n")
        self.shell("git init -q -b main && alicloud-generator generate -q && git add .")
        self.shell("git commit -q -m Before && git switch -q -c change")

    def shell(self, script: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A script as GitLab's runner starts it, but for what it prints of it."""
        return subprocess.run(
            ["bash", "-c", f"set -eo pipefail\n{script}"],
            cwd=self.work, env={**self.environment, **more}, timeout=120, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def job(self, name: str, file: Path = PIPELINE, **more: str) -> tuple[int, str]:
        done = self.shell("\n".join(load(file)[name]["script"]), **more)
        return done.returncode, done.stdout

    def change(self, file: str, old: str, new: str) -> dict[str, str]:
        """Commits another text of a file; the variables of its merge request."""
        path = self.work / file
        path.write_text(path.read_text().replace(old, new))
        self.shell("git commit -q -a -m Change")
        base = self.shell("git rev-parse main").stdout.strip()
        return {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base}

    def pipelines(self, **more: str) -> dict[str, Any]:
        """The jobs that start a pipeline for a landscape."""
        assert self.job("alicloud-generator-landscapes", **more) == (0, "")
        check_schema("gitlab-ci", self.work / "landscapes.yml")
        return load(self.work / "landscapes.yml")


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


@pytest.mark.parametrize("file", sorted(GITLAB.iterdir()), ids=lambda path: path.stem)
def test_the_schema_of_pipelines_finds_nothing(file: Path) -> None:
    check_schema("gitlab-ci", file)


def test_jobs_refer_to_jobs_that_there_are() -> None:
    jobs = load(PIPELINE)
    needed = {name for job in jobs.values() for name in job.get("needs", ())}
    extended = {job["extends"] for job in jobs.values() if "extends" in job}
    sources = {each["job"] for each in jobs["alicloud-generator-pipelines"]["trigger"]["include"]}
    assert needed | extended | sources <= jobs.keys()
    assert needed == sources == {"alicloud-generator-landscapes"}


def test_what_is_right_is_an_empty_report(runner: Runner) -> None:
    code, _ = runner.job("alicloud-generator-check")
    assert code == 0
    assert json.loads((runner.work / "gl-code-quality-report.json").read_text()) == []


def test_what_is_stale_fails_with_a_report(runner: Runner) -> None:
    runner.change("landscapes/base.yaml", "aaaa1", "aaaa2")
    code, said = runner.job("alicloud-generator-check")
    assert code == 1
    assert "2 files out of date" in said
    report = json.loads((runner.work / "gl-code-quality-report.json").read_text())
    assert {each["location"]["path"] for each in report} == {"landscapes/base.yaml"}


def test_the_changes_of_a_merge_request_are_said(runner: Runner) -> None:
    path = runner.work / "landscapes" / "base.yaml"
    path.write_text(path.read_text().replace("aaaa1", "aaaa2"))
    runner.shell("alicloud-generator generate -q")
    variables = runner.change("landscapes/base.yaml", "", "")
    code, said = runner.job("alicloud-generator-changes", **variables)
    assert code == 0
    assert "m-uf6aaaaaaaaaaaaaaaa2" in said
    assert (runner.work / "changes.md").read_text() == said


def test_each_landscape_gets_a_pipeline(runner: Runner) -> None:
    found = runner.pipelines()
    assert [*found] == ["landscape dev", "landscape live"]
    assert found["landscape live"]["variables"] == {
        "LANDSCAPE": "live",
        "CATALOG": "landscapes/live.yaml",
        "MANIFESTS": "manifests/live",
        "ALICLOUD_GENERATOR_INSTALL": "--requirement requirements.txt",
    }
    assert found["landscape live"]["trigger"] == {
        "include": [{"local": f".gitlab/{LANDSCAPE.name}"}],
        "strategy": "depend",
    }


@pytest.mark.parametrize(
    ("file", "concerned"),
    [
        ("landscapes/base.yaml", ["landscape dev", "landscape live"]),
        ("alicloud-generator.yaml", ["landscape dev", "landscape live"]),
        ("landscapes/live.yaml", ["landscape live"]),
        ("manifests/dev/controllerdeployment.yaml", ["landscape dev"]),
        ("README", ["no landscape"]),
    ],
)
def test_a_merge_request_concerns_the_landscapes_that_read_its_files(
    file: str, concerned: list[str], runner: Runner
) -> None:
    (runner.work / "README").write_text("\n")
    runner.shell("git add . && git commit -q -m README && git branch -f main")
    variables = runner.change(file, "\n", "\n# changed\n")
    assert [*runner.pipelines(**variables)] == concerned


@pytest.mark.parametrize("command", ["git rm -q FILE", "git mv FILE .", "git mv FILE 'a b'"])
def test_a_file_that_is_gone_concerns_the_landscape_that_had_it(
    command: str, runner: Runner
) -> None:
    runner.shell(command.replace("FILE", "manifests/dev/controllerdeployment.yaml"))
    variables = runner.change("landscapes/base.yaml", "", "")
    assert [*runner.pipelines(**variables)] == ["landscape dev"]


def test_a_broken_catalog_fails_before_any_pipeline(runner: Runner) -> None:
    runner.change("landscapes/live.yaml", "extends", "extnds")
    code, said = runner.job("alicloud-generator-landscapes")
    assert code == 1
    assert 'landscapes/live.yaml:1:1: error: unknown key "extnds"' in said
    assert not (runner.work / "landscapes.yml").exists()


def test_the_pipeline_of_a_landscape_runs(runner: Runner) -> None:
    variables = runner.pipelines()["landscape live"]["variables"]
    code, said = runner.job("check", LANDSCAPE, **variables)
    assert code == 0
    assert "everything is up to date" in said
    assert "gardenlinux" in said
