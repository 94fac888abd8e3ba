"""What the schema of the chart asks for cannot be judged.

Nothing is ever fetched: a schema that refers to a server or to a file (`$ref`, `$schema`) is not
followed, whatever Helm would make of it on a seed. Neither is a pattern or a format which Helm
reads otherwise than others do, a schema that takes too long, nor values that a chart imports from
its subcharts. `chart-values` then says nothing of what depends on it, so look at it yourself, for
instance with `helm template`.
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
            yield Finding(path, f"the values cannot be judged: {doubt}", of_key=True)
