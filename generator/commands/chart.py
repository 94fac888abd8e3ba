"""The `chart` commands: pack a chart into the text of a manifest, unpack it, name its identity."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from generator import files
from generator.commands.output import show, tell
from generator.problems import fail, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

_SOURCE: Final = click.Path(path_type=Path)


@click.group("chart")
def command() -> None:
    """Pack, unpack and compare Helm charts in manifests.

    SOURCE is a chart's folder, a .tgz, or a manifest that holds a chart: a ControllerDeployment of
    v1beta1 or v1, or a ControllerRegistration of old.
    """


@command.command()
@click.argument("source", type=_SOURCE)
@click.option("--version", default="", help="Override the version of Chart.yaml.")
@click.option("--app-version", default="", help="Override the appVersion of Chart.yaml.")
def pack(source: Path, version: str, app_version: str) -> int:
    """Print the chart as base64 text on one line, for `chart` or `rawChart`.

    Example: `alicloud-generator chart pack charts/my-chart --version 1.2.3`
    """
    from generator.chart import blob
    from generator.chart.source import read_source

    packed = read_source(source, version=version, app_version=app_version)
    show("".join((packed.text or blob.encode(packed.tar)).split()))
    return 0


@command.command()
@click.argument("source", type=_SOURCE)
@click.option("-o", "--output", type=_SOURCE, required=True, help="A folder, new or empty.")
def unpack(source: Path, output: Path) -> int:
    """Write the files of the chart into a folder.

    Example: `alicloud-generator chart unpack manifests/live/controllerdeployment.yaml -o chart`
    """
    from generator.chart.source import read_source

    packed = read_source(source)
    try:
        _write_all(packed.files, output)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise fail(f"the chart cannot be unpacked: {reason}", file=str(output)) from None
    tell(f"{output}: {packed.name} {packed.version}, {len(packed.files)} files")
    return 0


def _write_all(contents: Mapping[str, bytes], output: Path) -> None:
    """All of the files or none, in a folder that holds nothing else."""
    if files.exists(output) and (not files.is_folder(output) or files.names(output)):
        hint = "name one that does not exist yet"
        raise fail("this is no empty folder", file=str(output), hint=hint)
    for path in contents:
        if path.startswith("/") or ".." in path.split("/"):
            message = f"the chart holds {quoted(path)}, which is outside of it"
            raise fail(message, file=str(output))
    files.remove_leftovers(output.parent)
    files.write_folder(output, contents, "chart")


@command.command()
@click.argument("source", type=_SOURCE)
def digest(source: Path) -> int:
    """Print the identity of the chart: the sha256 of its tar.

    Two charts that only differ in how they were compressed have the same identity.

    Example: `alicloud-generator chart digest charts/my-chart`
    """
    from generator.chart import blob
    from generator.chart.source import read_source

    show(blob.digest(read_source(source).tar))
    return 0
