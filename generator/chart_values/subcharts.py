"""The subcharts that Helm renders with a chart: conditions, tags and aliases of its dependencies.

As `ProcessDependencies` of Helm v4.2.4 (`pkg/chart/v2/util/dependencies.go`), but that a subchart
fits the dependency of its name whatever the versions say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.chart_values.coalesce import coalesced
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalog.values import Value
    from generator.chart.metadata import Fields
    from generator.chart.packed import Chart


class Node(Record):
    """A chart as values are laid over it; `name` is what its values stand at in those above."""

    name: str
    defaults: dict[str, Value]
    schema: bytes | None
    subcharts: tuple[Node, ...]


class ImportedValuesError(ValueError):
    """A chart takes values from a subchart (`import-values`), which is not followed here."""


def rendered(chart: Chart, values: dict[str, Value]) -> Node:
    """The chart with the subcharts that are not switched off.

    Raises `ImportedValuesError`, and `coalesce.TypeConflictError` where Helm stops as well.
    """
    return _enabled(chart, chart.name, values, "")


def _enabled(chart: Chart, name: str, values: dict[str, Value], place: str) -> Node:
    dependencies: list[Fields] = [each for each in chart.metadata["dependencies"] if each]
    if any(dependency["import-values"] for dependency in dependencies):
        raise ImportedValuesError(name)
    named = _named(chart, dependencies)
    plain = Node(name, chart.values, chart.schema, tuple(_plain(each, key) for key, each in named))
    if dependencies:
        values = coalesced(plain, values)
    off = {
        dependency["alias"] or dependency["name"]
        for dependency in dependencies
        if not _is_on(dependency, values, place)
    }
    on = plain._replace(
        subcharts=tuple(
            _enabled(each, key, values, f"{place}{key}.") for key, each in named if key not in off
        ),
    )
    # Where dependencies are declared, Helm makes the subcharts' defaults those of the chart.
    if len(off) == len(dependencies):
        return on
    return on._replace(defaults=coalesced(on, {}, keep_nulls=True))


def _plain(chart: Chart, name: str) -> Node:
    """A chart with all of its subcharts under their own names."""
    inner = tuple(_plain(each, each.name) for each in chart.charts)
    return Node(name, chart.values, chart.schema, inner)


def _named(chart: Chart, dependencies: Sequence[Fields]) -> list[tuple[str, Chart]]:
    """The subcharts by the names that values give them: those that no dependency names first."""
    declared = {dependency["name"] for dependency in dependencies}
    by_name = {each.name: each for each in chart.charts}
    undeclared = [(each.name, each) for each in chart.charts if each.name not in declared]
    return undeclared + [
        (dependency["alias"] or dependency["name"], by_name[dependency["name"]])
        for dependency in dependencies
        if dependency["name"] in by_name
    ]


def _is_on(dependency: Fields, values: dict[str, Value], place: str) -> bool:
    """A condition decides before the tags do; the first of them that values state."""
    for condition in dependency["condition"].strip().split(","):
        found = _at(values, f"{place}{condition}") if condition else None
        if isinstance(found, bool):
            return found
    tags = values.get("tags")
    stated = [tags.get(tag) for tag in dependency["tags"] or ()] if isinstance(tags, dict) else []
    return True in stated or False not in stated


def _at(values: Value, path: str) -> Value:
    for key in path.split("."):
        values = values.get(key) if isinstance(values, dict) else None
    return values
