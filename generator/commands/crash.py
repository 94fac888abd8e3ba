"""A bug of ours: a short message, and a file with what is needed to find it."""

from __future__ import annotations

import os
import platform
import tempfile
from typing import TYPE_CHECKING

from generator import __version__
from generator.commands.output import lines_to_stderr, text_to_stderr
from generator.problems import bug

if TYPE_CHECKING:
    from generator.problems import Problem


def report_crash(error: Exception) -> int:
    """Say that the whole call ended in a bug, and where the traceback is; returns the exit code.

    Where the installation is broken, that is said.
    """
    problem = bug(error)
    if not problem.traceback:
        lines_to_stderr(f"error: {problem.message}")
        return 1
    lines_to_stderr(noted(problem).message)
    return 3


def noted(problem: Problem) -> Problem:
    """The problem of a bug with the place of its traceback: a file that only its owner can read.

    Where no file can be written, the traceback itself is said.
    """
    head = f"alicloud-generator {__version__}, Python {platform.python_version()}"
    report = f"{head}\n{problem.message}\n{problem.traceback}"
    try:
        place = f"see {_written(report)}"
    except OSError:
        place = "the traceback is above, because it could not be written to a file"
        text_to_stderr(report)
    return problem._replace(message=f"{problem.message}; {place}")


def _written(report: str) -> str:
    """The path of a new file with the report; raises OSError."""
    handle, path = tempfile.mkstemp(prefix="alicloud-generator-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(report)
    return path
