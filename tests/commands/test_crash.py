"""The report of a bug: always a short message, and never the text of the exception."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from generator import cli
from generator.commands import rules

if TYPE_CHECKING:
    from collections.abc import Callable

KEY_ID = "LTAI5tFAKEFAKEFAKEFAKEFA"


@pytest.fixture(autouse=True)
def _bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise KeyError(KEY_ID)

    monkeypatch.setattr(rules.command, "callback", fail)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_the_traceback_is_in_a_file_for_its_owner_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["rules"]) == 3
    (report,) = tmp_path.iterdir()
    err = capsys.readouterr().err
    assert err == f"this is a bug in alicloud-generator (KeyError); see {report}\n"
    assert report.stat().st_mode & 0o777 == 0o600
    assert "in fail" in report.read_text()
    assert KEY_ID not in report.read_text()


def no_folder(_: pytest.MonkeyPatch, folder: Path) -> None:
    folder.rmdir()


def no_folder_at_all(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As `tempfile` says it when it looks for a folder itself."""
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [str(folder / "none")])


def full_disk(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    handle = os.open(full, os.O_WRONLY)
    monkeypatch.setattr(tempfile, "mkstemp", lambda **_: (handle, str(full)))


@pytest.mark.parametrize("trouble", [no_folder, no_folder_at_all, full_disk])
def test_where_no_file_can_be_written_the_traceback_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    trouble: Callable[[pytest.MonkeyPatch, Path], None],
) -> None:
    trouble(monkeypatch, tmp_path)
    assert cli.run(["rules"]) == 3
    *rest, last = capsys.readouterr().err.splitlines()
    assert last == (
        "this is a bug in alicloud-generator (KeyError); "
        "the traceback is above, because it could not be written to a file"
    )
    assert any(line.endswith("in fail") for line in rest)
    assert KEY_ID not in "\n".join(rest)
