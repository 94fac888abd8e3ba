"""The command line as tests run it: in this process, or in a new one where that matters."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CATALOG = """\
images:
  gardenlinux:
    shared: true
    versions:
      1877.13.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m, eu-central-1: m-gw8iwwd9dqjxwgjtvc3i}
"""


def run(
    *arguments: str | Path, cwd: Path, env: dict[str, str] | None = None, umask: int = -1
) -> subprocess.CompletedProcess[str]:
    """A new process of the command line, with `env` over this one's environment."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "generator", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        umask=umask,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
