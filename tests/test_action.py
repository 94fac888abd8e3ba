"""The action for GitHub's workflows: linted, and its steps run one after the other.

Each `run` is given to bash as a runner does it, in a repository that the test makes. Not real are
what `actions/setup-python` would bring, pip, and `gh`, which answers like the API of comments.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

from tests.support.shell import user_environment, write_program
from tests.support.tools import ROOT, check_schema, need

if TYPE_CHECKING:
    from pathlib import Path

ACTION: Final = ROOT / "action.yml"

PYTHON: Final = """\
#!{python}
import os, pathlib, shutil, sys
arguments = sys.argv[1:]
if arguments[:2] == ["-m", "venv"]:
    home = pathlib.Path(arguments[2], "bin")
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(__file__, home / "python")
    shutil.copy({command!r}, home / "alicloud-generator")
elif arguments[:3] == ["-m", "pip", "install"]:
    if "NO_NETWORK" in os.environ:
        sys.exit("pip: no network")
    pathlib.Path({log!r}).write_text(arguments[-1])
else:
    sys.exit(f"unexpected: {{arguments}}")
"""

GH: Final = """\
#!{python}
import json, os, pathlib, subprocess, sys
store = pathlib.Path({store!r})
comments = json.loads(store.read_text())
arguments = sys.argv[1:]
assert os.environ["GH_TOKEN"] == "a-token"
body = [word.removeprefix("body=@") for word in arguments if word.startswith("body=@")]
place = next(word for word in arguments if word.startswith("repos/"))
if os.environ.get("TOKEN_MAY") == "nothing" or (body and os.environ.get("TOKEN_MAY") == "read"):
    sys.exit("gh: Resource not accessible by integration (HTTP 403)")
if "PATCH" in arguments:
    number = int(place.rpartition("/")[2])
    assert place == f"repos/o/r/issues/comments/{{number}}", place
    (found,) = (each for each in comments if each["id"] == number)
    found["body"] = pathlib.Path(body[0]).read_text()
elif "POST" in arguments:
    assert place == "repos/o/r/issues/7/comments", place
    text = pathlib.Path(body[0]).read_text()
    user = {{"type": "Bot"}}
    comments.append({{"id": 100 + len(comments), "user": user, "body": text}})
else:
    assert place == "repos/o/r/issues/7/comments?per_page=100", place
    query = arguments[arguments.index("--jq") + 1]
    sys.exit(subprocess.run(["jq", "-r", query], input=json.dumps(comments), text=True).returncode)
store.write_text(json.dumps(comments))
"""

BASE: Final = """\
abstract: true
images: {gardenlinux: {shared: true, versions: {1.0.0: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaa1}}}}
"""


def action() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(ACTION.read_text())
    return found


def scripts() -> list[dict[str, Any]]:
    return [step for step in action()["runs"]["steps"] if "run" in step]


@dataclass(slots=True)
class Result:
    """What a run of the action left: the exit code of each step, the log, the summary."""

    codes: dict[str, int] = field(default_factory=dict)
    log: str = ""
    summary: str = ""

    @property
    def failed(self) -> list[str]:
        return [name for name, code in self.codes.items() if code]


@dataclass(frozen=True, slots=True)
class Runner:
    """A machine of GitHub's: a checked-out repository, and what the steps see of the world."""

    work: Path
    temporary: Path
    environment: dict[str, str]

    @property
    def comments(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.store.read_text())
        return found

    @property
    def store(self) -> Path:
        return self.temporary / "comments.json"

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments],
            cwd=self.work, env=self.environment, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    def run(self, base_ref: str = "", may: str = "write", **inputs: str) -> Result:
        """The action with some inputs; `base_ref` makes it a run for a pull request."""
        stated = {name: each["default"] for name, each in action()["inputs"].items()} | inputs
        result = Result()
        summary = self.temporary / "summary.md"
        summary.write_text("")
        for step in scripts():
            if not wanted(step, stated, base_ref, result):
                continue
            env = {
                key: expanded(str(value), stated, base_ref) for key, value in step["env"].items()
            }
            done = self._step(step["run"], {**env, "TOKEN_MAY": may})
            result.codes[step["name"]] = done.returncode
            result.log += done.stdout
        result.summary = summary.read_text()
        return result

    def _step(self, text: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        script = self.temporary / "step.sh"
        script.write_text(text)
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script],
            cwd=self.work, env={**self.environment, **env}, timeout=120, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip


def wanted(step: dict[str, Any], inputs: dict[str, str], base_ref: str, result: Result) -> bool:
    """Whether a runner runs a step: an unknown condition is an error of the test."""
    condition = step.get("if", "").removeprefix("${{ ").removesuffix(" }}")
    known: dict[str, bool] = {
        "": True,
        "!cancelled()": True,
        "steps.install.outcome == 'success'": result.codes.get("Install") == 0,
        "inputs.command": bool(inputs["command"]),
        "(inputs.base || github.base_ref)": bool(inputs["base"] or base_ref),
        "github.event.pull_request.number": bool(base_ref),
    }
    parts = condition.split(" && ")
    return all(known[part] for part in parts) and ("!cancelled()" in parts or not result.failed)


def expanded(text: str, inputs: dict[str, str], base_ref: str) -> str:
    """What an expression is; an unknown one is an error of the test."""
    known = {
        "steps.python.outputs.python-path": "a-python",
        "inputs.base || format('origin/{0}', github.base_ref)": inputs["base"]
        or f"origin/{base_ref}",
        "github.token": "a-token",
        "github.event.pull_request.number": "7",
        **{f"inputs.{name}": value for name, value in inputs.items()},
    }
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: known[found[1]], text)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    need("git"), need("jq")
    home = tmp_path / "home"
    environment = user_environment(home)
    temporary = tmp_path / "a runner's"
    temporary.mkdir()
    command = str(home / "bin" / "alicloud-generator")
    values = {"python": shlex.quote(sys.executable), "command": command}
    log = str(temporary / "installed")
    write_program(home / "bin" / "a-python", PYTHON.format(log=log, **values))
    store = temporary / "comments.json"
    store.write_text('[{"id": 1, "user": {"type": "User"}, "body": "<!-- alicloud-generator: a"}]')
    write_program(home / "bin" / "gh", GH.format(python=values["python"], store=str(store)))
    found = Runner(
        tmp_path / "work",
        temporary,
        {
            **environment,
            "RUNNER_TEMP": str(temporary),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_PATH": str(temporary / "path"),
            "GITHUB_STEP_SUMMARY": str(temporary / "summary.md"),
            "GITHUB_WORKSPACE": str(tmp_path / "work"),
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_JOB": "check",
        },
    )
    make_repository(found)
    return found


def make_repository(runner: Runner) -> None:
    """Two landscapes over a base, generated and committed; then a branch with another image ID."""
    landscapes = runner.work / "landscapes"
    landscapes.mkdir(parents=True)
    (landscapes / "base.yaml").write_text(BASE)
    for name in ("dev", "live"):
        (landscapes / f"{name}.yaml").write_text("extends: base.yaml\n")
    project = "catalogs: [landscapes/*.yaml]\n"
    (runner.work / "alicloud-generator.yaml").write_text(project)
    runner.git("init", "-q", "-b", "main")
    commit(runner, "alicloud-generator generate -q")
    runner.git("update-ref", "refs/remotes/origin/main", "main")
    runner.git("switch", "-q", "-c", "change")


def change(runner: Runner, *, and_generate: bool = True) -> None:
    base = runner.work / "landscapes" / "base.yaml"
    base.write_text(base.read_text().replace("aaaa1", "aaaa2"))
    commit(runner, "alicloud-generator generate -q" if and_generate else "true")


def commit(runner: Runner, command: str) -> None:
    subprocess.run(command, shell=True, cwd=runner.work, env=runner.environment, check=True)  # noqa: S602  ours
    runner.git("add", ".")
    runner.git("commit", "-q", "-m", "A change")


def test_what_is_right_is_said_in_summary_and_comment(runner: Runner) -> None:
    change(runner)
    result = runner.run("main")
    assert (result.failed, [*result.codes]) == (
        [],
        ["Install", "Run", "Compare", "Summarize", "Comment"],
    )
    assert (runner.temporary / "installed").read_text() == str(ROOT)
    assert "### alicloud-generator check --no-credentials\n\n    " in result.summary
    assert "everything is up to date" in result.summary
    assert "m-uf6aaaaaaaaaaaaaaaa2" in result.summary
    _, comment = runner.comments
    first, _, rest = comment["body"].partition("\n")
    assert first == "<!-- alicloud-generator: check -->"
    assert rest in result.summary
    assert "manifests/live" in rest


def test_a_second_run_renews_its_own_comment_alone(runner: Runner) -> None:
    change(runner)
    runner.run("main")
    before = runner.comments
    before.append({"id": 9, "user": {"type": "Bot"}, "body": "of another bot"})
    runner.store.write_text(json.dumps(before))
    runner.git("reset", "-q", "--hard", "origin/main")
    runner.run("main")
    assert [each["body"].partition("\n")[2] for each in runner.comments] == [
        "", "No manifest changes.\n", ""
    ]  # fmt: skip


def test_what_is_stale_fails_with_annotations_and_is_summarized(runner: Runner) -> None:
    change(runner, and_generate=False)
    result = runner.run("main")
    assert result.failed == ["Run"]
    assert re.findall(r"(?m)^::error file=(.*?),line=\d+::(.*?) is stale", result.log) == [
        ("landscapes/base.yaml", "manifests/dev/controllerdeployment.yaml"),
        ("landscapes/base.yaml", "manifests/live/controllerdeployment.yaml"),
    ]
    assert "    stale    manifests/live/controllerdeployment.yaml\n" in result.summary
    assert "    error: 2 files out of date\n" in result.summary
    assert len(runner.comments) == 2


def test_a_broken_catalog_is_annotated_at_its_line(runner: Runner) -> None:
    (runner.work / "landscapes" / "dev.yaml").write_text("extends: base.yaml\nsharde: x\n")
    result = runner.run(command="validate")
    assert result.failed == ["Run"]
    assert "::error file=landscapes/dev.yaml,line=2,col=1,title=catalog-format::" in result.log
    assert 'error: unknown key "sharde"' in result.summary
    assert "Compare" not in result.codes


def test_generate_writes_once_and_compares_what_it_wrote(runner: Runner) -> None:
    change(runner, and_generate=False)
    result = runner.run("main", command="generate --no-credentials")
    assert result.failed == []
    assert "    wrote manifests/live/controllerdeployment.yaml\n" in result.summary
    assert "m-uf6aaaaaaaaaaaaaaaa2" in result.summary
    assert runner.git("status", "--porcelain") != ""


def test_what_cannot_be_installed_says_nothing_of_catalogs(runner: Runner) -> None:
    change(runner)
    runner.run("main")  # an earlier use in the same job
    runner.environment["NO_NETWORK"] = "1"
    result = runner.run("main")
    assert (result.codes, result.summary) == ({"Install": 1}, "")


@pytest.mark.parametrize(
    ("catalog", "said"), [("", "nothing is wrong"), ("sharde: x\n", "unknown key")]
)
def test_who_says_nothing_is_summarized(catalog: str, said: str, runner: Runner) -> None:
    with (runner.work / "landscapes" / "dev.yaml").open("a") as file:
        file.write(catalog)
    result = runner.run(command="validate --quiet")
    assert said in result.summary


def test_a_program_that_is_killed_is_not_said_to_find_nothing(runner: Runner) -> None:
    killed = '#!/bin/sh\n[ "$1" = diff ] || kill -9 $$\n'
    write_program(runner.work.parent / "home" / "bin" / "alicloud-generator", killed)
    result = runner.run()
    assert result.failed == ["Run"]
    assert "    exit code 137\n" in result.summary


def test_a_command_has_the_words_of_all_its_lines(runner: Runner) -> None:
    change(runner, and_generate=False)
    result = runner.run("main", command="check\n  --no-credentials\n--only cloudprofile\n")
    assert result.failed == []
    assert "### alicloud-generator check" in result.summary.splitlines()[0]
    assert "--only cloudprofile" in result.summary.splitlines()[0]


@pytest.mark.parametrize("may", ["nothing", "read"])
def test_a_token_that_may_not_comment_fails_nothing(may: str, runner: Runner) -> None:
    change(runner)
    result = runner.run("main", may=may)
    assert result.failed == []
    assert "::notice::No comment on the pull request" in result.log
    assert len(runner.comments) == 1
    assert "m-uf6aaaaaaaaaaaaaaaa2" in result.summary


def test_a_push_is_neither_compared_nor_commented(runner: Runner) -> None:
    result = runner.run()
    assert (result.failed, [*result.codes]) == ([], ["Install", "Run", "Summarize"])


def test_a_base_can_be_named(runner: Runner) -> None:
    change(runner)
    result = runner.run(base="main")
    assert result.failed == []
    assert "m-uf6aaaaaaaaaaaaaaaa2" in result.summary


def test_a_clone_without_the_base_says_what_to_do(runner: Runner) -> None:
    result = runner.run("elsewhere")
    assert result.failed == ["Compare"]
    assert "check out with fetch-depth: 0" in result.log
    assert "everything is up to date" in result.summary


def test_catalogs_and_output_are_passed_on_as_they_are(runner: Runner) -> None:
    shutil.copytree(runner.work / "landscapes", runner.work / "more of them")
    result = runner.run(
        command="generate", catalogs="landscapes/dev.yaml\n\nmore of them/live.yaml\n", output="a b"
    )
    assert result.failed == []
    found = {path.parent.name for path in (runner.work / "a b").glob("*/*.yaml")}
    assert found == {"dev", "live"}


def test_without_a_command_later_steps_find_the_program(runner: Runner) -> None:
    result = runner.run("main", command="")
    assert [*result.codes] == ["Install"]
    (added,) = (runner.temporary / "path").read_text().splitlines()
    assert shutil.which("alicloud-generator", path=added)


HOSTILE: Final = "x; touch pwned #$(touch pwned)`touch pwned`\"'"


@pytest.mark.parametrize("name", ["command", "catalogs", "output", "base"])
def test_no_input_becomes_a_command(name: str, runner: Runner) -> None:
    runner.run("main", **{name: HOSTILE})
    assert not [*runner.work.rglob("*pwned")]


@pytest.mark.parametrize("catalog", ["--version", "-h"])
def test_no_catalog_becomes_an_option(catalog: str, runner: Runner) -> None:
    result = runner.run(catalogs=catalog)
    assert result.failed == ["Run"]
    assert "there is no such file" in result.summary


def test_no_expression_is_pasted_into_a_script() -> None:
    assert [step["name"] for step in scripts() if "${{" in step["run"]] == []


def test_every_action_that_it_uses_is_pinned_to_a_commit() -> None:
    used = [step["uses"] for step in action()["runs"]["steps"] if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", each) for each in used)


def test_the_schema_of_actions_finds_nothing() -> None:
    check_schema("github-actions", ACTION)


WORKFLOW: Final = """\
on: push
jobs:
  a:
    runs-on: ubuntu-24.04
    steps:
    - uses: ./
      with: {%s}
"""


def test_actionlint_takes_every_input_and_no_other(tmp_path: Path) -> None:
    actionlint = need("actionlint")
    shutil.copy(ACTION, tmp_path)
    workflow = tmp_path / ".github" / "workflows" / "a.yaml"
    workflow.parent.mkdir(parents=True)
    subprocess.run([need("git"), "init", "-q", tmp_path], check=True)

    def lint(*inputs: str) -> str:
        workflow.write_text(WORKFLOW % ", ".join(f"{name}: x" for name in inputs))
        return subprocess.run(
            [actionlint, "-no-color"], cwd=tmp_path, capture_output=True, text=True, check=False
        ).stdout

    assert lint(*action()["inputs"]) == ""
    assert 'input "catalog" is not defined' in lint("catalog")
