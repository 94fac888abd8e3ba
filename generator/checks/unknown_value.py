"""The values have a key that the chart does not have: most likely, a typo.

If a chart has no schema, or one that allows any key, Helm accepts any key, and a typo has no
effect. So a key is reported if the chart's values.yaml does not have it at that level, but has one
that resembles it. A level that is empty in values.yaml may have any key.

The chart from upstream's registry is not fetched. The built-in one has the same values, so keys are
compared with those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.checks.deployed_chart import DeployedChart
    from generator.problems import Finding

ID = "unknown-value"
SEVERITY = Severity.WARNING


def check_chart(_: Catalog, chart: DeployedChart) -> Iterator[Finding]:
    """Compare the keys of all values with those of the chart that they are for."""
    for place, values, known in chart.comparable():
        from generator.chart_values.unknown_keys import unknown_keys

        for finding in unknown_keys(known, values):
            yield finding._replace(path=(*place, *finding.path))
