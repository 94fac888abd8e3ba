"""Days on the command line: `--as-of`, and what other options are made of."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from generator.commands.options import Command

TODAY = "today"


class Day(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.4
    """A day: YYYY-MM-DD, or `today`, the only word that asks the clock."""

    name = "day"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day that a text names; a wrong one is wrong usage."""
        if isinstance(value, date):
            return value
        if value == TODAY:
            return datetime.now(UTC).date()
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            self.fail(f"{value!r} is neither YYYY-MM-DD nor {TODAY}", param, ctx)


class Days(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.4
    """A number of days, such as 30d."""

    name = "days"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number of days in a text; a wrong one is wrong usage."""
        if isinstance(value, int):
            return value
        if not re.fullmatch(r"[0-9]{1,4}d", value):
            self.fail(f"{value!r} is no number of days such as 30d", param, ctx)
        return int(value[:-1])


def as_of_option(command: Command) -> Command:
    """Give a verb `--as-of`, without which nothing depends on the day of the call."""
    option = click.option(
        "--as-of",
        type=Day(),
        metavar="DATE",
        help="The day to judge dates by: YYYY-MM-DD, or `today` (UTC). Without it, none is judged.",
    )
    return option(command)
