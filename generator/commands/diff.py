"""The verb `diff`: what a change of manifests means, what it does, and its lines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from generator.commands.options import form_option
from generator.commands.output import show_data, show_text, tell
from generator.commands.planning_options import plan_options
from generator.commands.reporting import exit_code, show_problems
from generator.problems import Problem, ProblemsError, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from generator.app.planning import Options
    from generator.review.model import FolderReview

FORMATS = ("text", "markdown", "json")

_Sides: TypeAlias = "tuple[dict[str, bytes], dict[str, bytes]]"
"""Manifests by their paths, before and after."""


@click.command()
@click.argument("paths", nargs=-1, metavar="[CATALOG... | OLD NEW | PATH...]")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Compare this folder with what `generate CATALOG... -o DIR` would make of it.",
)
@click.option(
    "--git",
    "revisions",
    metavar="BASE[..HEAD]",
    help="Compare two revisions, or one with the work tree; BASE...HEAD as git diff has it.",
)
@plan_options
@click.option("--with-secrets", is_flag=True, help="Generate the Secrets, too.")
@form_option(FORMATS, "How the differences are written; `markdown` fits into a comment on GitHub.")
@click.option("--exit-code", "by_code", is_flag=True, help="Exit with 1 where something differs.")
def command(
    paths: tuple[str, ...],
    output: Path | None,
    revisions: str | None,
    folder: Path | None,
    as_of: date | None,
    rules: Mapping[str, Severity | None],
    form: str,
    *,
    with_secrets: bool,
    by_code: bool,
) -> int:
    """Say what changed in manifests: what it means, what it does in a landscape, line by line.

    Charts are compared file by file, credentials are only said to have changed, and files that
    another tool encrypted are not compared.

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
    if output is not None:
        from generator.app.planning import Options

        options = Options(output, (), folder, as_of, rules, with_secrets=with_secrets, strict=False)
        sides = _planned(paths, options, output, problems)
    else:
        sides = _changed(revisions, paths) if revisions is not None else _two(paths)
    unreadable: list[Problem] = []
    places = review(*sides, unreadable)
    # What somebody named must be readable; beside what was named there may be anything.
    named = output is None and revisions is None and len({*sides[0], *sides[1]}) == 1
    problems += unreadable if named else [_as_warning(problem) for problem in unreadable]
    show_problems(problems, "text")
    _show(places, form)
    return 1 if by_code and places else exit_code(problems)


def _as_warning(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARNING)


def _two(paths: Sequence[str]) -> _Sides:
    from generator.app.folders import read_sides

    if len(paths) != 2:
        raise click.UsageError("give OLD and NEW, or catalogs with -o DIR, or --git BASE[..HEAD]")
    return read_sides(Path(paths[0]), Path(paths[1]))


def _changed(revisions: str, paths: Sequence[str]) -> _Sides:
    from generator.app.git import changed_manifests

    return changed_manifests(revisions, paths)


def _planned(
    catalogs: Sequence[str], options: Options, output: Path, problems: list[Problem]
) -> _Sides:
    """What stands in the output folder, and what would."""
    from generator.app.folders import read_generated
    from generator.app.planning import plans
    from generator.review.drift import ENCRYPTED

    if not catalogs:
        raise click.UsageError("-o needs catalogs to generate from")
    old: dict[str, bytes] = {}
    new: dict[str, bytes] = {}
    for catalog, documents in plans(catalogs, options, problems):
        planned = {document.path: document.data for document in documents}
        try:
            disk = read_generated(output, catalog.name, planned)
        except ProblemsError as error:
            problems += error.problems
            continue
        for path in _encrypted(disk, planned):
            tell(f"{ENCRYPTED}: {output / path}")
            del disk[path]
            planned.pop(path, None)
        old |= {(output / path).as_posix(): data for path, data in disk.items()}
        new |= {(output / path).as_posix(): data for path, data in planned.items()}
    return old, new


def _encrypted(disk: Mapping[str, bytes], planned: Mapping[str, bytes]) -> list[str]:
    """The files on disk that `generate` would leave as they are."""
    from generator.documents.ownership import Owner, owner_of

    changed = sorted(path for path, data in disk.items() if data != planned.get(path))
    return [path for path in changed if owner_of(disk[path]) is Owner.ENCRYPTED]


def _show(places: Sequence[FolderReview], form: str) -> None:
    if form == "json":
        from generator.review.formats import as_json

        show_data(as_json(places).encode())
        return
    if form == "markdown":
        from generator.review.markdown import as_markdown as write
    else:
        from generator.review.formats import as_text as write
    show_text(write(places))
