"""The values cannot be checked with all of the chart's schema.

Nothing is fetched: references of a schema to a server or a file (`$ref`, `$schema`) are not
followed, whatever Helm does with them on a seed. Also not checked are patterns and formats that
Helm interprets in its own way, a schema that takes too long, and values that a chart imports from
its subcharts. `chart-values` does not report what depends on them: check it yourself, for instance
with `helm template`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.checks.deployed_chart import DeployedChart

ID = "chart-schema"
SEVERITY = Severity.WARNING

_CHART: Final = ("controllerDeployment", "chart")
_EXTENSION: Final = ("extension", "chart")


def check_chart(_: Catalog, chart: DeployedChart) -> Iterator[Finding]:
    """Repeat what the judge could not judge."""
    for path, verdict in ((_CHART, chart.verdict), (_EXTENSION, chart.extension_verdict)):
        for doubt in verdict.doubts:
            yield Finding(path, f"the values cannot be checked: {doubt}", of_key=True)
