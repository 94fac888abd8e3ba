"""The options of every verb that plans documents from catalogs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.dates import as_of_option
from generator.commands.rule_option import rule_option

if TYPE_CHECKING:
    from generator.commands.options import Command


def plan_options(command: Command) -> Command:
    """Give a verb `--templates` (as `folder`), `--as-of` and `--rule` (as `rules`)."""
    templates = click.option(
        "--templates",
        "folder",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="A folder of templates that replace built-in ones or add documents.",
    )
    return templates(as_of_option(rule_option(command)))
