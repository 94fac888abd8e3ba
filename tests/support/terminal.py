"""Standard output and error as they are on a terminal, or piped."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING

from generator import cli

if TYPE_CHECKING:
    from collections.abc import Sequence


class Stream(io.TextIOWrapper):
    """Standard output or error of a process."""

    def __init__(self, *, terminal: bool, errors: str = "strict") -> None:
        self._bytes = io.BytesIO()
        super().__init__(self._bytes, encoding="utf-8", errors=errors)
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def data(self) -> bytes:
        self.flush()
        return self._bytes.getvalue()

    def text(self) -> str:
        return self.data().decode()


def answer(
    call: Sequence[str], *, terminal: bool, error_terminal: bool | None = None
) -> tuple[int, str, str]:
    """The exit code of a call, and what it writes to standard output and error.

    `error_terminal` says where only one of them is a terminal.
    """
    is_error_terminal = terminal if error_terminal is None else error_terminal
    out = Stream(terminal=terminal)
    err = Stream(terminal=is_error_terminal, errors="backslashreplace")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.run(call)
    return code, out.text(), err.text()
