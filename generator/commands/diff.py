"""The verb `diff`: what a change of manifests means, what it does, and its lines."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.inputs import Input
from generator.commands.options import (
    OutputFolder,
    format_option,
    planning_options,
    quiet_option,
)
from generator.commands.output import bytes_to_stdout, has_color, lines_to_stderr, text_to_stdout
from generator.commands.progress import progress
from generator.commands.reporting import exit_code, show_problems_briefly
from generator.commands.selecting import selected
from generator.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from generator.app.manifests import Sides
    from generator.app.planning import Options
    from generator.app.selection import Selection
    from generator.catalog import Catalog
    from generator.documents.plan import Document
    from generator.review.model import FolderReview

FORMATS = ("text", "markdown", "json")


@click.command()
@click.argument("paths", nargs=-1, type=Input(), metavar="[CATALOG... | OLD NEW | PATH...]")
@click.option(
    "-o",
    "--output",
    type=OutputFolder(),
    metavar="DIR",
    help="Compare this folder with what `generate CATALOG... -o DIR` would make of it.",
)
@click.option(
    "--against",
    type=Input(),
    metavar="PLACE",
    help="Compare what is deployed with what `generate CATALOG...` would write: by kind, name and "
    "namespace with the objects in a file, a folder, or `-`, whatever else is there.",
)
@click.option(
    "--git",
    "revisions",
    metavar="BASE[..HEAD]",
    help="Compare two revisions, or one with the work tree; BASE...HEAD as git diff has it.",
)
@planning_options
@click.option("--with-secrets", is_flag=True, help="Generate the Secrets, too.")
@format_option(
    FORMATS, "How the differences are written; `markdown` fits into a comment on GitHub."
)
@click.option("--stat", is_flag=True, help="Count the lines of each file instead of printing them.")
@click.option("--full", is_flag=True, help="Print the lines of a new landscape, too.")
@quiet_option
@click.option("--exit-code", "by_code", is_flag=True, help="Exit with 1 where something differs.")
def command(
    paths: tuple[str, ...],
    output: Path | None,
    against: str | None,
    revisions: str | None,
    templates: Path | None,
    as_of: date | None,
    rules: Mapping[str, Severity | None],
    form: str,
    *,
    with_secrets: bool,
    stat: bool,
    full: bool,
    by_code: bool,
    quiet: bool,
) -> int:
    """Say what changed in manifests: what it means, what it does in a landscape, line by line.

    Without paths, the catalogs of the project around the working directory are compared with what
    stands in its output folder. Charts are compared file by file, credentials are only said to
    have changed, and files that another tool encrypted are not compared.

    \b
    Examples:
      alicloud-generator diff live.yaml -o manifests
      kubectl get cloudprofiles -o yaml | alicloud-generator diff live.yaml --against -
      alicloud-generator diff old.yaml new.yaml
      alicloud-generator diff --git origin/main...HEAD manifests --format markdown
    """  # noqa: D301  click wants the character
    _exclude_each_other(output=output, against=against, git=revisions)
    problems: list[Problem] = []
    if revisions is not None or (paths and output is None and against is None):
        places = _manifests(paths, revisions, problems)
    else:
        # Comparing manifests needs neither the rules nor what makes documents.
        from generator.app.planning import Options

        selection = selected(paths)
        folder = output or selection.output
        options = Options(
            None if against is not None else folder,
            (),
            templates or selection.templates,
            as_of,
            rules,
            with_secrets=with_secrets,
            # Nor may one show it.
            outside=Severity.ERROR,
        )
        if against is not None:
            places = _against(selection, options, against, problems, quiet=quiet)
        else:
            places = _generated(selection, options, folder, problems)
    show_problems_briefly(problems, quiet=quiet)
    _show(_detailed(places, form, stat=stat, full=full), form)
    return max(int(by_code and bool(places)), exit_code(problems))


def _exclude_each_other(**places: object) -> None:
    given = [f"--{name}" for name, value in places.items() if value is not None]
    if len(given) > 1:
        raise click.UsageError(f"{' and '.join(given)} exclude each other")


def _manifests(
    paths: Sequence[str], revisions: str | None, problems: list[Problem]
) -> Sequence[FolderReview]:
    """The review of two manifests or folders, or of two revisions of Git."""
    sides = _committed(revisions, paths) if revisions is not None else _named(paths)
    found: list[Problem] = []
    places = _reviewed(sides, found)
    # What somebody named must be readable; beside what was named there may be anything.
    named = revisions is None and len({*sides.old, *sides.new}) == 1
    problems += found if named else map(_as_warning, found)
    return places


def _reviewed(sides: Sides, problems: list[Problem]) -> Sequence[FolderReview]:
    from generator.review.compare import review

    return review(
        sides.old,
        sides.new,
        problems,
        known_folders=sides.known_folders,
        old_names=sides.old_names,
    )


def _against(
    selection: Selection, options: Options, place: str, problems: list[Problem], *, quiet: bool
) -> Sequence[FolderReview]:
    """What applying the documents of catalogs would change of the objects in a place."""
    from generator.app.deployed import read_deployed
    from generator.commands.deployed import compare_deployed
    from generator.review.deployed import review_deployed

    compared = compare_deployed(
        selection, options, lambda _: read_deployed(place), problems, quiet=quiet
    )
    reviews = (review_deployed(each.catalog.name, each.matches) for each in compared)
    return [review for review in reviews if review]


def _as_warning(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARNING)


def _named(paths: Sequence[str]) -> Sides:
    from generator.app.manifests import read_pair

    if len(paths) != 2:
        raise click.UsageError("give OLD and NEW, or catalogs with -o DIR, or --git BASE[..HEAD]")
    return read_pair(Path(paths[0]), Path(paths[1]))


def _committed(revisions: str, paths: Sequence[str]) -> Sides:
    from generator.app.git import changed_manifests

    return changed_manifests(revisions, paths)


def _generated(
    selection: Selection, options: Options, output: Path, problems: list[Problem]
) -> Sequence[FolderReview]:
    """The review of what stands in the output folder, and of what would."""
    from generator.app.comparing import read_sides
    from generator.app.manifests import Sides
    from generator.app.planning import Planner
    from generator.review.drift import ENCRYPTED

    def sides(catalog: Catalog, documents: Sequence[Document], _: list[Problem]) -> Sides:
        return read_sides(catalog, documents, output)

    planner = Planner(selection, options)
    problems += planner.problems
    old: dict[str, bytes] = {}
    new: dict[str, bytes] = {}
    for outcome in progress(planner.outcomes(sides, alone=True), len(planner.catalogs)):
        problems += outcome.problems
        if outcome.result is not None:
            old |= outcome.result.old
            new |= outcome.result.new
            for path in outcome.result.encrypted:
                lines_to_stderr(f"{ENCRYPTED}: {path}")
    unreadable: list[Problem] = []
    places = _reviewed(Sides(old, new), unreadable)
    problems += map(_as_warning, unreadable)
    return places


def _detailed(
    places: Sequence[FolderReview], form: str, *, stat: bool, full: bool
) -> Sequence[FolderReview]:
    """The review with as many of its lines as were asked for; programs read all of them."""
    from generator.review.detail import with_counts, without_new_lines

    if stat:
        return [*map(with_counts, places)]
    return places if full or form == "json" else [*map(without_new_lines, places)]


def _show(places: Sequence[FolderReview], form: str) -> None:
    if form == "json":
        from generator.review.formats import as_json

        bytes_to_stdout(as_json(places).encode())
    elif form == "markdown":
        from generator.review.markdown import as_markdown

        text_to_stdout(as_markdown(places))
    else:
        from generator.review.formats import as_text

        color = has_color(sys.stdout)
        text_to_stdout(as_text(places, color=color), color=color)
