"""The chart's own schema refuses the values.

Helm validates the values with `values.schema.json` before it renders a chart, and gardenlet does so
on every seed: if they are refused, nothing is deployed. So they are checked here as Helm v4.2.4
does: the chart's values.yaml, the generated values, the user's values and those that gardenlet
adds, merged in this order, also with the schemas of subcharts. The chart is the built-in one, a
folder, a .tgz or a blob, or the .tgz (`from`) of a chart in a registry; what a registry holds is
not fetched.

The built-in chart's schema allows any key at the top level, because gardenlet adds its own keys
there. A key that a catalog sets there must be one of its properties all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.documents.values import generated_values
from generator.gardener import injected_values
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.checks.deployed_chart import DeployedChart
    from generator.problems import Path

ID = "chart-values"
SEVERITY = Severity.ERROR

_VALUES: Final = ("controllerDeployment", "values")
_CHART: Final = ("controllerDeployment", "chart")
_ASKED_BY: Final[dict[Path, Path]] = {
    ("image",): ("controllerDeployment", "image"),
    ("config", "machineImageOwnerSecret"): ("ownerSecret",),
    ("config", "csi"): ("csi",),
    ("config",): ("images",),
}
"""What the values that are generated are made of; the first that fits says it."""


def check_chart(catalog: Catalog, chart: DeployedChart) -> Iterator[Finding]:
    """Say what Helm would, at the line that decides it."""
    for mistake in chart.verdict.mistakes:
        yield _placed(catalog, mistake)
    told = {(each.path, each.message) for each in chart.verdict.mistakes}
    for mistake in chart.extension_verdict.mistakes:
        if catalog.extension and _has(catalog.extension.values, mistake.path):
            yield mistake._replace(path=("extension", "values", *mistake.path))
        elif (mistake.path, mistake.message) not in told:
            yield _placed(catalog, mistake, ("extension", "chart"))


def _placed(catalog: Catalog, mistake: Finding, chart: Path = _CHART) -> Finding:
    """A mistake at the place of a catalog that asks for what is wrong."""
    path = mistake.path
    if path and _has(catalog.controller_deployment.values, path):
        return mistake._replace(path=(*_VALUES, *path))
    place: Path
    if path == (injected_values.KEY,):
        place, origin = chart, "gardenlet adds it on every seed"
    elif path and _has(generated_values(catalog, None), path):
        place, origin = _asking_for(path), "generated from the catalog"
    else:
        place, origin = chart, "a default of the chart" if path else ""
    message = f"{mistake.message} ({origin})" if origin else mistake.message
    return mistake._replace(path=place, message=message, of_key=True)


def _asking_for(path: Path) -> Path:
    return next(by for start, by in _ASKED_BY.items() if path[: len(start)] == start)


def _has(values: Value, path: Path) -> bool:
    """Whether values state what stands at a path, or a mapping or a list there."""
    for step in path:
        if isinstance(values, dict) and step in values:
            values = values[str(step)]
        elif isinstance(values, list) and isinstance(step, int) and step < len(values):
            values = values[step]
        else:
            return False
    return True
