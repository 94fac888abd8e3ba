"""What Helm lays over what: a chart's own values below those that it is deployed with.

The rules are those of Helm v4.2.4 (`pkg/chart/common/util/coalesce.go`): mappings merge, whatever
else replaces, and a null removes a default of the chart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.catalog.values import Value
    from generator.chart_values.subcharts import Node

GLOBAL: Final = "global"
"""The key whose values a chart shares with its subcharts."""


class TypeConflictError(ValueError):
    """The values have no mapping at the name of a subchart, which Helm needs; the text names it."""


def coalesced(
    chart: Node, values: dict[str, Value], *, keep_nulls: bool = False
) -> dict[str, Value]:
    """The values that a chart is rendered with; `values` stay as they are.

    `keep_nulls` is Helm's "merge" instead of "coalesce". Raises `TypeConflictError`.
    """
    return _coalesced(chart, _copied(values), keep_nulls=keep_nulls)


def _copied(values: dict[str, Value]) -> dict[str, Value]:
    """A copy of mappings within mappings; nothing else changes when values are merged."""
    return {
        key: _copied(value) if isinstance(value, dict) else value for key, value in values.items()
    }


def _coalesced(chart: Node, values: dict[str, Value], *, keep_nulls: bool) -> dict[str, Value]:
    _add_defaults(chart, values, keep_nulls=keep_nulls)
    for subchart in chart.subcharts:
        below = values.setdefault(subchart.name, {})
        if not isinstance(below, dict):
            raise TypeConflictError(subchart.name)
        _add_globals(below, values)
        values[subchart.name] = _coalesced(subchart, below, keep_nulls=keep_nulls)
    return values


def _add_defaults(chart: Node, values: dict[str, Value], *, keep_nulls: bool) -> None:
    names = {subchart.name for subchart in chart.subcharts}
    for key, default in _copied(chart.defaults).items():
        if key not in values:
            if isinstance(default, dict) and not keep_nulls:
                values[key] = _without_nulls(default)
            elif keep_nulls or default is not None:
                values[key] = default
            continue
        value = values[key]
        if value is None and not keep_nulls:
            del values[key]
        elif isinstance(value, dict) and isinstance(default, dict):
            keeps = keep_nulls or key in names
            _lay_below(value, default if keeps else _without_nulls(default), keep_nulls=keeps)


def _without_nulls(values: dict[str, Value]) -> dict[str, Value]:
    """The values without the keys of mappings, at any depth, that are null."""
    return {
        key: _without_nulls(value) if isinstance(value, dict) else value
        for key, value in values.items()
        if value is not None
    }


def _lay_below(values: dict[str, Value], defaults: dict[str, Value], *, keep_nulls: bool) -> None:
    """Add to values what they lack of the defaults, in place."""
    for key, default in defaults.items():
        value = values.get(key)
        if key not in values:
            values[key] = default
        elif value is None and default is not None and not keep_nulls:
            del values[key]
        elif isinstance(value, dict) and isinstance(default, dict):
            _lay_below(value, default, keep_nulls=keep_nulls)


def _add_globals(below: dict[str, Value], values: dict[str, Value]) -> None:
    """Hand a chart's global values down to one of its subcharts."""
    own, shared = below.get(GLOBAL, {}), values.get(GLOBAL, {})
    if not isinstance(own, dict) or not isinstance(shared, dict):
        return
    for key, value in shared.items():
        if not isinstance(value, dict):
            if not isinstance(own.get(key), dict):
                own[key] = value
        elif key not in own:
            own[key] = dict(value)
        elif isinstance(mine := own[key], dict):
            over = _copied(value)
            _lay_below(over, mine, keep_nulls=True)
            own[key] = over
    below[GLOBAL] = own
