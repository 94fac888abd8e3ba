"""All printing to stdout and stderr; masks credentials once more.

Whatever has the form of a credential is hidden here, even if everybody before forgot to.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from generator.ansi import painted
from generator.visible import visible, visible_lines

if TYPE_CHECKING:
    from typing import TextIO


def has_color(stream: TextIO) -> bool:
    """Whether a stream shows colors: a terminal, unless NO_COLOR is set."""
    return stream.isatty() and "NO_COLOR" not in os.environ


def lines_to_stdout(*lines: str) -> None:
    """Lines that were asked for, on standard output; none of them can become two."""
    text_to_stdout("".join(f"{visible(line)}\n" for line in lines))


def text_to_stdout(text: str, *, color: bool = False) -> None:
    """The same for whole text, in which line ends and our own `color` are all that acts."""
    bytes_to_stdout(_shown(text, color=color).encode())


def bytes_to_stdout(data: bytes) -> None:
    """A document for programs, as it is: of a format that makes visible what it holds."""
    # What was printed before comes first.
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def lines_to_stderr(*lines: str) -> None:
    """Lines about what is done, on standard error; none of them can become two."""
    text_to_stderr("".join(f"{visible(line)}\n" for line in lines))


def text_to_stderr(text: str, *, color: bool = False) -> None:
    """The same for whole text, as `text_to_stdout` has it."""
    click.echo(_shown(text, color=color), err=True, nl=False, color=color)


def problems_to_stderr(text: str, form: str, *, color: bool) -> None:
    """What `report.render_problems` wrote; forms for programs make visible what they hold."""
    if form == "text":
        text_to_stderr(text, color=color)
    else:
        click.echo(text, err=True, nl=False)


def _shown(text: str, *, color: bool) -> str:
    from generator.credentials.lines import mask_known_forms

    text = mask_known_forms(text)
    if not color:
        return visible_lines(text)
    parts = painted(text)
    return "".join(part if at % 2 else visible_lines(part) for at, part in enumerate(parts))
