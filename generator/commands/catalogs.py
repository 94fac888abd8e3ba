"""The verb `catalogs`: the landscapes of a repository, and the files that each reads."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from generator.commands.options import format_option
from generator.commands.output import bytes_to_stdout, lines_to_stdout
from generator.commands.progress import reading
from generator.commands.reporting import exit_code, show_problems
from generator.commands.selecting import catalogs_argument, selected
from generator.visible import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.app.inventory import Landscape


@click.command()
@catalogs_argument
@format_option(("text", "json"), "The output format; `json` is a list of objects on one line.")
def command(catalogs: tuple[str, ...], form: str) -> int:
    """List landscapes with their output folders and what they read.

    Tells pipelines which landscapes there are, and which of them a change affects. A folder ends
    with a slash, and everything in it is read. Environment variables and registries are not listed.
    Without CATALOG, the catalogs of the project around the working directory are used.

    \b
    Example: alicloud-generator catalogs --format json
    """
    from generator.app.inventory import landscape
    from generator.app.sources import Sources

    selection = selected(catalogs)
    problems = [*selection.problems]
    sources = Sources(below=selection.rules)
    found = sources.catalogs(reading(selection.files), problems, is_wanted=selection.is_generated)
    show_problems(problems, "text")
    _show([landscape(catalog, selection) for catalog in found], form)
    return exit_code(problems)


def _show(landscapes: Sequence[Landscape], form: str) -> None:
    if form == "json":
        bytes_to_stdout(json_text([asdict(each) for each in landscapes]).encode())
        return
    for each in landscapes:
        lines_to_stdout(f"{each.name}: {each.output}", *(f"  {file}" for file in each.files))
