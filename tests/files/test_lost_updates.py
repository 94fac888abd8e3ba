"""Several who write at the same time, and those who fail: nothing is lost, nothing stays."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING, Any

import pytest

from generator import cli
from generator.files.locking import locked
from tests.support.command import CATALOG, run, tree
from tests.support.edit_command import Desk
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MANY = CATALOG + "controllerRegistration: {}\nextension: {}\n"
RELEASE = ROOT / "tests" / "cases" / "import" / "ok" / "coreos-stream" / "stable.json"
TEMPORARY = ".alicloud-generator-*"

HOOKED = """\
import os, sys
from generator.__main__ import main

{hook}
sys.argv[0] = "alicloud-generator"
main()
"""
"""A process of the command line that does something of its own at a moment of interest."""


def started(where: Path, *arguments: str, umask: int = -1) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "generator", *arguments],
        cwd=where, text=True, umask=umask,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def hooked(where: Path, hook: str, *arguments: str, umask: int = -1) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-c", HOOKED.format(hook=textwrap.dedent(hook)), *arguments],
        cwd=where, text=True, umask=umask,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def ended(processes: Sequence[subprocess.Popen[str]]) -> list[tuple[int, str]]:
    found = []
    for process in processes:
        _, error = process.communicate(timeout=120)
        found.append((process.returncode, error))
    return found


def test_ten_runs_of_generate_at_once_leave_complete_documents(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(MANY)
    for _ in range(2):
        ends = ended([started(tmp_path, "generate", "c.yaml") for _ in range(10)])
        assert [code for code, _ in ends] == [0] * 10, ends
        assert not [*tmp_path.rglob(TEMPORARY)]
        assert run("check", "c.yaml", cwd=tmp_path).returncode == 0
        (tmp_path / "c.yaml").write_text(CATALOG)


def test_ten_runs_of_add_at_once_lose_no_version(tmp_path: Path) -> None:
    """Also where the catalog has two names, and two folders lie on the way."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "c.yaml").write_text(CATALOG)
    (tmp_path / "c.yaml").symlink_to("real/c.yaml")
    versions = [f"2000.{number}.0" for number in range(20)]
    for start in (0, 10):
        ends = ended(
            [
                started(tmp_path, "add", ("c.yaml", "real/c.yaml")[number % 2], "gardenlinux",
                        versions[start + number], "--region", f"cn-beijing=m-2ze{number:018}")
                for number in range(10)
            ]
        )  # fmt: skip
        assert [code for code, _ in ends] == [0] * 10, ends
    text = (tmp_path / "c.yaml").read_text()
    assert [version for version in versions if version not in text] == []
    assert (tmp_path / "c.yaml").is_symlink()
    assert sorted(os.listdir(tmp_path)) == ["c.yaml", "real"]  # noqa: PTH208
    assert os.listdir(tmp_path / "real") == ["c.yaml"]  # noqa: PTH208


ADD = ("add", "c.yaml", "gardenlinux", "2000.0.0", "--region", "cn-beijing=m-2zeaaaaaaaaaaaaaaaaa")


@pytest.mark.parametrize("save", ["in place", "by a rename", "gone"])
def test_an_edit_refuses_a_catalog_that_an_editor_saved_meanwhile(
    tmp_path: Path, save: str
) -> None:
    """Between our reading and our writing, as late as can be: when the first file is renamed."""
    (tmp_path / "c.yaml").write_text(CATALOG)
    saving = {
        "in place": "open('c.yaml', 'a').write('# mine\\n')",
        "by a rename": "open('n', 'w').write('# mine\\n'); os.replace('n', 'c.yaml')",
        "gone": "os.unlink('c.yaml')",
    }[save]
    hook = f"""
        state = []
        def hook(event, arguments):
            if event == "os.chmod" and not state:
                state.append(event)
                {saving}
        sys.addaudithook(hook)
    """
    [(code, error)] = ended([hooked(tmp_path, hook, *ADD, "--summary", "s.md")])
    assert code == 1, error
    assert "c.yaml: error: cannot be written: it was changed in the meantime" in error
    assert not [*tmp_path.glob(TEMPORARY)]
    assert not (tmp_path / "s.md").exists()
    if save == "gone":
        assert not (tmp_path / "c.yaml").exists()
    else:
        assert (tmp_path / "c.yaml").read_text().endswith("# mine\n")
        assert "2000.0.0" not in (tmp_path / "c.yaml").read_text()


WATCH = """
    import stat
    def look():
        for name in os.listdir("."):
            try:
                info = os.lstat(name)
            except FileNotFoundError:
                continue
            if stat.S_ISREG(info.st_mode) and info.st_mode & 0o077:
                os.write(2, f"LEAK {name} {info.st_mode:o}\\n".encode())
    busy = []
    def hook(event, arguments):
        if event.startswith(("os.", "open", "shutil.", "fcntl.")) and not busy:
            busy.append(event)
            look()
            busy.clear()
    sys.addaudithook(hook)
"""


@pytest.mark.parametrize("umask", [0o000, 0o022])
@pytest.mark.parametrize(
    "edit",
    [
        ADD,
        ("promote", "c.yaml", "gardenlinux", "1877.13.0"),
        ("retire", "c.yaml", "old", "--as-of", "2026-01-01"),
    ],
    ids=lambda edit: edit[0],
)
def test_nobody_else_ever_reads_a_private_catalog(
    tmp_path: Path, umask: int, edit: tuple[str, ...]
) -> None:
    text = CATALOG + "  old: {versions: {1.0.0: {expirationDate: 2025-01-01, regions: {r: m-1}}}}\n"
    catalog = tmp_path / "c.yaml"
    catalog.touch(0o600)
    catalog.write_text(text + "# and so on, and so forth\n" * 800)
    assert catalog.stat().st_size > 20_000
    [(code, error)] = ended([hooked(tmp_path, WATCH, *edit, umask=umask)])
    assert code == 0, error
    assert "LEAK" not in error
    assert catalog.read_text() != text
    assert catalog.stat().st_mode & 0o777 == 0o600


def test_the_audit_hook_reports_a_catalog_that_others_may_read(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(CATALOG)
    (tmp_path / "c.yaml").chmod(0o644)
    [(_, error)] = ended([hooked(tmp_path, WATCH, *ADD)])
    assert "LEAK c.yaml" in error


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o604])
def test_an_edit_keeps_owner_group_and_mode_of_the_catalog(tmp_path: Path, mode: int) -> None:
    catalog = tmp_path / "c.yaml"
    catalog.write_text(CATALOG)
    catalog.chmod(mode)
    if os.geteuid() == 0:
        os.chown(catalog, 1234, 4321)
    before = catalog.stat()
    assert run(*ADD, cwd=tmp_path, umask=0o077).returncode == 0
    after = catalog.stat()
    assert after.st_ino != before.st_ino
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode, before.st_uid, before.st_gid,
    )  # fmt: skip


@pytest.mark.parametrize(("umask", "mode"), [(0o000, 0o666), (0o022, 0o644), (0o077, 0o600)])
def test_new_files_follow_the_umask_and_private_ones_do_not(
    tmp_path: Path, umask: int, mode: int
) -> None:
    secret = "ownerSecret: {accessKeyID: {env: ID}, accessKeySecret: {env: SECRET}}\n"  # noqa: S105
    (tmp_path / "c.yaml").write_text(CATALOG)
    (tmp_path / "p.yaml").write_text(CATALOG + secret)
    env = {"ID": "LTAI5tFakeFakeFakeFake12", "SECRET": "s" * 30}
    assert run("generate", "c.yaml", "p.yaml", cwd=tmp_path, umask=umask, env=env).returncode == 0
    assert run(*ADD, "--summary", "s.md", cwd=tmp_path, umask=umask).returncode == 0
    documents = ["manifests/c/controllerdeployment.yaml", "s.md"]
    assert {(tmp_path / path).stat().st_mode & 0o777 for path in documents} == {mode}
    private = tmp_path / "manifests" / "p" / "controllerdeployment.yaml"
    assert private.stat().st_mode & 0o777 == 0o600


BASE = CATALOG.replace("1877.13.0: {", "1877.13.0: {classification: preview, regions: {").replace(
    "c3i}", "c3i}}"
)
OVER = """\
extends: b.yaml
images:
  gardenlinux: {versions: {1877.13.1: {classification: supported, regions: {r: m-1}}}}
"""
PROMOTE = ("promote", "c.yaml", "gardenlinux", "1877.13.0", "--expires", "2030-01-01", "--in",
           "b.yaml", "--in", "c.yaml", "--summary", "s.md")  # fmt: skip


def write_pair(where: Path) -> None:
    (where / "b.yaml").write_text(BASE)
    (where / "c.yaml").write_text(OVER)


@pytest.mark.parametrize("which", ["b.yaml", "c.yaml", "s.md"])
def test_an_edit_that_cannot_write_one_file_changes_none(
    tmp_path: Path, which: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    write_pair(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.md").write_text("old\n")
    before = tree(tmp_path)
    times = {name: (tmp_path / name).stat().st_mode for name in before}
    replace = os.replace

    def refusing(source: str, target: str, **options: Any) -> None:
        if target.endswith(which) and not failed:
            failed.append(target)
            raise PermissionError(13, "Permission denied", source, None, target)
        replace(source, target, **options)

    failed: list[str] = []
    monkeypatch.setattr("os.replace", refusing)
    assert cli.run(PROMOTE) == 1
    assert f"{which}: error: cannot be written: Permission denied" in capfd.readouterr().err
    assert failed
    assert tree(tmp_path) == before
    assert {name: (tmp_path / name).stat().st_mode for name in before} == times
    assert cli.run(PROMOTE) == 0
    assert all(tree(tmp_path)[name] != before[name] for name in before)


def test_a_file_without_write_permission_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A rename would do it: the superuser stands in for a user who may not write the file."""
    write_pair(tmp_path)
    monkeypatch.chdir(tmp_path)
    before = tree(tmp_path)
    opened = os.open

    def refusing(path: Any, flags: int, *arguments: Any, **options: Any) -> int:
        if str(path).endswith("c.yaml") and flags & os.O_WRONLY:
            raise PermissionError(13, "Permission denied", path)
        return opened(path, flags, *arguments, **options)

    monkeypatch.setattr("os.open", refusing)
    assert cli.run(PROMOTE) == 1
    assert "c.yaml: error: cannot be written: Permission denied" in capfd.readouterr().err
    assert tree(tmp_path) == before


def test_a_summary_never_takes_the_place_of_a_catalog(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path, capsys, monkeypatch)
    before = desk.call("validate", "c.yaml").files
    answer = desk.call(*ADD, "--summary", "./c.yaml")
    assert (answer.code, answer.files) == (1, before)
    assert "c.yaml: error: is a file of this catalog" in answer.err


def test_a_running_command_keeps_its_temporary_files(tmp_path: Path) -> None:
    """A run that is stopped in the middle of writing is not disturbed by another that is not."""
    (tmp_path / "c.yaml").write_text(MANY)
    hook = """
        def hook(event, arguments):
            if event == "os.rename":
                os.write(1, b"here\\n")
                sys.stdin.readline()
        sys.addaudithook(hook)
    """
    first = hooked(tmp_path, hook, "generate", "c.yaml")
    assert first.stdout is not None
    assert first.stdin is not None
    assert first.stdout.readline() == "here\n"
    temporary = {*tmp_path.rglob(TEMPORARY)}
    assert temporary
    check = run("check", "c.yaml", cwd=tmp_path)
    assert "interrupted" not in check.stderr
    assert run("generate", "c.yaml", cwd=tmp_path).returncode == 0
    assert {*tmp_path.rglob(TEMPORARY)} == temporary
    _, error = first.communicate("\n" * 20, timeout=60)
    assert first.returncode == 0, error
    assert not [*tmp_path.rglob(TEMPORARY)]
    assert run("check", "c.yaml", cwd=tmp_path).returncode == 0


def test_files_named_like_our_temporary_files_are_kept(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(CATALOG)
    folder = tmp_path / "manifests" / "c"
    folder.mkdir(parents=True)
    names = [".c.yaml.123.tmp", ".alicloud-generator.tmp", ".alicloud-generator-x.tmp", "x.tmp",
             ".alicloud-generator-add-1-zz.tmp",
             ".alicloud-generator-a d-1-00000000.tmp"]  # fmt: skip
    for name in names:
        (folder / name).write_text("mine\n")
        (tmp_path / name).write_text("mine\n")
    (folder / ".alicloud-generator-add-1-00000000.tmp").symlink_to(tmp_path / "x.tmp")
    assert run("generate", "c.yaml", cwd=tmp_path).returncode == 0
    assert run("check", "c.yaml", cwd=tmp_path).returncode == 0
    assert run(*ADD, cwd=tmp_path).returncode == 0
    assert all((folder / name).exists() and (tmp_path / name).exists() for name in names)


@contextlib.contextmanager
def full(limit: int) -> Iterator[None]:
    """No file may be larger than so many bytes: what writing fails with, is all that differs."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_changes_no_file_and_leaves_no_temporary_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path, capsys, monkeypatch)
    (tmp_path / "chart").mkdir()
    (tmp_path / "chart" / "Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: 1.0.0\n")
    (tmp_path / "manifests" / "c").mkdir(parents=True)
    before = desk.call("validate", "c.yaml").files
    for command in (
        ADD,
        ("generate", "c.yaml"),
        ("import", str(RELEASE), "-o", "new.yaml"),
        ("chart", "unpack", "chart", "-o", "out"),
    ):
        with full(20):
            answer = desk.call(*command)
        assert answer.code == 1, (command, answer.err)
        assert answer.files == before, command
        assert not [*tmp_path.rglob(TEMPORARY)], command
        assert re.search(r"(cannot be (written|unpacked)): ", answer.err), answer.err


def test_an_edit_gives_up_on_a_lock_that_is_never_released(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path, capsys, monkeypatch)
    monkeypatch.setattr("generator.files.locking._PATIENCE", 0.1)
    before = desk.call("validate", "c.yaml").files
    with locked([tmp_path]):
        answer = desk.call(*ADD)
    assert (answer.code, answer.files) == (1, before)
    assert "another run is still changing files here" in answer.err
    assert desk.call(*ADD).code == 0
