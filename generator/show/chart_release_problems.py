"""An image of another release than the chart that a manifest deploys it by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.gardener.chart_releases import named_release, published_releases
from generator.manifest.parts import mapping_at, text
from generator.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.gardener.chart_releases import ChartReleases
    from generator.manifest.deployments import HelmDeployment


def chart_release_problems(
    deployment: HelmDeployment, releases: ChartReleases | None, file: str
) -> Iterator[Problem]:
    """What `chart-release` says of catalogs; `releases` are those of a chart that is at hand.

    Where the values name no release, nothing is said: what the chart then takes is its own affair.
    """
    if deployment.repository:
        releases = published_releases(deployment.repository)
    release = named_release(text(mapping_at(deployment.values, "image").get("tag")))
    misfit = releases.misfit(release) if releases and release else None
    if misfit:
        yield Problem(file, 0, 0, misfit.message, severity=Severity.WARNING, hint=misfit.hint)
