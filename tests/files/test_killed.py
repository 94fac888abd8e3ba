"""Every verb, killed at every change of the disk: old or new files, and the next run completes it.

The verbs and their options come from the command line itself, so that no new one goes untried.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, TypeAlias

import click
import pytest

from generator import cli
from tests.support import fork_server
from tests.support.command import CATALOG
from tests.support.ecs_server import KEY_ID, KEY_SECRET, EcsServer, image, serving
from tests.support.krm import config, resource_list
from tests.support.manifests import CHART, blob, v1
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPORARY = ".alicloud-generator-"
RELEASE = ROOT / "tests" / "cases" / "import" / "ok" / "coreos-stream" / "stable.json"
OLD = "  old: {{versions: {{{}: {{expirationDate: 2025-01-01, regions: {{r: m-1}}}}}}}}\n"
BASE = """\
images:
  gardenlinux:
    versions:
      1877.13.0: {classification: preview, regions: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}
"""
OVER = """\
extends: b.yaml
extension: {}
images:
  gardenlinux: {versions: {1877.13.1: {classification: supported, regions: {r: m-1}}}}
"""
SECRET = "ownerSecret: {accessKeyID: {env: ID}, accessKeySecret: {env: SECRET}}\n"  # noqa: S105
KEYS = {
    "ID": "LTAI5tFakeFakeFakeFake12",
    "SECRET": "s" * 30,
    "ALIBABA_CLOUD_ACCESS_KEY_ID": KEY_ID,
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": KEY_SECRET,
    "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
}
ENDPOINT = "ENDPOINT"
"""Stands for the server that `audit` asks."""

IN = ("--in", "b.yaml", "--in", "c.yaml")
SUMMARY = ("--summary", "s.md")
WRITING = (
    ("generate", "c.yaml"),
    ("generate", "c.yaml", "private.yaml"),
    ("generate", "less.yaml", "-o", "full", "--templates", "templates"),
    ("generate", "private.yaml", "--with-secrets", "-o", "public"),
    ("generate",),
    ("import", "stable.json", "-o", "new.yaml"),
    ("import", "foreign.yaml", "stable.json", "-o", "new.yaml"),
    ("add", "c.yaml", "gardenlinux", "2000.0.0", "--region", "r=m-2", *SUMMARY),
    ("add", "c.yaml", "coreos", "33.20201201.3.0", "--in", "b.yaml", "--from", "stable.json"),
    ("add", "link.yaml", "gardenlinux", "2000.0.0", "--region", "r=m-2"),
    ("audit", "c.yaml", "--save", "answers.json", "--endpoint", ENDPOINT),
    ("promote", "c.yaml", "gardenlinux", "1877.13.0", "--expires", "2030-01-01", *IN, *SUMMARY),
    ("retire", "c.yaml", "old", "1.0.0", "2.0.0", "--as-of", "2026-01-01", *IN, *SUMMARY,
     "--in-use", "shoots.json"),
    ("chart", "unpack", "foreign.yaml", "-o", "chart"),
    ("chart", "unpack", "foreign.yaml", "-o", "charts/a/mine"),
    ("chart", "unpack", "foreign.yaml", "-o", "empty"),
    ("chart", "pack", "foreign.yaml", "-o", "new.tgz"),
    ("chart", "pack", "foreign.yaml", "--version", "2.0.0", "-o", "new.tgz"),
)  # fmt: skip
STARTING = (
    ("init",),
    ("init", "--ci", "gitlab", "--install", "./x.whl", "--image", "g=1.0.0", "--region",
     "cn-shanghai=m-uf6hvbrxclop1jtat17m"),
)  # fmt: skip
"""Verbs that make a project where there is none."""

READING = (
    ("validate", "c.yaml"),
    ("audit", "c.yaml", "--from", "asked.json", "--accounts", "accounts.txt", "--orphans", "*"),
    ("check", "c.yaml", "-o", "full", "--templates", "templates"),
    ("check",),
    ("diff",),
    ("diff", "c.yaml", "-o", "full", "--templates", "templates"),
    ("diff", "c.yaml", "--against", "full"),
    ("diff", "c.yaml", "--live", "--kubeconfig", "shoots.json"),
    ("check", "c.yaml", "--live", "--kubeconfig", "shoots.json"),
    ("calendar", "c.yaml", "--as-of", "2026-01-01"),
    ("matrix", "c.yaml"),
    ("show", "foreign.yaml"),
    ("textconv", "foreign.yaml"),
    ("explain", "c.yaml", "images"),
    ("catalogs",),
    ("krm",),
    ("rules",),
    ("schema",),
    ("completion", "fish"),
    ("chart", "digest", "foreign.yaml"),
    ("chart", "pack", "foreign.yaml"),
    ("chart", "push", "foreign.yaml", "oci://127.0.0.1:1/c"),
    ("chart", "verify", "foreign.yaml", "--against", "foreign.yaml"),
)
"""Verbs that change nothing on the disk, with every option that names a place there."""


class Forks:
    """Command lines in forks of one process."""

    def __init__(self, server: subprocess.Popen[str], endpoint: str) -> None:
        self._server = server
        self._endpoint = endpoint

    def run(self, where: Path, arguments: tuple[str, ...], moment: int = 0) -> tuple[int, str]:
        """Exit code and output of a command, killed at the change of the disk with that number."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        called = [self._endpoint if each == ENDPOINT else each for each in arguments]
        self._server.stdin.write(json.dumps([str(where), moment, called]) + "\n")
        self._server.stdin.flush()
        code, output = json.loads(self._server.stdout.readline())
        return code, output

    def is_killed(self, where: Path, arguments: tuple[str, ...], moment: int) -> bool:
        """Run a command; whether it came to that change of the disk, and so was killed."""
        code, output = self.run(where, arguments, moment)
        assert code in (0, -signal.SIGKILL), output
        return code != 0


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    images = [image("m-1", RegionId="r")]
    with serving(EcsServer({"r": images})) as cloud, subprocess.Popen(
        [sys.executable, "-P", fork_server.__file__],
        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **KEYS},
    ) as server:  # fmt: skip
        yield Forks(server, cloud.endpoint)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, forks: Forks) -> Path:
    """A folder in which every command has something to do."""
    folder = tmp_path_factory.mktemp("killed") / "before"
    for name in ("templates", "empty", "real"):
        (folder / name).mkdir(parents=True)
    (folder / "b.yaml").write_text(BASE + OLD.format("1.0.0"))
    (folder / "c.yaml").write_text(OVER + OLD.format("2.0.0"))
    (folder / "real" / "c.yaml").write_text(CATALOG)
    (folder / "link.yaml").symlink_to("real/c.yaml")
    (folder / "less.yaml").write_text("metadata: {name: c}\n" + CATALOG)
    (folder / "private.yaml").write_text(CATALOG + SECRET)
    for chart in ("chart", "charts/a/mine", "empty"):
        text = f"{CATALOG}controllerDeployment: {{chart: {chart}}}\n"
        (folder / f"{chart.replace('/', '-')}.yaml").write_text(text)
    (folder / "foreign.yaml").write_text(v1(blob({**CHART, "templates/a.yaml": "a: b"})))
    (folder / "asked.json").write_text('{"Images": {"Image": []}}')
    (folder / "accounts.txt").write_text("1234567890123456\n")
    (folder / "shoots.json").write_text('{"kind": "List", "items": []}')
    shutil.copy(RELEASE, folder)
    assert forks.run(folder, ("generate", "c.yaml", "-o", "full"))[0] == 0
    command = ("generate", "private.yaml", "--with-secrets", "-o", "public")
    assert forks.run(folder, command)[0] == 0
    for file in (folder / "public" / "private").iterdir():
        file.chmod(0o644)
    (folder / fork_server.STANDARD_INPUT).write_text(resource_list(config()))
    write_project(folder)
    return folder


def write_project(folder: Path) -> None:
    """A project, and what was generated for catalogs that are gone from it."""
    (folder / "alicloud-generator.yaml").write_text("catalogs: [c.yaml]\noutput: own\n")
    generated = folder / "full" / "c"
    for name in ("gone", "lost", "shared"):
        shutil.copytree(generated, folder / "own" / name)
    (folder / "own" / "shared" / "notes.txt").write_text("by hand\n")


State: TypeAlias = "dict[str, tuple[int, bytes | None]]"
"""Mode and content by path; folders have no content."""


def state(folder: Path) -> State:
    """What is in a folder, temporary files included."""
    return {
        path.relative_to(folder).as_posix(): (
            path.lstat().st_mode,
            path.read_bytes() if path.is_file() else None,
        )
        for path in folder.rglob("*")
    }


def changed(old: State, now: State, new: State) -> tuple[list[str], list[str]]:
    """The files that a command has changed and those that it has yet to, but for the summary.

    Whatever is not temporary must be as it was or as it will be.
    """
    for path in old.keys() | now.keys() | new.keys():
        if not any(part.startswith(TEMPORARY) for part in path.split("/")):
            assert now.get(path) in (old.get(path), new.get(path)), path
    paths = [path for path, (_, data) in (old | new).items() if data is not None]
    paths = [path for path in paths if path != SUMMARY[1] and old.get(path) != new.get(path)]
    done = [path for path in paths if now.get(path) == new.get(path)]
    return done, [path for path in paths if path not in done]


def copy(folder: Path, place: Path) -> Path:
    return shutil.copytree(folder, place, symlinks=True)


def check_of(command: tuple[str, ...]) -> tuple[str, ...]:
    """How somebody looks at what the command was about to change."""
    match command:
        case ("generate", *others):
            return ("check", *others)
        case ("import", *_, output):
            return ("check", output)
        case ("chart", *_, output):
            return ("check", f"{output.replace('/', '-')}.yaml")
        case _:
            return ("check", command[1])


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_a_killed_run_leaves_whole_files_and_the_next_one_completes_it(
    tmp_path: Path, before: Path, forks: Forks, command: tuple[str, ...]
) -> None:
    whole = copy(before, tmp_path / "whole")
    code, found = forks.run(whole, command)
    assert code == 0, found
    old, new = state(before), state(whole)
    moment = 1
    while forks.is_killed(where := copy(before, tmp_path / f"{moment}"), command, moment):
        done, undone = changed(old, state(where), new)
        remains = [path.name for path in where.rglob(f"{TEMPORARY}*")]
        code, found = forks.run(where, check_of(command))
        if remains or (done and undone):
            assert code == 1, (moment, found)
            assert all(name in found for name in remains or undone), (moment, found)
        if remains:
            assert f"`alicloud-generator {command[0]}` was interrupted" in found
        code, found = forks.run(where, command)
        assert code == 0, (moment, found)
        again = state(where)
        # The text of a summary is about what this run has changed.
        assert again.keys() == new.keys(), moment
        assert {path for path in new if again[path] != new[path]} <= {SUMMARY[1]}, moment
        moment += 1
    assert moment > 1


@pytest.mark.parametrize("command", STARTING, ids=" ".join)
def test_a_killed_start_leaves_whole_files_and_the_next_one_completes_it(
    tmp_path: Path, forks: Forks, command: tuple[str, ...]
) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    code, found = forks.run(whole, command)
    assert code == 0, found
    new = state(whole)
    moment = 1
    (where := tmp_path / "1").mkdir()
    while forks.is_killed(where, command, moment):
        _, undone = changed({}, state(where), new)
        # Without its file it is no project yet, of which files could be missing.
        assert undone == [] or "alicloud-generator.yaml" in undone
        code, found = forks.run(where, command)
        assert (code, state(where)) == (0, new), (moment, found)
        moment += 1
        (where := tmp_path / f"{moment}").mkdir()
    assert moment > len(new)


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_verb_that_has_nothing_to_write_never_changes_the_disk(
    before: Path, forks: Forks, command: tuple[str, ...]
) -> None:
    old = state(before)
    code, output = forks.run(before, command, moment=1)
    assert code in (0, 1), output
    assert state(before) == old


def verbs(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from verbs(below, (*path, name))
    else:
        yield " ".join(path), command


VERBS = dict(verbs(cli.cli))
PLACES = {"FILE", "FILENAME", "DIR", "DIRECTORY", "FOLDER", "PATH"}
"""What the help calls the value of an option that names a place on the disk."""


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_tried_with_every_option_that_names_a_place(verb: str) -> None:
    words = tuple(verb.split())
    calls = [call for call in (*WRITING, *STARTING, *READING) if call[: len(words)] == words]
    assert calls
    context = click.Context(VERBS[verb])
    options = [
        {*each.opts}
        for each in VERBS[verb].params
        if isinstance(each, click.Option) and each.make_metavar(context) in PLACES
    ]
    tried = {part for call in calls for part in call}
    assert [names for names in options if not names & tried] == []
