"""The `chart` commands: pack a chart into the text of a manifest, unpack it, name its identity."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

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


def _write_all(files: Mapping[str, bytes], output: Path) -> None:
    """All of the files or none: they are written beside the folder, which then takes its place."""
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        hint = "name one that does not exist yet"
        raise fail("this is no empty folder", file=str(output), hint=hint)
    output.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".unpack-", dir=output.parent))
    top = beside / "chart"
    try:
        for path, data in files.items():
            _write(top / path, data, top)
        top.replace(output)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write(target: Path, data: bytes, top: Path) -> None:
    if top not in target.parents:
        raise fail(f"the chart holds {quoted(str(target))}, which is outside of it", file=str(top))
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        file.write(data)


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
