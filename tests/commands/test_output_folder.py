"""What `-o` names is a folder, or an error, for every verb that has it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator import cli
from tests.support.command import tree

if TYPE_CHECKING:
    from collections.abc import Callable

CATALOG = "images: {a: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}\n"
VERBS = {
    "generate": ("generate", "live.yaml"),
    "check": ("check", "live.yaml"),
    "diff": ("diff", "live.yaml"),
    "chart unpack": ("chart", "unpack", "old/live/controllerdeployment.yaml"),
}
NO_FOLDERS: dict[str, Callable[[Path], object]] = {
    "a file": lambda path: path.write_text("x"),
    "a pipe": os.mkfifo,
    "a link to a device": lambda path: path.symlink_to("/dev/null"),
    "a link to a file": lambda path: path.symlink_to("live.yaml"),
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("live.yaml").write_text(CATALOG)
    assert cli.run(["generate", "live.yaml", "-o", "old"]) == 0


def state() -> tuple[int, ...]:
    """What is at the place, and since when; looking at a link changes the time of its last use."""
    found = os.lstat("out")
    return found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns


@pytest.mark.parametrize("below", ["", "/sub/folder"], ids=["itself", "above it"])
@pytest.mark.parametrize("make", NO_FOLDERS.values(), ids=NO_FOLDERS)
@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_what_is_no_folder_is_an_error(
    verb: tuple[str, ...],
    make: Callable[[Path], object],
    below: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    make(Path("out"))
    before = state()
    capfd.readouterr()
    assert cli.run([*verb, "-o", f"out{below}"]) == 1
    captured = capfd.readouterr()
    assert captured.out == ""
    assert "error: " in captured.err
    assert "out" in captured.err
    assert state() == before


@pytest.mark.parametrize("verb", [VERBS[name] for name in ("check", "diff", "chart unpack")])
@pytest.mark.parametrize("name", ["-", ""])
def test_standard_output_is_no_folder(
    verb: tuple[str, ...], name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    before = tree(Path.cwd())
    assert cli.run([*verb, "-o", name]) == 2
    assert f"{name!r} is not a folder" in capfd.readouterr().err
    assert tree(Path.cwd()) == before


@pytest.mark.parametrize("name", ["new", "new/below", "./new/"])
def test_a_folder_that_is_not_there_yet_holds_nothing(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["diff", "live.yaml", "-o", name]) == 0
    assert "added" in capfd.readouterr().out
    assert cli.run(["check", "live.yaml", "-o", name]) == 1
    assert capfd.readouterr().out.startswith("missing")
