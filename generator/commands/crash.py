"""A bug of ours: a short message, and a file with what is needed to find it."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback

from generator import __version__
from generator.commands.output import tell


def report_crash(error: Exception) -> None:
    """Write the traceback to a file that only its owner can read, and say where it is.

    The exception's own text stays out: it could quote a credential.
    """
    summary = traceback.format_list(traceback.extract_tb(error.__traceback__))
    handle, path = tempfile.mkstemp(prefix="alicloud-generator-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"alicloud-generator {__version__}, Python {platform.python_version()}\n")
        file.write(f"{type(error).__name__}\n")
        file.writelines(summary)
    tell(f"this is a bug in alicloud-generator ({type(error).__name__}); see {path}")
