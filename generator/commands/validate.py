"""The verb `validate`: decoding and rules alone, for a hook before a commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands.options import as_of_option, reporting_options, rule_option
from generator.commands.progress import progress, reading
from generator.commands.reporting import exit_code, show_problems
from generator.commands.selecting import catalogs_argument, selected
from generator.problems import collected

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from generator.problems import Severity


@click.command()
@catalogs_argument
@as_of_option
@rule_option
@reporting_options
def command(
    catalogs: tuple[str, ...],
    as_of: date | None,
    rules: Mapping[str, Severity | None],
    form: str,
    *,
    strict: bool,
) -> int:
    """Say what is wrong with catalogs, before anything is written.

    No credentials are fetched and nothing is generated, so sizes, and changes to existing files,
    are not checked. A problem of a base is reported once, however many catalogs extend it. Values
    are checked with the schema of their chart. A pattern such as 'landscapes/*.yaml' works without
    a shell. Without CATALOG, all catalogs of the project around the working directory are checked;
    for an abstract catalog, those that extend it.

    \b
    Example: alicloud-generator validate live.yaml --strict
    """
    from generator.app.bases import with_extending
    from generator.app.sources import Sources
    from generator.checks import Severities

    selection = selected(catalogs)
    sources = Sources(below=selection.rules)
    problems = [*selection.problems]
    selection = with_extending(selection, sources, problems, strict=strict)
    files = reading(selection.files)
    found = sources.catalogs(files, problems, as_of, selection.is_shown)
    for catalog in progress(found, len(found), "catalogs"):
        with collected(problems, catalog.file):
            problems += sources.catalog_warnings(catalog, Severities(catalog, rules, strict=strict))
    show_problems(problems, form)
    return exit_code(problems)
