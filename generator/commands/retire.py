"""The verb `retire`: expired versions go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.app.editing import Request
from generator.app.excerpts import read_named
from generator.commands import candidates
from generator.commands.editing import FilesCommand, change, editing_options
from generator.commands.inputs import EditedFile, Input
from generator.commands.options import Days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from generator.edit.catalog_files import CatalogFiles
    from generator.edit.changes import ChangeSet
    from generator.edit.usage import VersionsInUse
    from generator.manifest.objects import Object


@click.command(cls=FilesCommand)
@click.argument("catalog", type=EditedFile())
@click.argument("name", required=False, shell_complete=candidates.images)
@click.argument("versions", nargs=-1, metavar="[VERSION]...", shell_complete=candidates.versions)
@click.option(
    "--grace",
    type=Days(),
    default="0d",
    show_default=True,
    metavar="DAYS",
    help="How many days ago a version must have expired, such as 30d.",
)
@click.option(
    "--in-use",
    "objects",
    multiple=True,
    type=Input(click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)),
    metavar="FILE",
    help=(
        "The output of `kubectl get shoots,namespacedcloudprofiles -A -o json`: versions that "
        "are used there stay. Takes several files; can be repeated."
    ),
)
@editing_options
def command(
    catalog: str,
    name: str | None,
    versions: tuple[str, ...],
    grace: int,
    objects: tuple[Path, ...],
    files: tuple[str, ...],
    summary: Path | None,
    as_of: date | None,
    form: str,
    *,
    dry_run: bool,
    strict: bool,
) -> int:
    """Remove the versions that have expired.

    Versions that expired before the day of --as-of are removed. NAME restricts this to one image.
    It is an error to name a VERSION that has not expired or is still in use.

    \b
    Example: alicloud-generator retire live.yaml --as-of today --dry-run
    """
    from generator.edit.retire import Deadline, retire_versions

    if as_of is None:
        raise click.UsageError(
            "--as-of DATE (or --as-of today) is required: the day to compare dates with"
        )
    items = [item for path in objects for item in _objects(path)]
    deadline = Deadline(as_of, grace)

    def decide(landscape: CatalogFiles) -> ChangeSet:
        return retire_versions(landscape, name, versions, deadline, _uses(items, landscape))

    title = "Retire " + (" ".join([name, *versions]) if name else "expired versions")
    request = Request("retire", title, catalog, files, as_of, summary, strict=strict)
    return change(request, decide, form, dry_run=dry_run)


def _objects(path: Path) -> list[Object]:
    """The Shoots and NamespacedCloudProfiles in a file; raises `ProblemsError` for others."""
    from generator.edit.usage import KINDS
    from generator.manifest.located_objects import read_located_objects

    items = read_located_objects(read_named(str(path)), str(path))
    for item in items:
        if item.kind not in KINDS:
            expected = "the output of `kubectl get shoots,namespacedcloudprofiles -A -o json`"
            raise item.refusal(("kind",), f"found {item.kind or 'no kind'}", expected)
    return [*items]


def _uses(items: Sequence[Object], landscape: CatalogFiles) -> VersionsInUse:
    from generator.decode.cloud_profile import DEFAULT_NAME
    from generator.decode.paths import node_at
    from generator.edit.usage import versions_in_use

    section = node_at(landscape.tree, ("cloudProfile",))
    name = section.get("name", DEFAULT_NAME) if isinstance(section, dict) else None
    return versions_in_use(items, str(name) if name is not None else None)
