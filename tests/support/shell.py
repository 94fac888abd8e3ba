"""What the shell of a user sees: the command, Git with an identity, and nothing of ours."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_GIT_CONFIG = """\
[user]
\tname = A User
\temail = user@example.org
[init]
\tdefaultBranch = main
"""


def user_environment(home: Path) -> dict[str, str]:
    """The environment of a user whose home this folder becomes, with our command in PATH."""
    programs = home / "bin"
    programs.mkdir(parents=True)
    command = f'#!/bin/sh\nexec "{sys.executable}" -P -m generator "$@"\n'
    write_program(programs / "alicloud-generator", command)
    write_program(programs / "python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (home / ".gitconfig").write_text(_GIT_CONFIG)
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
        "PATH": os.pathsep.join((str(programs), str(ROOT / "build" / "bin"), os.environ["PATH"])),
        "HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
    }


def write_program(path: Path, text: str) -> None:
    """A script that can be run."""
    path.write_text(text)
    path.chmod(0o755)
