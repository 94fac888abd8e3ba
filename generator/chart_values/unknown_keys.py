"""Keys of values that a chart does not have, and that resemble one that it has."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.chart_values.built_in import built_in
from generator.chart_values.coalesce import GLOBAL, TypeConflictError, coalesced
from generator.chart_values.subcharts import ImportedValuesError, rendered
from generator.gardener import injected_values
from generator.gardener.provider import is_extension_chart
from generator.problems import Finding, Near, dotted, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.chart.packed import Chart
    from generator.problems import Path

_Values: TypeAlias = "dict[str, Value]"

_OF_EVERY_CHART: Final = frozenset({GLOBAL, "tags", injected_values.KEY, "usablePorts"})
_BESIDE_PROPERTIES: Final = frozenset(
    {"$ref", "allOf", "anyOf", "oneOf", "if", "patternProperties", "dependentSchemas"}
)
"""Keywords of a schema by which a level can have other keys than its `properties`."""


def chart_in_registry(reference: str) -> Chart | None:
    """The chart that a reference leads to, as far as its values are known without fetching it.

    That is the extension's own, in any registry that mirrors it: it has no schema, and the values
    of the built-in chart. None for any other.
    """
    return _chart_of_extension() if is_extension_chart(reference) else None


@cache
def _chart_of_extension() -> Chart:
    chart = copy(built_in().chart.chart)
    chart.schema = None
    return chart


def unknown_keys(chart: Chart, values: _Values) -> Iterator[Finding]:
    """Every such key; the paths are those in the values.

    A level that the chart leaves empty takes any key, and so does whatever is below one that it
    does not have. What a schema refuses is for `judge` to say.
    """
    try:
        defaults = coalesced(rendered(chart, values), {})
    except (TypeConflictError, ImportedValuesError):
        return
    ours = {key: value for key, value in values.items() if key not in _OF_EVERY_CHART}
    yield from _unknown(ours, defaults, _schema(chart), ())


def _schema(chart: Chart) -> Value:
    """The schema; None where there is none, and so none of its keys either."""
    if chart.schema is None:
        return None
    import json

    found: Value = json.loads(chart.schema.decode("utf-8", "replace"))
    return found


def _unknown(values: _Values, defaults: _Values, schema: Value, path: Path) -> Iterator[Finding]:
    properties = schema.get("properties", {}) if isinstance(schema, dict) else {}
    if not isinstance(properties, dict) or (
        isinstance(schema, dict) and _BESIDE_PROPERTIES & schema.keys()
    ):
        return
    is_closed = isinstance(schema, dict) and schema.get("additionalProperties") is False
    for key, value in values.items():
        default = defaults.get(key)
        if isinstance(value, dict) and isinstance(default, dict):
            yield from _unknown(value, default, properties.get(key), (*path, key))
        elif not is_closed and key not in defaults and key not in properties:
            near = Near(key, (*defaults, *properties))
            if str(near):
                where = f" in {dotted(path)}" if path else ""
                message = f"the chart has no value {quoted(key)}{where}"
                yield Finding((*path, key), message, hint=near, of_key=True)
