"""The verbs of `chart`: charts in manifests, in archives and in registries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from generator import files
from generator.commands.chart_verify import verify
from generator.commands.charts import read_chart
from generator.commands.inputs import FILES, ChartSource, Input
from generator.commands.options import OutputFolder
from generator.commands.output import lines_to_stdout, notes_to_stderr
from generator.files.temporary import remove_leftovers
from generator.files.writing import Change, apply, write_folder
from generator.problems import fail, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

_SOURCE: Final = Input(ChartSource())


@click.group("chart")
def command() -> None:
    """Pack, unpack, push and verify Helm charts.

    SOURCE is a chart's folder, a .tgz, a manifest that holds a chart (a ControllerDeployment of
    v1beta1 or v1, or an old ControllerRegistration), or `oci://HOST/REPOSITORY:TAG` in a registry;
    `@sha256:…` instead of the tag, or after it, pins the chart.

    \b
    Example: alicloud-generator chart unpack controllerdeployment.yaml -o chart
    """


@command.command()
@click.argument("source", type=_SOURCE)
@click.option("--version", default="", help="Override the version of Chart.yaml.")
@click.option("--app-version", default="", help="Override the appVersion of Chart.yaml.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    shell_complete=FILES,
    help=(
        "Write a .tgz instead. A file with the same chart is left as it is, so that its digest "
        "in a registry stays the same."
    ),
)
def pack(source: Path | str, version: str, app_version: str, output: str | None) -> int:
    """Print a chart as base64, or write a .tgz.

    The text is one line, for `chart` or `rawChart` of a manifest.

    \b
    Examples:
      alicloud-generator chart pack charts/my-chart --version 1.2.3
      alicloud-generator chart pack charts/my-chart -o charts/my-chart-1.2.3.tgz
    """
    from generator.chart import blob

    if output in ("", "-"):
        raise click.BadParameter(f"{output!r} is not a file", param_hint="--output")
    packed = read_chart(source, version, app_version)
    if output is None:
        lines_to_stdout("".join((packed.text or blob.encode(packed.tar)).split()))
        return 0
    # Compressed once more, elsewhere, it could have another digest in a registry.
    archive = packed.archive or b""
    tgz = archive if blob.is_compressed(archive, packed.tar) else blob.compress(packed.tar)
    what = "wrote" if _write_archive(tgz, packed.tar, Path(output)) else "kept"
    notes_to_stderr(f"{what} {output}: {packed.name} {packed.version}")
    return 0


def _write_archive(tgz: bytes, tar: bytes, output: Path) -> bool:
    """Write a .tgz, unless one of the same tar is there; returns whether it did."""
    from generator.chart import blob

    remove_leftovers(output.parent)
    if files.exists(output) and blob.is_compressed(files.read(output), tar):
        return False
    apply([Change(output, tgz)], "chart")
    return True


@command.command()
@click.argument("source", type=_SOURCE)
@click.argument("place", metavar="oci://HOST/REPOSITORY[:TAG]")
def push(source: Path | str, place: str) -> int:
    """Push a chart to a registry, as Helm does.

    Its place is printed, with the digest. Without TAG, the chart's version is the tag. A .tgz is
    pushed as it is, and has the same digest in every registry; anything else is packed first. The
    login is that of `docker login`.

    \b
    Example: alicloud-generator chart push my-chart-1.2.3.tgz oci://registry.example/charts/mine
    """
    from generator.chart import blob
    from generator.chart.artifact import artifact
    from generator.commands.progress import of_bytes
    from generator.registry.charts import push as push_chart
    from generator.registry.charts import read_reference

    packed = read_chart(source)
    reference = read_reference(place, packed.version.replace("+", "_"))
    pushed = artifact(packed.chart, packed.archive or blob.compress(packed.tar))
    lines_to_stdout(str(push_chart(pushed, reference, of_bytes)))
    return 0


@command.command()
@click.argument("source", type=_SOURCE)
@click.option(
    "-o",
    "--output",
    type=OutputFolder(),
    required=True,
    metavar="DIR",
    help="A folder, new or empty.",
)
def unpack(source: Path | str, output: Path) -> int:
    """Write the files of a chart into a folder.

    \b
    Example: alicloud-generator chart unpack manifests/live/controllerdeployment.yaml -o chart
    """
    packed = read_chart(source)
    try:
        _write_all(packed.files, output)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise fail(f"the chart cannot be unpacked: {reason}", file=str(output)) from None
    notes_to_stderr(f"{output}: {packed.name} {packed.version}, {len(packed.files)} files")
    return 0


def _write_all(contents: Mapping[str, bytes], output: Path) -> None:
    """All of the files or none, in a folder that holds nothing else.

    One that holds just these is left as it is: an interrupted run may have come that far.
    """
    for path in contents:
        if path.startswith("/") or ".." in path.split("/"):
            message = f"the chart holds {quoted(path)}, which is outside of it"
            raise fail(message, file=str(output))
    remove_leftovers(output.parent)
    if _holds(output, contents):
        return
    if files.exists(output) and (not files.is_folder(output) or files.names(output)):
        hint = "name a folder that does not exist yet"
        raise fail("this is not an empty folder", file=str(output), hint=hint)
    write_folder(output, contents, "chart")


def _holds(folder: Path, contents: Mapping[str, bytes]) -> bool:
    """Whether a folder holds just these files."""
    try:
        is_there = all(files.read(path, inside=folder) == data for path, data in contents.items())
    except OSError:
        return False
    return is_there and {*files.below(folder)} == {folder / path for path in contents}


@command.command()
@click.argument("source", type=_SOURCE)
def digest(source: Path | str) -> int:
    """Print what identifies a chart.

    This is the sha256 of its tar, which two charts share that only differ in how they were
    compressed.

    \b
    Example: alicloud-generator chart digest charts/my-chart
    """
    from generator.chart import blob

    lines_to_stdout(blob.digest(read_chart(source).tar))
    return 0


command.add_command(verify)
