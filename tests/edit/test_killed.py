"""A process that is killed leaves the old catalog or the new one, never a part."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.command import run
from tests.support.edit_command import CATALOG

if TYPE_CHECKING:
    from pathlib import Path

# So much text takes a while to write, and comments are quickly read.
LONG = CATALOG + "# and so on, and so forth\n" * 300_000
ADD = ("add", "c.yaml", "coreos", "2200.0.0", "--region", "cn-shanghai=m-uf6bbbbbbbbbbbbbbbb1")


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, float]:
    """The catalog after an edit that nobody disturbs, and the seconds that it takes."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "c.yaml").write_text(LONG)
    start = time.monotonic()
    assert run(*ADD, cwd=folder).returncode == 0
    return (folder / "c.yaml").read_text(), time.monotonic() - start


def is_writing(folder: Path) -> bool:
    """Whether another file is there, or the catalog is not as long as it was."""
    others = len(os.listdir(folder)) > 1  # noqa: PTH208  the quickest look there is
    return others or (folder / "c.yaml").stat().st_size != len(LONG)


@pytest.mark.parametrize("attempt", range(6))
def test_a_killed_edit_leaves_a_whole_catalog(
    tmp_path: Path, after: tuple[str, float], attempt: int
) -> None:
    new, seconds = after
    (tmp_path / "c.yaml").write_text(LONG)
    command = [sys.executable, "-P", "-m", "generator", *ADD]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    if attempt % 2:
        time.sleep(random.uniform(0, seconds))  # noqa: S311  no secret is made of it
    else:
        while process.poll() is None and not is_writing(tmp_path):
            pass
    process.kill()
    process.wait()
    assert (tmp_path / "c.yaml").read_text() in (LONG, new)
    again = run(*ADD, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "c.yaml").read_text() == new
