"""What a wheel ships of the built-in chart: the same as is made anew of its folder."""

from __future__ import annotations

import pickle

from generator import assets, files
from generator.chart.blob import encode
from generator.chart.source import from_folder
from generator.chart_values.built_in import SCHEMA, BuiltIn, built_in, for_wheel
from generator.chart_values.read_schema import read_schema


def test_what_a_wheel_ships_is_the_chart_in_its_folder() -> None:
    shipped = (
        files.read(assets.BUILT_IN)
        if files.exists(assets.BUILT_IN)
        else for_wheel(assets.EXTENSION_CHART)
    )
    found: BuiltIn = pickle.loads(shipped)  # noqa: S301  our own
    expected = from_folder(assets.EXTENSION_CHART)
    assert found.chart._replace(chart=expected.chart) == expected._replace(
        text=encode(expected.tar)
    )
    where = assets.EXTENSION_CHART.name
    assert vars(found.chart.chart) == {**vars(expected.chart), "where": where}
    assert found.schema == built_in().schema
    assert str(assets.EXTENSION_CHART.parent).encode() not in shipped


def test_the_built_in_chart_is_the_one_in_its_folder() -> None:
    found, expected = built_in().chart, from_folder(assets.EXTENSION_CHART)
    assert (found.tar, found.files) == (expected.tar, expected.files)
    assert (found.text or encode(found.tar)) == encode(expected.tar)


def test_its_schema_is_closed_at_the_top() -> None:
    as_it_is = read_schema(files.read(assets.EXTENSION_CHART / SCHEMA))
    assert isinstance(as_it_is.document, dict)
    closed = {**as_it_is.document, "additionalProperties": False}
    assert built_in().schema == as_it_is._replace(document=closed)
    assert as_it_is.document != closed
