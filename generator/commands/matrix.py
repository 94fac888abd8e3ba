"""The verb `matrix`: which image versions there are in which regions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from generator.commands.options import as_of_option, format_option
from generator.commands.output import bytes_to_stdout, text_to_stdout
from generator.commands.progress import reading
from generator.commands.reporting import exit_code, show_problems
from generator.commands.selecting import catalogs_argument, selected
from generator.commands.terminal import has_color, width
from generator.problems import collected

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from generator.matrix.grid import Grid

FORMATS = ("text", "markdown", "json", "html")


@click.command()
@catalogs_argument
@as_of_option
@click.option(
    "--all-regions",
    is_flag=True,
    help="Name all regions of a version, even where there are many.",
)
@format_option(FORMATS, "The output format; `html` is one page that needs nothing else.")
def command(catalogs: tuple[str, ...], as_of: date | None, form: str, *, all_regions: bool) -> int:
    """Show image versions by region: what is missing, what expires.

    Without CATALOG, the catalogs of the project around the working directory are used.

    \b
    Example: alicloud-generator matrix live.yaml --as-of today --format html > matrix.html
    """
    from generator.app.sources import Sources
    from generator.matrix.grid import grid

    selection = selected(catalogs)
    sources = Sources(below=selection.rules)
    problems = [*selection.problems]
    grids = []
    for catalog in sources.catalogs(reading(selection.files), problems, as_of, selection.is_shown):
        with collected(problems, catalog.file):
            grids.append(grid(catalog))
    show_problems(problems, "text")
    if grids:
        _show(grids, form, all_regions=all_regions)
    return exit_code(problems)


def _show(grids: Sequence[Grid], form: str, *, all_regions: bool) -> None:
    if form == "text":
        from generator.matrix.text import as_text

        color = has_color(sys.stdout)
        found = as_text(grids, width=width(sys.stdout), color=color, all_regions=all_regions)
        text_to_stdout(found, color=color)
    elif form == "markdown":
        from generator.matrix.formats import as_markdown

        text_to_stdout(as_markdown(grids, all_regions=all_regions))
    elif form == "json":
        from generator.matrix.formats import as_json

        bytes_to_stdout(as_json(grids).encode())
    else:
        from generator.matrix.page import as_html

        bytes_to_stdout(as_html(grids, all_regions=all_regions).encode())
