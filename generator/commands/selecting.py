"""The catalogs that a verb is about, and what the project around the user says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands.inputs import Input

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.app.selection import Selection
    from generator.commands.options import Command


def catalogs_argument(command: Command) -> Command:
    """Give a verb `[CATALOG]...`, as `catalogs`, for `selected`."""
    return click.argument("catalogs", nargs=-1, type=Input(), metavar="[CATALOG]...")(command)


def selected(catalogs: Sequence[str]) -> Selection:
    """The catalogs that a command line names; without any, all of the project around the user.

    No project either is wrong usage.
    """
    from generator.app.project_folder import PROJECT_FILE
    from generator.app.selection import select

    selection = select(catalogs)
    if not catalogs and selection.project is None and not selection.problems:
        message = f"name catalogs: there is no {PROJECT_FILE} in this folder or above it"
        raise click.UsageError(message)
    return selection
