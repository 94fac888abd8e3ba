"""What the verbs that look into manifests share: reading them, and saying what cannot be read."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING, Final

from generator.commands.output import tell_problems
from generator.problems import fail

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.problems import Problem

MAX_MANIFEST: Final = 64 * 1024 * 1024
"""Bytes; etcd takes 1.5 MiB for one object."""


def read_manifest(path: Path) -> bytes:
    """The bytes of a file, or of standard input for `-`; raises `ProblemsError`."""
    data = sys.stdin.buffer.read(MAX_MANIFEST + 1) if str(path) == "-" else _read(path)
    if len(data) > MAX_MANIFEST:
        raise fail(f"larger than {MAX_MANIFEST:,} bytes", file=str(path))
    return data


def _read(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise fail("this is no file", file=str(path), expected="a manifest")
        with path.open("rb") as file:
            return file.read(MAX_MANIFEST + 1)
    except FileNotFoundError:
        raise fail("there is no such file", file=str(path), expected="a manifest") from None
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", file=str(path)) from None


def show_failures(problems: Sequence[Problem], form: str) -> None:
    """Write to standard error what kept manifests from being read.

    Without their lines: in a Secret, any of them could be a credential.
    """
    if not problems:
        return
    from generator.inspect.private import scrubbed
    from generator.report import render_problems

    color = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    text = render_problems(problems, form, _no_text, color=color)
    tell_problems(scrubbed(text), form, color=color)


def _no_text(file: str) -> str:
    raise OSError(file)
