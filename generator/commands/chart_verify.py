"""The verb `chart verify`: whether a chart is the one that it claims to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from generator import files
from generator.commands.charts import read_chart
from generator.commands.inputs import ChartSource, Input
from generator.commands.output import lines_to_stderr, lines_to_stdout
from generator.commands.reporting import show_problems_without_lines
from generator.problems import fail, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.catalog.values import Value
    from generator.gardener.chart_releases import UpstreamRelease
    from generator.show.chart_comparison import Comparison

_SOURCE: Final = Input(ChartSource())


@click.command()
@click.argument("manifest", type=_SOURCE)
@click.option(
    "--against",
    type=_SOURCE,
    required=True,
    help="What to compare with: a SOURCE, or a release of provider-alicloud such as v1.72.0.",
)
def verify(manifest: Path | str, against: Path | str) -> int:
    """Compare a manifest's chart with another.

    The other is a SOURCE, or upstream's of a release. Charts are equal if their tar archives are,
    however they were compressed: exit code 0. Otherwise, the files that differ are listed, and so
    are the fields of Chart.yaml: exit code 1. Only the digests of releases are known: instead of
    files, the releases that have the chart are listed.

    \b
    Example: alicloud-generator chart verify deployment.yaml --against my-chart.tgz
    """
    from generator.chart import blob
    from generator.problems import ProblemsError
    from generator.show.chart_comparison import Comparison, compare

    try:
        if release := _release(against):
            return _verify_release(manifest, release)
        found, expected = read_chart(manifest), read_chart(against)
        comparison = compare(found, expected)
    except ProblemsError as error:
        show_problems_without_lines(error.problems, "text")
        return 1
    if comparison == Comparison():
        lines_to_stdout(f"equal: {found.name} {found.version}, {blob.digest(found.tar)}")
        return 0
    from generator.credentials.lines import mask_known_forms

    lines_to_stdout(*(mask_known_forms(line) for line in _verify_lines(comparison)))
    lines_to_stderr(f"error: {manifest} holds a different chart than {against}")
    return 1


def _release(against: Path | str) -> UpstreamRelease | None:
    """The release that is named in place of a file; raises `ProblemsError` if it is unknown."""
    from generator.gardener.chart_releases import is_release, known_releases, release_charts

    name = str(against)
    if not is_release(name) or files.exists(against):
        return None
    if found := release_charts(name):
        return found
    known = [each.release for each in known_releases()]
    message = "there is no such file, and no such known release"
    raise fail(message, file=name, expected=f"{known[0]} to {known[-1]}", hint=nearest(name, known))


def _verify_release(manifest: Path | str, release: UpstreamRelease) -> int:
    from generator.chart import blob
    from generator.gardener.chart_releases import chart_releases

    found = read_chart(manifest)
    digest, releases = blob.digest(found.tar), chart_releases(found)
    if digest in (release.folder, release.manifest):
        lines_to_stdout(f"equal: {found.name} {found.version}, {digest}, {releases}")
        return 0
    lines_to_stdout(
        f"found: {digest}, {releases or 'not the chart of a known release'}",
        f"expected: {' or '.join(dict.fromkeys((release.folder, release.manifest)))}",
        "to see which files differ, compare with a file or folder that has the chart of "
        f"{release.release}",
    )
    lines_to_stderr(f"error: {manifest} holds a different chart than {release.release}")
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
        yield "the files are equal, but packed differently: their order, times, modes or owners"


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
