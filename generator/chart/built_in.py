"""The built-in chart: packed when the wheel is built, as it never changes; in a checkout, anew."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from generator import assets, files

if TYPE_CHECKING:
    from pathlib import Path

    from generator.chart.packed import Packed


def built_in_chart() -> Packed:
    """The chart in `charts/`, packed; raises `ProblemsError` where a checkout has a broken one."""
    if files.exists(assets.PACKED_CHART):
        packed: Packed = pickle.loads(files.read(assets.PACKED_CHART))  # noqa: S301  our own
        return packed
    from generator.chart.source import from_folder

    return from_folder(assets.EXTENSION_CHART)


def for_wheel(folder: Path) -> bytes:
    """What a wheel has at `assets.PACKED_CHART`: the chart with its base64 text."""
    from dataclasses import replace

    from generator.chart.blob import encode
    from generator.chart.source import from_folder

    packed = from_folder(folder)
    chart = replace(packed.chart, where=folder.name)
    return pickle.dumps(packed._replace(chart=chart, text=encode(packed.tar)))
