"""How objects deploy charts by Helm."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.manifest.parts import inside, text, value_at
from generator.manifest.shapes import CHARTS_OF_KIND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.manifest.shapes import ChartPlace


@dataclass(frozen=True, slots=True)
class HelmDeployment:
    """A chart and the values that it is deployed with.

    `chart` is the base64 text as it stands (None where there is none;
    `generator.chart.source.from_text` unpacks it), `repository` the `ociRepository`, `values` those
    of the chart; both are empty where they are absent.
    """

    place: ChartPlace
    chart: str | None = field(repr=False)
    repository: dict[str, Value]
    values: dict[str, Value] = field(repr=False)

    @property
    def role(self) -> str:
        """What the chart is for, see `ChartPlace`."""
        return self.place.role


def helm_deployments(body: dict[str, Value]) -> Iterator[HelmDeployment]:
    """What one object deploys by Helm; nothing for objects of other kinds."""
    for place in CHARTS_OF_KIND.get(text(body.get("kind")), ()):
        helm, values = inside(body, *place.helm), inside(body, *place.values)
        repository = inside(body, *place.repository)
        if place.chart_key and helm:
            chart = value_at(body, *place.chart)
            yield HelmDeployment(
                place, chart if isinstance(chart, str) else None, repository, values
            )
        # The runtime cluster has the extension's chart, once more.
        elif values or (repository and place.role != "runtime cluster"):
            yield HelmDeployment(place, None, repository, values)
