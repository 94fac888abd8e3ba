"""A bug of ours: a short message, and a file with what is needed to find it."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback

from generator import __version__
from generator.commands.output import lines_to_stderr, text_to_stderr


def report_crash(error: Exception) -> None:
    """Write the traceback to a file that only its owner can read, and say where it is.

    Where no file can be written, the traceback itself is said. The exception's own text stays out:
    it could quote a credential.
    """
    kind = type(error).__name__
    lines = traceback.format_list(traceback.extract_tb(error.__traceback__))
    report = (
        f"alicloud-generator {__version__}, Python {platform.python_version()}\n{kind}\n"
        + "".join(lines)
    )
    try:
        place, rest = f"see {_written(report)}", ""
    except OSError:
        place, rest = "no file could be written with what follows", report
    lines_to_stderr(f"this is a bug in alicloud-generator ({kind}); {place}")
    text_to_stderr(rest)


def _written(report: str) -> str:
    """The path of a new file with the report; raises OSError."""
    handle, path = tempfile.mkstemp(prefix="alicloud-generator-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(report)
    return path
