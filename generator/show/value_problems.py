"""What is wrong with the values of a chart in a manifest, as rules say it of a catalog's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.chart_values.judge import judge
from generator.chart_values.unknown_keys import chart_in_registry, unknown_keys
from generator.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.chart.packed import Chart
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
            message = f"the values cannot be checked: {doubt}"
            yield Problem(file, 0, 0, message, Severity.WARNING)
    known = chart or chart_in_registry(_reference(deployment))
    for unknown in unknown_keys(known, deployment.values) if known else ():
        yield Problem(file, 0, 0, unknown.message, Severity.WARNING, hint=unknown.hint)


def _reference(deployment: HelmDeployment) -> str:
    """The place of a chart in a registry, without its version; empty where it has none."""
    fields = (deployment.repository.get(key) for key in ("ref", "repository"))
    return next((field for field in fields if isinstance(field, str)), "")
