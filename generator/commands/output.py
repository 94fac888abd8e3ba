"""All printing to stdout and stderr; masks credentials once more.

Whatever has the form of a credential is hidden here, even if everybody before forgot to.
"""

from __future__ import annotations

import sys

import click

from generator.commands.terminal import is_quiet
from generator.visible import visible, visible_lines

_is_bar_drawn = False


def draw_bar(bar: str) -> None:
    """Show a progress bar on the terminal, which goes when something else is printed."""
    global _is_bar_drawn
    # What was printed before comes first.
    sys.stdout.flush()
    click.echo(f"\r{bar}\x1b[K", err=True, nl=False, color=True)
    _is_bar_drawn = True


def erase_bar() -> None:
    """Take the progress bar away, if there is one."""
    global _is_bar_drawn
    if _is_bar_drawn:
        click.echo("\r\x1b[K", err=True, nl=False, color=True)
        _is_bar_drawn = False


def lines_to_stdout(*lines: str) -> None:
    """Lines that were asked for, on standard output; none of them can become two."""
    text_to_stdout("".join(f"{visible(line)}\n" for line in lines))


def text_to_stdout(text: str, *, color: bool = False) -> None:
    """The same for whole text, in which line ends and our own `color` are all that acts."""
    bytes_to_stdout(_shown(text, color=color).encode())


def bytes_to_stdout(data: bytes) -> None:
    """A document for programs, as it is: of a format that makes visible what it holds."""
    erase_bar()
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def notes_to_stderr(*lines: str) -> None:
    """Lines about what is done, on standard error; none with `--quiet`."""
    if not is_quiet():
        lines_to_stderr(*lines)


def lines_to_stderr(*lines: str) -> None:
    """Lines about what is wrong, on standard error; none of them can become two."""
    text_to_stderr("".join(f"{visible(line)}\n" for line in lines))


def text_to_stderr(text: str, *, color: bool = False) -> None:
    """The same for whole text, as `text_to_stdout` has it."""
    _to_stderr(_shown(text, color=color), color=color)


def problems_to_stderr(text: str, form: str, *, color: bool) -> None:
    """What `report.render_problems` wrote; forms for programs make visible what they hold."""
    if form == "text":
        text_to_stderr(text, color=color)
    else:
        _to_stderr(text, color=False)


def _to_stderr(text: str, *, color: bool) -> None:
    erase_bar()
    click.echo(text, err=True, nl=False, color=color)


def _shown(text: str, *, color: bool) -> str:
    from generator.credentials.lines import mask_known_forms

    text = mask_known_forms(text)
    if not color:
        return visible_lines(text)
    from generator.ansi import painted

    parts = painted(text)
    return "".join(part if at % 2 else visible_lines(part) for at, part in enumerate(parts))
