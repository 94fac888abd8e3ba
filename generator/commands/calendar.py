"""The verb `calendar`: what happens to versions, when, and what follows."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from generator.commands.options import Day, Days, format_option
from generator.commands.output import bytes_to_stdout, text_to_stdout
from generator.commands.progress import reading
from generator.commands.reporting import exit_code, show_problems
from generator.commands.selecting import catalogs_argument, selected
from generator.commands.terminal import has_color
from generator.problems import collected

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from generator.app.selection import Selection
    from generator.calendar.events import Calendar, Period
    from generator.catalog import Catalog
    from generator.decode.layers import Layer
from generator.problems import Problem

FORMATS = ("text", "markdown", "json", "ics")


@click.command()
@catalogs_argument
@click.option(
    "--as-of",
    type=Day(),
    required=True,
    metavar="DATE",
    help="The first day: YYYY-MM-DD, or `today` (UTC).",
)
@click.option(
    "--until",
    type=Day(),
    metavar="DATE",
    help="The last day. Without it, all known dates are shown.",
)
@click.option(
    "--grace",
    type=Days(),
    default="0d",
    show_default=True,
    metavar="DAYS",
    help="How long an expired version stays in the catalog; `retire` has the same option.",
)
@format_option(FORMATS, "The output format; `ics` is iCalendar.")
def command(
    catalogs: tuple[str, ...], as_of: date, until: date | None, grace: int, form: str
) -> int:
    """Say when versions expire, and which updates that forces.

    Lists which versions become supported or deprecated, expire, and can be removed, and to which
    version Gardener then updates the clusters that use one that expires. Without CATALOG, the
    catalogs of the project around the working directory are used.

    \b
    Example: alicloud-generator calendar live.yaml --as-of today --until 2027-12-31
    """
    from generator.calendar.events import Period

    if until is not None and until < as_of:
        raise click.UsageError("--until is before --as-of")
    period = Period(as_of, until, grace)
    selection = selected(catalogs)
    problems = [*selection.problems]
    calendars = _calendars(selection, period, problems)
    show_problems(problems, "text")
    if calendars:
        _show(calendars, period, form)
    return exit_code(problems)


def _calendars(selection: Selection, period: Period, problems: list[Problem]) -> list[Calendar]:
    """The calendar of each catalog that can be read; what is wrong is added to `problems`."""
    from generator.app.sources import Sources
    from generator.calendar.events import calendar
    from generator.calendar.held_back import with_arrivals

    sources = Sources(below=selection.rules)
    calendars = []
    files = reading(selection.files)
    for catalog in sources.catalogs(files, problems, period.as_of, selection.is_shown):
        with collected(problems, catalog.file):
            layers = sources.layers(catalog.file)
            later, arrivals = with_arrivals(catalog, layers, period)
            found = _wrong_lifecycles(later, layers)
            problems += found
            if not exit_code(found):
                calendars.append(calendar(later, period, arrivals))
    return calendars


def _wrong_lifecycles(catalog: Catalog, layers: Sequence[Layer]) -> tuple[Problem, ...]:
    """What the rule `lifecycle` finds: a stage that Gardener refuses never comes."""
    from generator.checks import Severities, lifecycle
    from generator.decode.positions import located

    judged = Severities(catalog, {}, strict=False).judged
    findings = list(judged(lifecycle, lifecycle.check(catalog)))
    return tuple(located(findings, layers))


def _show(calendars: Sequence[Calendar], period: Period, form: str) -> None:
    from generator.calendar.formats import as_json, as_markdown, as_text
    from generator.calendar.ics import as_ics

    if form == "ics":
        bytes_to_stdout(as_ics(calendars, period))
    elif form == "json":
        bytes_to_stdout(as_json(calendars, period).encode())
    elif form == "markdown":
        text_to_stdout(as_markdown(calendars, period))
    else:
        color = has_color(sys.stdout)
        text_to_stdout(as_text(calendars, period, color=color), color=color)
