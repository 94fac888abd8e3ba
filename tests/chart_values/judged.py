"""Charts of a few files, and what is said of their values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from generator.chart.source import from_text
from generator.chart_values.judge import judge
from tests.support.manifests import CHART, blob

if TYPE_CHECKING:
    from generator.chart_values.verdict import Verdict

OPEN: dict[str, Any] = {"gardener": {}}
"""Properties of a schema that is closed, so that gardenlet may add what it does."""


def verdict(schema: object, values: dict[str, Any], files: dict[str, str] | None = None) -> Verdict:
    text = schema if isinstance(schema, str) else json.dumps(schema)
    made = blob({**CHART, "values.schema.json": text, **(files or {})})
    return judge(from_text(made, "chart").chart, values)


def said(schema: object, values: dict[str, Any], files: dict[str, str] | None = None) -> list[str]:
    """The mistakes, each as `message; expected; hint`."""
    found = verdict(schema, values, files)
    assert found.doubts == ()
    return [
        "; ".join(filter(None, (each.message, each.expected, str(each.hint))))
        for each in found.mistakes
    ]
