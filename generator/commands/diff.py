"""The verb `diff`: what a change of manifests means, what it does, and its lines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from generator.commands.inputs import Input
from generator.commands.options import (
    OutputFolder,
    format_option,
    planning_options,
    quiet_option,
)
from generator.commands.output import bytes_to_stdout, lines_to_stderr, text_to_stdout
from generator.commands.progress import progress
from generator.commands.reporting import exit_code, show_problems_briefly
from generator.commands.selecting import selected
from generator.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from generator.app.comparing import Sides
    from generator.app.planning import Options
    from generator.app.selection import Selection
    from generator.catalog import Catalog
    from generator.documents.plan import Document
    from generator.review.model import FolderReview

FORMATS = ("text", "markdown", "json")

_Sides: TypeAlias = "tuple[dict[str, bytes], dict[str, bytes]]"
"""Manifests by their paths, before and after."""


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
@quiet_option
@click.option("--exit-code", "by_code", is_flag=True, help="Exit with 1 where something differs.")
def command(
    paths: tuple[str, ...],
    output: Path | None,
    revisions: str | None,
    templates: Path | None,
    as_of: date | None,
    rules: Mapping[str, Severity | None],
    form: str,
    *,
    with_secrets: bool,
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
      alicloud-generator diff old.yaml new.yaml
      alicloud-generator diff --git origin/main...HEAD manifests --format markdown
    """  # noqa: D301  click wants the character
    from generator.review.compare import review

    if output is not None and revisions is not None:
        raise click.UsageError("--output and --git exclude each other")
    problems: list[Problem] = []
    if revisions is None and (output is not None or not paths):
        # Comparing manifests needs neither the rules nor what makes documents.
        from generator.app.planning import Options

        selection = selected(paths)
        output = output or selection.output
        options = Options(
            output,
            (),
            templates or selection.templates,
            as_of,
            rules,
            with_secrets=with_secrets,
            # Nor may one show it.
            outside=Severity.ERROR,
        )
        sides = _generated(selection, options, output, problems)
    else:
        sides = _committed(revisions, paths) if revisions is not None else _named(paths)
    unreadable: list[Problem] = []
    places = review(*sides, unreadable)
    # What somebody named must be readable; beside what was named there may be anything.
    named = output is None and revisions is None and len({*sides[0], *sides[1]}) == 1
    problems += unreadable if named else [_as_warning(problem) for problem in unreadable]
    show_problems_briefly(problems, quiet=quiet)
    _show(places, form)
    return max(int(by_code and bool(places)), exit_code(problems))


def _as_warning(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARNING)


def _named(paths: Sequence[str]) -> _Sides:
    from generator.app.manifests import read_pair

    if len(paths) != 2:
        raise click.UsageError("give OLD and NEW, or catalogs with -o DIR, or --git BASE[..HEAD]")
    return read_pair(Path(paths[0]), Path(paths[1]))


def _committed(revisions: str, paths: Sequence[str]) -> _Sides:
    from generator.app.git import changed_manifests

    return changed_manifests(revisions, paths)


def _generated(
    selection: Selection, options: Options, output: Path, problems: list[Problem]
) -> _Sides:
    """What stands in the output folder, and what would."""
    from generator.app.comparing import read_sides
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
    return old, new


def _show(places: Sequence[FolderReview], form: str) -> None:
    if form == "json":
        from generator.review.formats import as_json

        bytes_to_stdout(as_json(places).encode())
        return
    if form == "markdown":
        from generator.review.markdown import as_markdown as write
    else:
        from generator.review.formats import as_text as write
    text_to_stdout(write(places))
