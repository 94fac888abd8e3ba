"""The verb `promote`: a version becomes supported, others deprecated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.app.editing import Request
from generator.commands import candidates
from generator.commands.editing import change, editing_options, expiration, expires_option
from generator.commands.inputs import EditedFile

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from generator.edit.catalog_files import CatalogFiles
    from generator.edit.changes import ChangeSet

PER_MINOR, PER_MAJOR = "per-minor", "per-major"


class _Keep(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.4
    name = "keep"
    shell_complete = click.Choice((PER_MINOR, PER_MAJOR)).shell_complete

    def convert(
        self,
        value: str | int,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | int:
        if value in (PER_MINOR, PER_MAJOR):
            return value
        try:
            count = int(value)
        except ValueError:
            count = 0
        if count < 1:
            self.fail(
                f"{value!r} is neither {PER_MINOR}, {PER_MAJOR} nor a number from 1", param, ctx
            )
        return count


@click.command()
@click.argument("catalog", type=EditedFile())
@click.argument("name", shell_complete=candidates.images)
@click.argument("version", shell_complete=candidates.versions)
@click.option(
    "--keep",
    type=_Keep(),
    default=PER_MINOR,
    show_default=True,
    metavar=f"{PER_MINOR}|{PER_MAJOR}|N",
    help="How many versions of the image stay supported: one for each minor version, one for each "
    "major version, or the N newest of different minor versions.",
)
@expires_option
@editing_options
def command(
    catalog: str,
    name: str,
    version: str,
    keep: str | int,
    expires: str | None,
    files: tuple[str, ...],
    summary: Path | None,
    as_of: date | None,
    form: str,
    *,
    dry_run: bool,
    strict: bool,
) -> int:
    """Make a version supported, and deprecate those that it replaces.

    The deprecated versions of the image NAME, those from earlier calls included, expire on the date
    of --expires, unless they have a date already.

    \b
    Example:
      alicloud-generator promote live.yaml gardenlinux 1877.14.0 --keep per-major --expires +90d
    """
    from generator.edit.promote import promote_version

    until = expiration(expires, as_of)
    title = f"Promote {name} {version}"
    request = Request("promote", title, catalog, files, as_of, summary, strict=strict)

    def decide(landscape: CatalogFiles) -> ChangeSet:
        return promote_version(landscape, name, version, keep, until, as_of)

    return change(request, decide, form, dry_run=dry_run)
