"""How a call prints: the options for it, which every verb has, and what the environment says."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from typing import TextIO

_USUAL_WIDTH: Final = 80
"""Columns of a terminal that does not say how many it has."""

_FORCING: Final = ("FORCE_COLOR", "CLICOLOR_FORCE")


def _keep(ctx: click.Context, param: click.Parameter, value: object) -> None:
    """Remember what is said, which also holds for whatever was said before the verb."""
    if value:
        ctx.meta[f"{__name__}.{param.name}"] = value


def _said(name: str) -> Any:  # noqa: ANN401  a text or a flag
    """What the command line says by an option; None for nothing, and outside of any call."""
    context = click.get_current_context(silent=True)
    return context.meta.get(f"{__name__}.{name}") if context else None


OPTIONS: Final = (
    click.Option(
        ["-q", "--quiet"],
        is_flag=True,
        expose_value=False,
        callback=_keep,
        help="Print only errors and results: no warnings, no notes, no progress bar.",
    ),
    click.Option(
        ["--color"],
        type=click.Choice(("auto", "always", "never")),
        expose_value=False,
        callback=_keep,
        show_default="auto",
        help="Whether text is colored; `auto` goes by the terminal, NO_COLOR, FORCE_COLOR and "
        "CLICOLOR.",
    ),
)
"""Taken before the verb and after it, where they are stronger."""


def is_quiet() -> bool:
    """Whether errors and answers alone are printed."""
    return bool(_said("quiet"))


def has_color(stream: TextIO) -> bool:
    """Whether text for a stream is colored: by the option, else by a variable, else on a terminal.

    The variables are those of no-color.org, force-color.org and bixense.com/clicolors.
    """
    if (said := _said("color")) in ("always", "never"):
        return bool(said == "always")
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in _FORCING):
        return True
    is_off = "0" in (os.environ.get("CLICOLOR"), os.environ.get("FORCE_COLOR"))
    return is_smart(stream) and not is_off


def is_smart(stream: TextIO) -> bool:
    """Whether a stream is a terminal that obeys escape sequences."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def width(stream: TextIO) -> int | None:
    """The columns of a terminal; None for a file or a pipe, which takes lines of any length."""
    if not stream.isatty():
        return None
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(stream.fileno()).columns or _USUAL_WIDTH
    except OSError:
        return _USUAL_WIDTH
