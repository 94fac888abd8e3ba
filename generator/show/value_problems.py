"""What is wrong with the values of a chart in a manifest, as rules say it of a catalog's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator import assets
from generator.catalog.deployment import OCIRepository
from generator.chart_values.judge import judge
from generator.chart_values.unknown_keys import unknown_keys
from generator.gardener.provider import is_extension_chart
from generator.manifest.chart_source import read_source
from generator.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.chart.load import Chart
    from generator.manifest.deployments import HelmDeployment


def value_problems(deployment: HelmDeployment, chart: Chart | None, file: str) -> Iterator[Problem]:
    """Everything that Helm refuses in the values, and keys that are most likely typos.

    `chart` is the one that the manifest holds; None where it is in a registry.
    """
    if chart is not None:
        verdict = judge(chart, deployment.values)
        for mistake in verdict.mistakes:
            yield Problem(file, 0, 0, mistake.message, expected=mistake.expected, hint=mistake.hint)
        for doubt in verdict.doubts:
            message = f"the values cannot be judged: {doubt}"
            yield Problem(file, 0, 0, message, Severity.WARNING)
    known = chart or (_chart_of_registry(deployment) if deployment.values else None)
    for unknown in unknown_keys(known, deployment.values) if known else ():
        yield Problem(file, 0, 0, unknown.message, Severity.WARNING, hint=unknown.hint)


def _chart_of_registry(deployment: HelmDeployment) -> Chart | None:
    """The built-in chart where the extension's own is meant, which has the same values."""
    fields = {
        key: value
        for key in ("ref", "repository")
        if isinstance(value := deployment.repository.get(key), str)
    }
    if not is_extension_chart(OCIRepository(**fields).reference or ""):
        return None
    return replace(read_source(assets.EXTENSION_CHART).chart, schema=None)
