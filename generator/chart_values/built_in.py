"""The built-in chart and its schema, which never change: made when the wheel is built.

A checkout makes them anew.
"""

from __future__ import annotations

import pickle
from functools import cache
from typing import TYPE_CHECKING, Final

from generator import assets, files
from generator.record import Record

if TYPE_CHECKING:
    from pathlib import Path

    from generator.chart.packed import Packed
    from generator.chart_values.schema import Schema

SCHEMA: Final = "values.schema.json"


class BuiltIn(Record):
    """The chart, packed, and its schema as it is meant for users.

    To Helm it is open at the top, since the next release of gardenlet may add a key there; to users
    it is closed.
    """

    chart: Packed
    schema: Schema


@cache
def built_in() -> BuiltIn:
    """What a wheel ships; in a checkout, what is in `charts/`, which `ProblemsError` may refuse."""
    if files.exists(assets.BUILT_IN):
        shipped: BuiltIn = pickle.loads(files.read(assets.BUILT_IN))  # noqa: S301  our own
        return shipped
    from generator.chart.source import from_folder

    return BuiltIn(from_folder(assets.EXTENSION_CHART), _closed(assets.EXTENSION_CHART / SCHEMA))


def for_wheel(folder: Path) -> bytes:
    """What a wheel has at `assets.BUILT_IN`; the same bytes wherever the chart's folder stands."""
    from generator.chart.blob import encode
    from generator.chart.source import from_folder

    packed = from_folder(folder)
    packed.chart.where = folder.name
    text = encode(packed.tar)
    return pickle.dumps(BuiltIn(packed._replace(text=text), _closed(folder / SCHEMA)))


def _closed(file: Path) -> Schema:
    from generator.chart_values.read_schema import read_schema

    schema = read_schema(files.read(file))
    assert isinstance(schema.document, dict)  # noqa: S101  it is ours
    return schema._replace(document={**schema.document, "additionalProperties": False})
