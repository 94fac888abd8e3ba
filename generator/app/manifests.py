"""What the verbs that look into manifests share: reading them, and saying what cannot be read."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from generator import files
from generator.commands.output import tell_problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.problems import Problem


def read_manifest(path: Path) -> bytes:
    """The bytes of a file, or of standard input for `-`; raises `ProblemsError`."""
    return files.required(str(path), expected="a manifest")


def show_failures(problems: Sequence[Problem], form: str) -> None:
    """Write to standard error what kept manifests from being read.

    Without their lines: in a Secret, any of them could be a credential.
    """
    if not problems:
        return
    from generator.credentials.lines import without_forms
    from generator.report import render_problems

    color = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    text = render_problems(problems, form, _no_text, color=color)
    tell_problems(without_forms(text), form, color=color)


def _no_text(file: str) -> str:
    raise OSError(file)
