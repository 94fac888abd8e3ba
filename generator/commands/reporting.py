"""How every verb reports: the options for it, and problems on standard error."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from generator.commands.options import form_option
from generator.commands.output import tell_problems
from generator.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.commands.options import Command
    from generator.problems import Problem

FORMATS = ("text", "json", "github")


def reporting_options(command: Command) -> Command:
    """Give a verb `--format` and `--strict`."""
    form = form_option(FORMATS, "How problems are written.")
    strict = click.option("--strict", is_flag=True, help="Let a warning count as an error.")
    return form(strict(command))


def show_problems(problems: Sequence[Problem], form: str) -> None:
    """Write problems to standard error, in color where people look at it."""
    if not problems:
        return
    from generator.app.excerpts import quotable_text
    from generator.report import render_problems

    color = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    text = render_problems(problems, form, quotable_text, color=color)
    tell_problems(text, form, color=color)


def exit_code(problems: Iterable[Problem]) -> int:
    """1 where a problem is an error, else 0."""
    return int(any(problem.severity is Severity.ERROR for problem in problems))
