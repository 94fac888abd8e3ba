"""Options that several verbs have, and what they take."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

from generator.commands import candidates
from generator.commands.inputs import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.problems import Severity

Command = TypeVar("Command", bound="Callable[..., int]")
"""What a verb does, with the options that it has already."""

PROBLEM_FORMATS: Final = ("text", "json", "github")
REPORT_FORMATS: Final = (*PROBLEM_FORMATS, "gitlab", "sarif")
"""The same, and those of reports: documents on standard output."""

_TODAY: Final = "today"


class Day(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.4
    """A day: YYYY-MM-DD, or `today`, the only word that asks the clock."""

    name = "day"
    shell_complete = click.Choice((_TODAY,)).shell_complete

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day that a text names; a wrong one is wrong usage."""
        if isinstance(value, date):
            return value
        if value == _TODAY:
            return datetime.now(UTC).date()
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            self.fail(_no_day(value), param, ctx)

    def get_missing_message(self, *_: object, **__: object) -> str:
        """What to write where a day is missing."""
        return f"Write a day, YYYY-MM-DD, or `{_TODAY}`"


def _no_day(text: str) -> str:
    from generator.reading.dates import no_such_day

    reason = no_such_day(text)
    return f"{text!r}: {reason}" if reason else f"{text!r} is neither YYYY-MM-DD nor {_TODAY}"


class OutputFolder(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.4
    """A folder to write to, or to compare with; `-` is none, as `generate -o -` prints."""

    name = "folder"
    shell_complete = FOLDERS

    def convert(
        self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """The folder's path; a wrong one is wrong usage."""
        if value in ("", "-"):
            self.fail(f"{value!r} is not a folder; `.` is the current one", param, ctx)
        return Path(value)


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
            self.fail(f"{value!r} is not a number of days such as 30d", param, ctx)
        return int(value[:-1])


def fetch_option(command: Command) -> Command:
    """Give a verb `--fetch`, without which nothing opens a connection."""
    option = click.option(
        "--fetch",
        is_flag=True,
        help=(
            "Fetch the charts that are in OCI registries: to show which files differ, and "
            "whether a tag still has its pinned digest."
        ),
    )
    return option(command)


def as_of_option(command: Command) -> Command:
    """Give a verb `--as-of`, without which nothing depends on the day of the call."""
    option = click.option(
        "--as-of",
        type=Day(),
        metavar="DATE",
        help=(
            "The day to compare dates with: YYYY-MM-DD, or `today` (UTC). Without it, dates are "
            "not checked."
        ),
    )
    return option(command)


def format_option(formats: Sequence[str], meaning: str) -> Callable[[Command], Command]:
    """The option `--format`, as `form`: one of the formats, by default the first."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help=meaning,
    )


def reporting_options(command: Command, formats: Sequence[str] = REPORT_FORMATS) -> Command:
    """Give a verb `--format` (as `form`), of problems, and `--strict`."""
    form = format_option(formats, "How problems are printed.")
    strict = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
    return form(strict(command))


def rule_option(command: Command) -> Command:
    """Give a verb `--rule`, as `rules`: rule to severity, None for one that is off."""
    option = click.option(
        "--rule",
        "rules",
        multiple=True,
        callback=_read_rules,
        shell_complete=candidates.rule_settings,
        metavar="ID=error|warning|off",
        help=(
            "Set the severity of a rule (`alicloud-generator rules` lists them). Overrides "
            "`rules` in a catalog. Can be repeated."
        ),
    )
    return option(command)


def planning_options(command: Command) -> Command:
    """Give a verb what plans of documents need: `--templates`, `--as-of`, `--rule` (as `rules`)."""
    templates = click.option(
        "--templates",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="A folder of templates that replace built-in ones or add documents.",
    )
    return templates(as_of_option(rule_option(command)))


def _read_rules(
    ctx: click.Context, param: click.Parameter, settings: Sequence[str]
) -> dict[str, Severity | None]:
    if not settings:
        return {}
    from generator.checks import all_rules, unknown_rule
    from generator.decode.rules import SETTINGS, severity_of
    from generator.problems import nearest

    known = all_rules()
    chosen: dict[str, Severity | None] = {}
    for text in settings:
        rule, _, setting = text.partition("=")
        if setting not in SETTINGS:
            hint = nearest(setting, SETTINGS)
            message = f"{text!r} does not have the form {param.metavar}"
            message = "; ".join(filter(None, [message, hint]))
            raise click.BadParameter(message, ctx, param)
        if rule not in known:
            finding = unknown_rule(rule)
            message = "; ".join(filter(None, [finding.message, str(finding.hint)]))
            raise click.BadParameter(message, ctx, param)
        chosen[rule] = severity_of(setting)
    return chosen


def region_ids(texts: Sequence[str]) -> dict[str, str]:
    """The image IDs of regions that `--region REGION=ID` names; a wrong one is wrong usage."""
    from generator.checks.unknown_region import have_changed_places

    ids: dict[str, str] = {}
    for text in texts:
        region, equals, image_id = text.partition("=")
        if not (region and equals and image_id):
            raise click.BadParameter(f"{text!r} is not REGION=ID", param_hint="--region")
        if have_changed_places(region, image_id) or region.startswith("m-"):
            message = f"{text!r} has the image ID before the region: write REGION=ID"
            raise click.BadParameter(message, param_hint="--region")
        if ids.setdefault(region, image_id) != image_id:
            raise click.BadParameter(f"{region} has two IDs", param_hint="--region")
    return ids
