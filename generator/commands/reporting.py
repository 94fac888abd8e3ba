"""How every verb reports: the options for it, and problems on standard error."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from generator.problems import Severity
from generator.report import FORMATS, render_problems
from generator.yamlio.read import decode_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.problems import Problem

_Command = TypeVar("_Command", bound="Callable[..., int]")


def reporting_options(command: _Command) -> _Command:
    """Give a verb `--format` and `--strict`."""
    form = click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="How problems are written.",
    )
    strict = click.option("--strict", is_flag=True, help="Let a warning count as an error.")
    return form(strict(command))


def show_problems(problems: Iterable[Problem], form: str) -> None:
    """Write problems to standard error, in color where people look at it."""
    stream = click.get_text_stream("stderr")
    color = stream.isatty() and "NO_COLOR" not in os.environ
    click.echo(
        render_problems(problems, form, _read_text, color=color), err=True, nl=False, color=color
    )


def exit_code(problems: Iterable[Problem]) -> int:
    """1 where a problem is an error, else 0."""
    return int(any(problem.severity is Severity.ERROR for problem in problems))


def _read_text(file: str) -> str:
    return decode_text(Path(file).read_bytes(), file)
