"""The verb `verify`: whether a manifest holds the chart that it claims to hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.output import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.show.verify import Comparison

_SOURCE = click.Path(path_type=Path)


@click.command()
@click.argument("manifest", type=_SOURCE)
@click.option(
    "--against",
    type=_SOURCE,
    required=True,
    help="What it should be: a chart's folder, a .tgz, or a manifest that holds a chart.",
)
def command(manifest: Path, against: Path) -> int:
    """Say whether the chart in MANIFEST is the one in another place.

    Charts are equal when their tars are, whoever compressed them: exit code 0. Otherwise the files
    that differ are listed, fields of Chart.yaml one by one: exit code 1.

    Example: `alicloud-generator verify controllerdeployment.yaml --against my-chart.tgz`
    """
    from generator.app.manifests import show_failures
    from generator.chart import blob
    from generator.chart.source import read_source
    from generator.problems import ProblemsError
    from generator.show.verify import Comparison, compare

    try:
        found, expected = read_source(manifest), read_source(against)
        comparison = compare(found, expected)
    except ProblemsError as error:
        show_failures(error.problems, "text")
        return 1
    if comparison == Comparison():
        show(f"equal: {found.name} {found.version}, {blob.digest(found.tar)}")
        return 0
    from generator.credentials.lines import without_forms

    show(*(without_forms(line) for line in _lines(comparison)))
    return 1


def _lines(comparison: Comparison) -> Iterator[str]:
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
    from generator.manifest.deployments import inside
    from generator.yamlio import emit

    shown = [*inside(masked(field)).values()]
    return "nothing" if shown == [None] else ", ".join(map(emit.flow, shown))
