"""Problems on standard error, and the exit code that follows from them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from generator.commands.output import tell_problems
from generator.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from generator.problems import Problem


def show_problems(problems: Sequence[Problem], form: str) -> None:
    """Write problems to standard error, with the lines where they are."""
    from generator.app.excerpts import quotable_text

    _show(problems, form, quotable_text)


def show_problems_without_lines(problems: Sequence[Problem], form: str) -> None:
    """Write problems of manifests to standard error: any line of a Secret could be a credential."""
    if problems:
        from generator.credentials.lines import without_forms

        _show(problems, form, _no_text, without_forms)


def exit_code(problems: Iterable[Problem]) -> int:
    """1 where a problem is an error, else 0."""
    return int(any(problem.severity is Severity.ERROR for problem in problems))


def _show(
    problems: Sequence[Problem],
    form: str,
    read_text: Callable[[str], str],
    masked: Callable[[str], str] = str,
) -> None:
    if not problems:
        return
    from generator.report import render_problems

    color = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    text = masked(render_problems(problems, form, read_text, color=color))
    tell_problems(text, form, color=color)


def _no_text(file: str) -> str:
    raise OSError(file)
