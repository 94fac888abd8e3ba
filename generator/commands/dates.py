"""The option `--as-of`: which day it is for checks and for `holdBack`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = "today"

_Command = TypeVar("_Command", bound="Callable[..., int]")


class _Day(click.ParamType[date]):
    name = "day"

    def convert(
        self,
        value: str | date,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date:
        if isinstance(value, date):
            return value
        if value == TODAY:
            return datetime.now(UTC).date()
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            self.fail(f"{value!r} is neither YYYY-MM-DD nor {TODAY}", param, ctx)


def as_of_option(command: _Command) -> _Command:
    """Give a verb `--as-of`, without which nothing depends on the day of the call."""
    option = click.option(
        "--as-of",
        type=_Day(),
        metavar="DATE",
        help="The day to judge dates by: YYYY-MM-DD, or `today` (UTC). Without it, none is judged.",
    )
    return option(command)
