"""Interactive shells on a pseudo terminal: keys are pressed, and the screen is looked at."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

from tests.support.shell import user_environment, write_program
from tests.support.tools import need

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PATIENCE: Final = 120.0
"""Seconds after which a test gives up; nothing takes that long."""

_ON_TERMINAL: Final = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "os.execvp(sys.argv[1], sys.argv[1:])"
)
"""Makes standard input the terminal that keys like Ctrl-C act on."""

_TAKEN: Final = """\
#!{python}
import json, sys
print("<<" + json.dumps(sys.argv[1:]) + ">>")
"""

TAB: Final = "\t"
_START_OF_LINE: Final = "\x01"

_BASH: Final = """\
PS1='ready> '
unset HISTFILE
bind 'set show-all-if-ambiguous on'
bind 'set completion-query-items 0'
bind 'set page-completions off'
bind 'set enable-bracketed-paste off'
"""
_ZSH: Final = """\
PS1='ready> '
LISTMAX=10000
bindkey -e
unset zle_bracketed_paste
autoload -Uz compinit
compinit -u -D
"""
_FISH: Final = """\
function fish_prompt; echo -n 'ready> '; end
function fish_greeting; end
set -g fish_autosuggestion_enabled 0
"""
_STARTS: Final = {
    "bash": (_BASH, ".bashrc", ("--noprofile", "-i")),
    "zsh": (_ZSH, ".zshrc", ("-d", "-i")),
    "fish": (_FISH, "config.fish", ("--no-config", "-i", "-C", "source $HOME/config.fish")),
}
"""What each shell is told at its start, in which file of the home, and its options."""


class Shell:
    """A shell in a folder, with our command in its PATH and these lines in its start-up file."""

    def __init__(self, name: str, home: Path, folder: Path, lines: str) -> None:
        program = need(name)
        start, file, options = _STARTS[name]
        environment = user_environment(home)
        (home / file).write_text(f"{start}{lines}\n")
        self.home, self.folder = home, folder
        write_program(home / "bin" / "taken", _TAKEN.format(python=sys.executable))
        self._terminal, other = os.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _ON_TERMINAL, program, *options],
            stdin=other,
            stdout=other,
            stderr=other,
            cwd=folder,
            env={**environment, "TERM": "xterm", "ZDOTDIR": str(home), "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        os.close(other)
        self.screen = ""
        self.wait_for("ready> ")

    def close(self) -> None:
        """End the shell."""
        self._process.kill()
        self._process.wait()
        os.close(self._terminal)

    def press(self, keys: str) -> None:
        """Type keys on a screen that is empty but for the line."""
        self._read(0)
        self.screen = ""
        os.write(self._terminal, keys.encode())

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Wait until the screen shows what a pattern matches."""
        end = time.monotonic() + _PATIENCE
        while not (found := re.search(pattern, self.screen, re.DOTALL)):
            assert time.monotonic() < end, f"{pattern} never came: {self.screen!r}"
            self._read(1)
        return found

    def completed(self, typed: str) -> Sequence[str]:
        """The words of a command line, as a command gets them, after Tab behind what is typed."""
        self.press(f"{typed}{TAB}")
        return self._taken()

    def listed(self, typed: str, *words: str) -> str:
        """The screen on which Tab lists these words behind what is typed."""
        self.press(f"{typed}{TAB}")
        for word in words:
            self.wait_for(re.escape(word))
        screen = self.screen
        self._taken()
        return screen

    def _taken(self) -> Sequence[str]:
        """Run the line behind another command, which prints what it is given."""
        os.write(self._terminal, f"{_START_OF_LINE}taken \r".encode())
        found = self.wait_for(r"<<(.*)>>.*ready> ")
        words: list[str] = json.loads(found[1])
        return words

    def _read(self, patience: float) -> None:
        while select.select([self._terminal], [], [], patience)[0]:
            text = os.read(self._terminal, 65_536).decode(errors="replace")
            self.screen = re.sub(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[()].|[=>])", "", self.screen + text)
            patience = 0
