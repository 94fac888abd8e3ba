"""The verbs `chart pack`, `unpack`, `digest` and `verify`: charts in manifests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from generator import files
from generator.commands.inputs import Input
from generator.commands.options import OutputFolder
from generator.commands.output import lines_to_stderr, lines_to_stdout
from generator.commands.reporting import show_problems_without_lines
from generator.problems import fail, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog.values import Value
    from generator.chart.packed import Packed
    from generator.gardener.chart_releases import UpstreamRelease
    from generator.show.chart_comparison import Comparison

_SOURCE: Final = Input(click.Path(path_type=Path))


@click.group("chart")
def command() -> None:
    """Pack, unpack and verify Helm charts.

    SOURCE is a chart's folder, a .tgz, or a manifest that holds a chart: a ControllerDeployment of
    v1beta1 or v1, or an old ControllerRegistration.

    \b
    Example: alicloud-generator chart unpack controllerdeployment.yaml -o chart
    """


def _read(source: Path, version: str = "", app_version: str = "") -> Packed:
    """The chart at a place; says what there is to warn of."""
    from generator.manifest.chart_source import read_source

    packed = read_source(source, version=version, app_version=app_version, is_argument=True)
    show_problems_without_lines(packed.warnings, "text")
    return packed


@command.command()
@click.argument("source", type=_SOURCE)
@click.option("--version", default="", help="Override the version of Chart.yaml.")
@click.option("--app-version", default="", help="Override the appVersion of Chart.yaml.")
def pack(source: Path, version: str, app_version: str) -> int:
    """Print the chart as base64 text on one line, for `chart` or `rawChart`.

    \b
    Example: alicloud-generator chart pack charts/my-chart --version 1.2.3
    """
    from generator.chart import blob

    packed = _read(source, version, app_version)
    lines_to_stdout("".join((packed.text or blob.encode(packed.tar)).split()))
    return 0


@command.command()
@click.argument("source", type=_SOURCE)
@click.option("-o", "--output", type=OutputFolder(), required=True, help="A folder, new or empty.")
def unpack(source: Path, output: Path) -> int:
    """Write the files of the chart into a folder.

    \b
    Example: alicloud-generator chart unpack manifests/live/controllerdeployment.yaml -o chart
    """
    packed = _read(source)
    try:
        _write_all(packed.files, output)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise fail(f"the chart cannot be unpacked: {reason}", file=str(output)) from None
    lines_to_stderr(f"{output}: {packed.name} {packed.version}, {len(packed.files)} files")
    return 0


def _write_all(contents: Mapping[str, bytes], output: Path) -> None:
    """All of the files or none, in a folder that holds nothing else.

    One that holds just these is left as it is: an interrupted run may have come that far.
    """
    for path in contents:
        if path.startswith("/") or ".." in path.split("/"):
            message = f"the chart holds {quoted(path)}, which is outside of it"
            raise fail(message, file=str(output))
    files.remove_leftovers(output.parent)
    if _holds(output, contents):
        return
    if files.exists(output) and (not files.is_folder(output) or files.names(output)):
        hint = "name one that does not exist yet"
        raise fail("this is no empty folder", file=str(output), hint=hint)
    files.write_folder(output, contents, "chart")


def _holds(folder: Path, contents: Mapping[str, bytes]) -> bool:
    """Whether a folder holds just these files."""
    try:
        is_there = all(files.read(path, inside=folder) == data for path, data in contents.items())
    except OSError:
        return False
    return is_there and {*files.below(folder)} == {folder / path for path in contents}


@command.command()
@click.argument("source", type=_SOURCE)
def digest(source: Path) -> int:
    """Print the identity of the chart: the sha256 of its tar.

    Two charts that only differ in how they were compressed have the same identity.

    \b
    Example: alicloud-generator chart digest charts/my-chart
    """
    from generator.chart import blob

    lines_to_stdout(blob.digest(_read(source).tar))
    return 0


@command.command()
@click.argument("manifest", type=_SOURCE)
@click.option(
    "--against",
    type=_SOURCE,
    required=True,
    help="What it should be: a chart's folder, a .tgz, a manifest that holds a chart, or a release "
    "of provider-alicloud such as v1.72.0.",
)
def verify(manifest: Path, against: Path) -> int:
    """Say whether the chart in MANIFEST is the one in another place, or upstream's of a release.

    Charts are equal when their tars are, whoever compressed them: exit code 0. Otherwise the files
    that differ are listed, fields of Chart.yaml one by one: exit code 1. Of a release only the
    digest is known: no file is listed, but the releases that have the chart, if any has.

    \b
    Example: alicloud-generator chart verify deployment.yaml --against my-chart.tgz
    """
    from generator.chart import blob
    from generator.problems import ProblemsError
    from generator.show.chart_comparison import Comparison, compare

    try:
        if release := _release(against):
            return _verify_release(manifest, release)
        found, expected = _read(manifest), _read(against)
        comparison = compare(found, expected)
    except ProblemsError as error:
        show_problems_without_lines(error.problems, "text")
        return 1
    if comparison == Comparison():
        lines_to_stdout(f"equal: {found.name} {found.version}, {blob.digest(found.tar)}")
        return 0
    from generator.credentials.lines import mask_known_forms

    lines_to_stdout(*(mask_known_forms(line) for line in _verify_lines(comparison)))
    lines_to_stderr(f"error: {manifest} holds another chart than {against}")
    return 1


def _release(against: Path) -> UpstreamRelease | None:
    """The release that is named in the place of a file; raises `ProblemsError` if it is unknown."""
    from generator.gardener.chart_releases import is_release, known_releases, release_charts

    name = str(against)
    if not is_release(name) or files.exists(against):
        return None
    if found := release_charts(name):
        return found
    known = [each.release for each in known_releases()]
    message = "there is no such file, and no such release among those that are known"
    raise fail(message, file=name, expected=f"{known[0]} to {known[-1]}", hint=nearest(name, known))


def _verify_release(manifest: Path, release: UpstreamRelease) -> int:
    from generator.chart import blob
    from generator.gardener.chart_releases import chart_releases

    found = _read(manifest)
    digest, releases = blob.digest(found.tar), chart_releases(found)
    if digest in (release.folder, release.manifest):
        lines_to_stdout(f"equal: {found.name} {found.version}, {digest}, {releases}")
        return 0
    lines_to_stdout(
        f"found: {digest}, {releases or 'a chart of no known release'}",
        f"expected: {' or '.join(dict.fromkeys((release.folder, release.manifest)))}",
        f"to see which files differ, name a file or folder with the chart of {release.release}",
    )
    lines_to_stderr(f"error: {manifest} holds another chart than {release.release}")
    return 1


def _verify_lines(comparison: Comparison) -> Iterator[str]:
    for path in comparison.changed:
        yield f"differs: {path}"
        if path == "Chart.yaml":
            yield from _fields(comparison)
    for path in comparison.missing:
        yield f"missing: {path}"
    for path in comparison.added:
        yield f"added: {path}"
    if comparison.packing:
        yield "every file is equal, but not how they were packed: order, times, modes or owners"


def _fields(comparison: Comparison) -> Iterator[str]:
    for field in comparison.fields:
        old, new = (_shown({field.name: value}) for value in (field.old, field.new))
        yield f"  {field.name}: found {new}, expected {old}"
    if not comparison.fields:
        yield "  the same fields, written differently"


def _shown(field: dict[str, Value]) -> str:
    """The value of a field on one line."""
    from generator.credentials.tree import masked
    from generator.manifest.parts import mapping_at
    from generator.yamlio import emit

    shown = [*mapping_at(masked(field)).values()]
    return "nothing" if shown == [None] else ", ".join(map(emit.flow, shown))
