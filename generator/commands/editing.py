"""The verbs that change a catalog: their options, and what they have in common."""

from __future__ import annotations

import re
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import files
from generator.commands.inputs import EditedFile
from generator.commands.options import PROBLEM_FORMATS, as_of_option, reporting_options
from generator.commands.output import notes_to_stderr, text_to_stdout
from generator.commands.reporting import exit_code, show_problems
from generator.problems import ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from generator.app.editing import Request
    from generator.commands.options import Command
    from generator.edit.catalog_files import CatalogFiles
    from generator.edit.changes import ChangeSet


_OF_FILES = ("--from", "--in-use")
_DAYS = re.compile(r"\+([0-9]{1,4})d")


class FilesCommand(click.Command):
    """Takes several files behind one `--from` or `--in-use`, as a shell writes them for `*.json`.

    Only where the catalog comes first, as the usage has it: else it could be one of the files.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line's words."""
        if args and not args[0].startswith("-"):
            args = [*_repeated(args)]
        return super().parse_args(ctx, args)


def _repeated(args: Iterable[str]) -> Iterator[str]:
    """The arguments, with the option before each of its files."""
    option, is_first = "", False
    for arg in args:
        if arg.startswith("-") and arg != "-":
            option, is_first = (arg if arg in _OF_FILES else ""), True
        elif option and not is_first and (arg == "-" or files.exists(arg)):
            yield option
        else:
            is_first = False
        yield arg


def editing_options(command: Command) -> Command:
    """Give a verb `--in` (as `files`), `--dry-run`, `--summary` and what every verb has."""
    files = click.option(
        "--in",
        "files",
        multiple=True,
        type=EditedFile(),
        metavar="FILE",
        help=(
            "Change this file, CATALOG itself or one that it extends, if it has the entry. Can "
            "be repeated. Without it, only CATALOG is changed."
        ),
    )
    dry_run = click.option(
        "--dry-run", is_flag=True, help="Print the diff to standard output and write nothing."
    )
    summary = click.option(
        "--summary",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Write the text of a pull request, in Markdown; `-` prints it.",
    )
    reporting = reporting_options(command, PROBLEM_FORMATS)
    return files(dry_run(summary(as_of_option(reporting))))


def expires_option(command: Command) -> Command:
    """Give a verb `--expires`."""
    option = click.option(
        "--expires",
        metavar="DATE|+DAYSd",
        help="YYYY-MM-DD, or a number of days after --as-of (by default, today), such as +90d.",
    )
    return option(command)


def expiration(text: str | None, as_of: date | None) -> str:
    """The date that `--expires` means, if any; asks the clock for one like `+90d` alone."""
    if not text:
        return ""
    try:
        return _expiration(text, as_of or datetime.now(UTC).date())
    except ValueError:
        from generator.reading.dates import no_such_day

        forms = "a date such as 2027-03-31 nor a number of days such as +90d"
        reason = no_such_day(text)
        message = f"{text!r}: {reason}" if reason else f"{text!r} is neither {forms}"
    except OverflowError:
        message = f"{text!r} is later than 9999-12-31, the last possible date"
    raise click.BadParameter(message, param_hint="--expires")


def _expiration(text: str, today: date) -> str:
    """The date; raises ValueError where the text is none, or OverflowError."""
    if match := _DAYS.fullmatch(text):
        return (today + timedelta(int(match[1]))).isoformat()
    from generator.reading.dates import to_rfc3339

    to_rfc3339(text)
    return text


def change(
    request: Request,
    decide: Callable[[CatalogFiles], ChangeSet],
    form: str,
    *,
    dry_run: bool,
) -> int:
    """Edit the files of a catalog as `decide` says, if the checks find nothing new in them.

    A `dry_run` prints the difference instead. Returns the exit code.
    """
    try:
        return _changed(request, decide, form, dry_run=dry_run)
    except ProblemsError as error:
        show_problems(error.problems, form)
        return exit_code(error.problems)


def _changed(
    request: Request,
    decide: Callable[[CatalogFiles], ChangeSet],
    form: str,
    *,
    dry_run: bool,
) -> int:
    from generator.app.editing import PRINTED, locked, propose, unified_diff, write

    with nullcontext() if dry_run else locked(request):
        proposal = propose(request, decide)
        show_problems(proposal.problems, form)
        if proposal.is_refused:
            notes_to_stderr("nothing is written")
            return 1
        if dry_run:
            text_to_stdout("".join(map(unified_diff, proposal.edits)))
        else:
            write(request, proposal)
            if request.summary == PRINTED:
                text_to_stdout(proposal.summary)
        notes_to_stderr(*proposal.messages)
        return 0
