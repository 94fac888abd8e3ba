"""The verb `validate`: decoding and rules alone, for a hook before a commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands.options import as_of_option, reporting_options, rule_option
from generator.commands.reporting import exit_code, show_problems
from generator.problems import Problem, collected

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from generator.problems import Severity


@click.command(epilog="Example: alicloud-generator validate catalogs/*.yaml --strict")
@click.argument("catalogs", nargs=-1, required=True, metavar="CATALOG...")
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
    quiet: bool,
) -> int:
    """Say what is wrong with each CATALOG; fetch no credentials, write nothing.

    What is wrong with a base is said once, however many extend it. A pattern such as
    'landscapes/*.yaml' needs no shell. Values are held against the schema of their chart. Nothing
    is generated, so sizes, and changes of what is written already, are not judged.
    """
    from generator.app.sources import Sources
    from generator.checks import Severities

    sources = Sources()
    problems: list[Problem] = []
    for catalog in sources.catalogs(catalogs, problems, as_of):
        with collected(problems, catalog.file):
            problems += sources.catalog_warnings(catalog, Severities(catalog, rules, strict=strict))
    show_problems(problems, form, quiet=quiet)
    return exit_code(problems)
