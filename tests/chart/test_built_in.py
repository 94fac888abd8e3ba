"""The built-in chart of a wheel: packed when it was built, and the same as packed anew."""

from __future__ import annotations

import pickle
from dataclasses import replace

from generator import assets, files
from generator.chart.blob import encode
from generator.chart.built_in import built_in_chart, for_wheel
from generator.chart.source import from_folder


def test_what_a_wheel_ships_is_the_chart_in_its_folder() -> None:
    packed = from_folder(assets.EXTENSION_CHART)
    chart = replace(packed.chart, where=assets.EXTENSION_CHART.name)
    shipped = (
        files.read(assets.PACKED_CHART)
        if files.exists(assets.PACKED_CHART)
        else for_wheel(assets.EXTENSION_CHART)
    )
    expected = packed._replace(chart=chart, text=encode(packed.tar))
    assert pickle.loads(shipped) == expected  # noqa: S301  our own
    assert str(assets.EXTENSION_CHART.parent).encode() not in shipped


def test_the_built_in_chart_is_the_one_in_its_folder() -> None:
    found = built_in_chart()
    expected = from_folder(assets.EXTENSION_CHART)
    assert (found.tar, found.files) == (expected.tar, expected.files)
    assert (found.text or encode(found.tar)) == encode(expected.tar)
