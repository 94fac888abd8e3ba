"""The verb `add`: a new version of an image."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.app.editing import Request
from generator.app.excerpts import read_named
from generator.commands import candidates
from generator.commands.editing import (
    FilesCommand,
    change,
    editing_options,
    expiration,
    expires_option,
)
from generator.commands.inputs import EditedFile, Input
from generator.commands.options import region_ids

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from generator.edit.image_ids import ReleasedVersion
    from generator.problems import Problem


@click.command(cls=FilesCommand)
@click.argument("catalog", type=EditedFile())
@click.argument("name", required=False, shell_complete=candidates.images)
@click.argument("version", required=False, shell_complete=candidates.versions)
@click.option(
    "--region",
    "regions",
    multiple=True,
    metavar="REGION=ID",
    shell_complete=candidates.region_ids,
    help="The image's ID in a region. Can be repeated.",
)
@click.option(
    "--from",
    "sources",
    multiple=True,
    type=Input(click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)),
    metavar="FILE",
    help=(
        "Read the IDs from release metadata of Garden Linux or CoreOS, the output of `aliyun ecs "
        "DescribeImages`, Packer's manifest, or a CloudProfile. Takes several files; can be "
        "repeated."
    ),
)
@click.option(
    "--classification",
    type=click.Choice(("preview", "supported")),
    help="The classification of the version. Without it, none is set.",
)
@expires_option
@click.option("--shared", is_flag=True, help="Share the IDs with end users.")
@click.option(
    "--replace",
    is_flag=True,
    help="Replace the IDs of these regions if the version is in the catalog with other IDs.",
)
@click.option(
    "--remove-region",
    "removed",
    multiple=True,
    metavar="REGION",
    shell_complete=candidates.regions,
    help="Remove the version from a region. Can be repeated.",
)
@editing_options
def command(
    catalog: str,
    name: str | None,
    version: str | None,
    regions: tuple[str, ...],
    sources: tuple[Path, ...],
    removed: tuple[str, ...],
    classification: str | None,
    expires: str | None,
    files: tuple[str, ...],
    summary: Path | None,
    as_of: date | None,
    form: str,
    *,
    shared: bool,
    replace: bool,
    dry_run: bool,
    strict: bool,
) -> int:
    """Add a version of an image, or regions to one.

    A new VERSION of the image NAME is inserted in order. An existing one gets the regions that it
    lacks; nothing else of it changes without --replace or --remove-region. NAME and VERSION may be
    left out if the files of --from have only one.

    \b
    Examples:
      alicloud-generator add live.yaml gardenlinux 1877.14.0 --region cn-shanghai=m-uf6…
      alicloud-generator add live.yaml --from release.yaml --classification preview
    """
    from generator.edit.add import AddOptions, add_version

    if regions and sources:
        raise click.UsageError(
            "--region and --from cannot be combined: both give the IDs of the version"
        )
    if not (regions or sources or removed):
        raise click.UsageError("--region or --from says which IDs the version has")
    if sources:
        released, warnings = _published(name, version, sources)
    else:
        released, warnings = _typed(name, version, regions, removed), ()
    until = expiration(expires, as_of)
    wish = AddOptions(classification or "", until, shared=shared, replace=replace, remove=removed)
    what = f"{released.image} {released.version}"
    title = f"Add {what}" if released.ids else f"Take {what} out of {', '.join(removed)}"
    request = Request("add", title, catalog, files, as_of, summary, strict=strict)
    return change(
        request,
        lambda landscape: add_version(landscape, released, wish).warning(warnings),
        form,
        dry_run=dry_run,
    )


def _typed(
    name: str | None, version: str | None, regions: Sequence[str], removed: Sequence[str]
) -> ReleasedVersion:
    """The release that the command line spells out."""
    from generator.edit.image_ids import UNSTATED_FLAVOR, ReleasedVersion

    if name is None or version is None:
        raise click.UsageError("NAME and VERSION are required without --from")
    ids = region_ids(regions)
    for region in removed:
        if region in ids:
            raise click.BadParameter(
                f"{region} cannot be both added and removed", param_hint="--remove-region"
            )
    return ReleasedVersion(name, version, {UNSTATED_FLAVOR: ids} if ids else {})


def _published(
    name: str | None, version: str | None, sources: Sequence[Path]
) -> tuple[ReleasedVersion, tuple[Problem, ...]]:
    """The release that files publish, and warnings of what is missing in them."""
    from generator.edit.image_ids import choose_release
    from generator.importing.release_formats import read_releases

    published = read_releases((read_named(str(path)), str(path)) for path in sources)
    return choose_release(published.releases, name, version), published.warnings()
