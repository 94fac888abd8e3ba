"""The one way out: what verbs write to the terminal, to files and to the logs of pipelines.

What is a credential by its form is masked here once more, whoever forgot it.
"""

from __future__ import annotations

import sys

import click

from generator.ansi import painted
from generator.credentials.lines import without_forms
from generator.visible import visible, visible_lines


def show(*lines: str) -> None:
    """Lines that were asked for, on standard output; none of them can become two."""
    show_text("".join(f"{visible(line)}\n" for line in lines))


def show_text(text: str, *, color: bool = False) -> None:
    """The same for whole text, in which line ends and our own `color` are all that acts."""
    show_data(_shown(text, color=color).encode())


def show_data(data: bytes) -> None:
    """A document for programs, as it is: of a format that makes visible what it holds."""
    # What was printed before comes first.
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def tell(*lines: str) -> None:
    """Lines about what is done, on standard error; none of them can become two."""
    tell_text("".join(f"{visible(line)}\n" for line in lines))


def tell_text(text: str, *, color: bool = False) -> None:
    """The same for whole text, as `show_text` has it."""
    click.echo(_shown(text, color=color), err=True, nl=False, color=color)


def tell_problems(text: str, form: str, *, color: bool) -> None:
    """What `report.render_problems` wrote; forms for programs make visible what they hold."""
    if form == "text":
        tell_text(text, color=color)
    else:
        click.echo(text, err=True, nl=False)


def _shown(text: str, *, color: bool) -> str:
    text = without_forms(text)
    if not color:
        return visible_lines(text)
    parts = painted(text)
    return "".join(part if at % 2 else visible_lines(part) for at, part in enumerate(parts))
