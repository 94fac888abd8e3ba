"""The verb `generate`: from catalogs to manifests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from generator.commands.document_options import document_names, document_options, not_asked_for
from generator.commands.inputs import FOLDERS
from generator.commands.options import planning_options, reporting_options
from generator.commands.output import bytes_to_stdout, lines_to_stdout, notes_to_stderr
from generator.commands.progress import progress, reading
from generator.commands.reporting import REPORTS, exit_code, show_problems
from generator.commands.selecting import catalogs_argument, selected
from generator.problems import Problem, Severity, collected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from generator.app.planning import Planner
    from generator.catalog import Catalog
    from generator.decode.set_option import Setting
    from generator.documents.plan import Document

STDOUT = "-"

_Done: TypeAlias = "list[tuple[str, str]]"
"""What was done with files, by their paths below the output folder."""


@click.command()
@catalogs_argument
@click.option(
    "-o",
    "--output",
    show_default="the project's, or manifests",
    metavar="DIR",
    shell_complete=FOLDERS,
    help="The output folder; each catalog has its own folder in it. `-` prints one YAML stream.",
)
@document_options
@planning_options
@click.option(
    "--with-secrets",
    is_flag=True,
    help=(
        "Write the Secrets that other objects refer to, readable only by you. Without it, "
        "secrets.yaml is removed unless it is encrypted, and their credentials are not read."
    ),
)
@click.option(
    "--no-credentials",
    is_flag=True,
    help="Fetch no credentials, and keep those in the files that exist, secrets.yaml included.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Print what would be written and removed to standard output, without doing it.",
)
@reporting_options
def command(
    catalogs: tuple[str, ...],
    output: str | None,
    only: tuple[str, ...],
    settings: Sequence[Setting],
    templates: Path | None,
    as_of: date | None,
    rules: Mapping[str, Severity | None],
    form: str,
    *,
    with_secrets: bool,
    no_credentials: bool,
    dry_run: bool,
    strict: bool,
) -> int:
    """Write the manifests of catalogs.

    Each catalog gets a folder with its name in the output folder. Files that are up to date are not
    touched; files that an earlier run generated, but that the catalog no longer asks for, are
    removed. Without CATALOG, all catalogs of the project around the working directory are written.
    Folders of catalogs that are no longer part of the project are then removed as well, unless one
    of the other catalogs has an error.

    \b
    Examples:
      alicloud-generator generate live.yaml --set target.extension=v1.72.0
      alicloud-generator generate 'landscapes/*.yaml' -o manifests --with-secrets
      alicloud-generator generate live.yaml --only cloudprofile -o - | kubectl apply -f -
    """
    from generator.app.access_keys import KeySource
    from generator.app.exposed_credentials import exposed_credentials
    from generator.app.planning import Options, Planner

    _refuse_contradictions(output, form, no_credentials=no_credentials, dry_run=dry_run)
    selection = selected(catalogs)
    templates = templates or selection.templates
    target = None if output == STDOUT else Path(output or selection.output)
    options = Options(
        target,
        document_names(only, templates, with_secrets=with_secrets),
        templates,
        as_of,
        rules,
        with_secrets=with_secrets,
        key_source=KeySource.KEPT if no_credentials else KeySource.FETCHED,
        strict=strict,
        settings=settings,
    )

    def emit(catalog: Catalog, documents: Sequence[Document], found: list[Problem]) -> _Done:
        found += not_asked_for(catalog, documents, only)
        done = _emit(
            catalog,
            documents,
            target,
            partly=bool(only),
            keep_secrets=no_credentials and not with_secrets,
            dry_run=dry_run,
        )
        if target is not None and not dry_run:
            found += exposed_credentials(target, catalog.name, documents, strict=strict)
        return done

    planner = Planner(selection, options, reading)
    problems, changes = planner.problems, []
    outcomes = planner.outcomes(emit, alone=target is None)
    for outcome in progress(outcomes, len(planner.catalogs), "catalogs"):
        problems += outcome.problems
        changes += outcome.result or []
    changes += _remove_gone(planner, target, problems, keep_secrets=no_credentials, dry_run=dry_run)
    show_problems(problems, form)
    if target is not None:
        _show(changes, target, dry_run=dry_run, is_wrong=bool(exit_code(problems)))
    return exit_code(problems)


def _refuse_contradictions(
    output: str | None, form: str, *, no_credentials: bool, dry_run: bool
) -> None:
    if output == "":
        raise click.BadParameter(
            "'' is not a folder; `.` is the current one", param_hint="--output"
        )
    if output != STDOUT:
        return
    if no_credentials:
        raise click.UsageError("--no-credentials needs an output folder, and -o - has none")
    if dry_run:
        raise click.UsageError("--dry-run needs an output folder, and -o - has none")
    if form in REPORTS:
        raise click.UsageError(f"--format {form} and -o - both print to standard output")


def _emit(
    catalog: Catalog,
    documents: Sequence[Document],
    target: Path | None,
    *,
    partly: bool,
    keep_secrets: bool,
    dry_run: bool,
) -> _Done:
    """Write or print the documents."""
    from generator.documents.layout import KUSTOMIZATION

    if target is not None:
        from generator.documents.output_folder import write

        return write(
            target,
            catalog.name,
            documents,
            keep_others=partly,
            keep_secrets=keep_secrets,
            dry_run=dry_run,
        )
    for document in documents:
        # A stream has no folders that kustomize could build.
        if partly or document.name != KUSTOMIZATION:
            bytes_to_stdout(b"---\n" + document.data)
    return []


def _remove_gone(
    planner: Planner,
    target: Path | None,
    problems: list[Problem],
    *,
    keep_secrets: bool,
    dry_run: bool,
) -> _Done:
    """Remove what is left of catalogs that are gone, unless there are errors.

    What is wrong is added to `problems`.
    """
    if target is None or not planner.has_all or exit_code(problems):
        return []
    from generator.documents.gone_folders import remove_gone

    done: _Done = []
    with collected(problems, str(target)):
        names = {catalog.name for catalog in planner.catalogs}
        done += remove_gone(target, names, keep_secrets=keep_secrets, dry_run=dry_run)
    return done


def _show(
    changes: Sequence[tuple[str, str]], target: Path, *, dry_run: bool, is_wrong: bool
) -> None:
    """A line for each file; those of a dry run are what was asked for."""
    from generator.documents.output_folder import REMOVED, WROTE, WROTE_CREDENTIAL

    would = {}
    if dry_run:
        would = {WROTE: "would write", REMOVED: "would remove"}
        would[WROTE_CREDENTIAL] = "would write a credential to"
    lines = [f"{would.get(what, what)} {target / path}" for what, path in changes]
    if dry_run:
        lines_to_stdout(*lines)
    else:
        notes_to_stderr(*lines)
    if not (lines or is_wrong):
        notes_to_stderr("everything is up to date")
