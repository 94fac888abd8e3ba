"""Output that nobody reads any more, as behind `| head -1`: in every command."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.every_command import CALLS, FAILING, INPUT, write_landscape

if TYPE_CHECKING:
    from pathlib import Path

PRINTING = {
    *("krm", "show", "textconv", "matrix", "calendar", "chart digest", "chart verify"),
    *("catalogs", "explain", "rules", "schema", "completion"),
}
"""What answers on standard output, and ends with 1 where the answer is lost."""


@pytest.mark.parametrize("name", CALLS)
def test_a_reader_that_has_seen_enough_hears_nothing_more(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_landscape()
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(
        [sys.executable, "-P", "-m", "generator", *name.split(), *CALLS[name], "-q"],
        input=INPUT.encode(),
        stdout=writer,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writer)
    assert process.returncode == int(name in PRINTING | FAILING)
    said = process.stderr.decode()
    assert said.count("\n") == int(name in FAILING), said
