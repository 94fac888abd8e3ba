"""The verb `generate`: from catalogs to manifests."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from generator.commands.options import planning_options, reporting_options
from generator.commands.output import bytes_to_stdout, lines_to_stderr
from generator.commands.progress import progress
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
SECRETS = frozenset({"secrets", "secrets.yaml"})


@click.command(
    epilog="Example: alicloud-generator generate live.yaml --set target.extension=v1.72.0"
)
@catalogs_argument
@click.option(
    "-o",
    "--output",
    show_default="the project's, or manifests",
    metavar="DIR",
    help="The output folder; each catalog has its own below it. `-` prints one YAML stream.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="DOCUMENT",
    help="Write this document alone, such as `values`. Can be repeated.",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="PATH=VALUE",
    help="Set a value of every CATALOG, in Helm's syntax; the value is YAML. Can be repeated.",
)
@planning_options
@click.option(
    "--with-secrets",
    is_flag=True,
    help="Write the Secrets that other objects refer to, readable by you alone. Without it, "
    "secrets.yaml is removed unless it is encrypted, and their credentials are not read.",
)
@click.option(
    "--no-credentials",
    is_flag=True,
    help="Fetch no credentials, and keep those that were generated before.",
)
@reporting_options
def command(
    catalogs: tuple[str, ...],
    output: str | None,
    only: tuple[str, ...],
    settings: tuple[str, ...],
    templates: Path | None,
    as_of: date | None,
    rules: Mapping[str, Severity | None],
    form: str,
    *,
    with_secrets: bool,
    no_credentials: bool,
    strict: bool,
    quiet: bool,
) -> int:
    """Write the manifests of each CATALOG to a folder of its name below the output folder.

    Without CATALOG, those of the project around the working directory are meant. What was
    generated for catalogs that are gone from it is then removed, if nothing is wrong with others.
    """
    from generator.app.access_keys import KeySource
    from generator.app.planning import Options, Planner

    if not with_secrets and SECRETS.intersection(only):
        raise click.UsageError("secrets are written --with-secrets alone")
    if output == "":
        raise click.BadParameter("'' is no folder; `.` is the current one", param_hint="--output")
    if output == STDOUT and no_credentials:
        raise click.UsageError("--no-credentials keeps what is in a folder, and -o - has none")
    if output == STDOUT and form in REPORTS:
        raise click.UsageError(f"--format {form} and -o - both print to standard output")
    selection = selected(catalogs)
    templates = templates or selection.templates
    target = None if output == STDOUT else Path(output or selection.output)
    options = Options(
        target,
        _document_names(only, templates),
        templates,
        as_of,
        rules,
        with_secrets=with_secrets,
        key_source=KeySource.KEPT if no_credentials else KeySource.FETCHED,
        strict=strict,
        settings=_settings(settings),
    )

    def emit(catalog: Catalog, documents: Sequence[Document], found: list[Problem]) -> list[str]:
        found += _not_asked_for(catalog, documents, only)
        return _emit(catalog, documents, target, found, partly=bool(only))

    planner = Planner(selection, options)
    problems, changes = planner.problems, []
    outcomes = planner.outcomes(emit, alone=target is None)
    for outcome in progress(outcomes, len(planner.catalogs)):
        problems += outcome.problems
        changes += outcome.result or []
    changes += _remove_gone(planner, target, problems)
    show_problems(problems, form, quiet=quiet)
    if quiet:
        return exit_code(problems)
    if changes:
        lines_to_stderr(*changes)
    elif target is not None and not exit_code(problems):
        lines_to_stderr("everything is up to date")
    return exit_code(problems)


def _document_names(only: Sequence[str], templates: Path | None) -> list[str]:
    from generator.app.planning import document_names

    try:
        return document_names(only, templates)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--only") from None


def _settings(texts: Sequence[str]) -> list[Setting]:
    if not texts:
        return []
    from generator.decode.set_option import read_setting

    settings = []
    for text in texts:
        try:
            settings.append(read_setting(text))
        except ValueError:
            message = "a setting is not of the form a.b[0].c=VALUE"
            raise click.BadParameter(message, param_hint="--set") from None
    return settings


def _not_asked_for(
    catalog: Catalog, documents: Sequence[Document], only: Sequence[str]
) -> list[Problem]:
    """A warning for each document of `only` that the catalog has nothing for."""
    found = {PurePath(document.path).stem for document in documents}
    names = dict.fromkeys(name.removesuffix(".yaml") for name in only)
    return [
        Problem(
            catalog.file,
            0,
            0,
            f"nothing here asks for {name}.yaml",
            severity=Severity.WARNING,
            hint="docs/reference.md lists what each document is written for",
        )
        for name in names
        if name not in found
    ]


def _emit(
    catalog: Catalog,
    documents: Sequence[Document],
    target: Path | None,
    found: list[Problem],
    *,
    partly: bool,
) -> list[str]:
    """Write or print the documents; returns a line for each file that was written or removed.

    Warnings of credentials that Git would publish are added to `found`.
    """
    if target is None:
        for document in documents:
            bytes_to_stdout(b"---\n" + document.data)
        return []
    from generator.documents.output_folder import WROTE, write

    done = write(target, catalog.name, documents, keep_others=partly)
    of_documents = {document.path for document in documents if document.private}
    private = [path for what, path in done if what == WROTE and path in of_documents]
    found += _tracked([target / path for path in private])
    ends = dict.fromkeys(private, ", which holds a credential")
    return [f"{what} {target / path}{ends.get(path, '')}" for what, path in done]


def _tracked(private: Sequence[Path]) -> list[Problem]:
    """A warning for each of some files with credentials that stands in a Git repository."""
    if not private:
        return []
    from generator.app.git import tracked

    message = "it holds a credential, and Git tracks it"
    hint = "take it out of Git with `git rm --cached`, and replace the access key"
    return [
        Problem(str(path), 0, 0, message, severity=Severity.WARNING, hint=hint)
        for path in tracked(private)
    ]


def _remove_gone(planner: Planner, target: Path | None, problems: list[Problem]) -> list[str]:
    """Remove what is left of catalogs that are gone, unless there are errors.

    Returns lines as `_emit` does; what is wrong is added to `problems`.
    """
    if target is None or not planner.has_all or exit_code(problems):
        return []
    from generator.documents.gone_folders import remove_gone

    done: list[tuple[str, str]] = []
    with collected(problems, str(target)):
        done = remove_gone(target, {catalog.name for catalog in planner.catalogs})
    return [f"{what} {target / path}" for what, path in done]
