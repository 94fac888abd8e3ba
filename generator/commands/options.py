"""What the options of verbs are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Command = TypeVar("Command", bound="Callable[..., int]")
"""What a verb does, with the options that it has already."""


def form_option(forms: Sequence[str], meaning: str) -> Callable[[Command], Command]:
    """The option `--format`, as `form`: one of the forms, by default the first."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help=meaning,
    )
