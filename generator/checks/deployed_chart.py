"""The chart of a catalog's ControllerDeployment, as rules about it look at it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from generator.catalog.deployment import ChartPath
from generator.chart_values.verdict import NOTHING_WRONG, Verdict
from generator.credentials.access_key import AccessKeyText
from generator.documents.values import chart_values
from generator.gardener.provider import is_extension_chart
from generator.problems import ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.catalog import Catalog
    from generator.catalog.deployment import OCIRepository
    from generator.catalog.values import Value
    from generator.chart.load import Chart
    from generator.problems import Path

_NOT_FETCHED: Final = AccessKeyText(*(f"{{{{ .resources.owner.data.{half} }}}}" for half in "is"))
"""Stands for an access key as a reference to a Secret does: a text that only the cluster knows."""


class DeployedChart:
    """A chart that is read, and its values that are judged, when a rule asks for them.

    `read` is asked for the chart at a path as the catalog states it, or for the built-in one; it
    raises `ProblemsError`.
    """

    def __init__(self, catalog: Catalog, read: Callable[[ChartPath | None], Chart]) -> None:
        self._catalog = catalog
        self._read = read

    @property
    def is_built_in(self) -> bool:
        """Whether the catalog asks for no other chart."""
        return self._catalog.controller_deployment.chart is None

    @cached_property
    def chart(self) -> Chart | None:
        """The chart, None where it is in a registry; what cannot be read is for others to say."""
        stated = self._catalog.controller_deployment.chart
        if stated is not None and not isinstance(stated, ChartPath):
            return None
        try:
            return self._read(stated)
        except ProblemsError:
            return None

    def comparable(self) -> Iterator[tuple[Path, dict[str, Value], Chart]]:
        """Values of the user at their places, each with a chart whose keys they can have.

        Where the schema of the built-in chart has judged them already, they are left out.
        """
        for place, values, of in _stated(self._catalog):
            if isinstance(of, ChartPath):
                known = self.chart
            elif of is not None and values and is_extension_chart(of.reference or ""):
                # The built-in chart has the same values; only its schema is our own.
                known = replace(self._read(None), schema=None)
            else:
                known = None
            if known is not None and values:
                yield place, values, known

    @cached_property
    def verdict(self) -> Verdict:
        """What Helm says of the chart with the values that are generated for it.

        The built-in chart takes what is generated, so only values of the user are held against it.
        """
        stated = self._catalog.controller_deployment.values
        if (self.is_built_in and not stated) or self.chart is None:
            return NOTHING_WRONG
        from generator.chart_values.judge import judge

        return judge(self.chart, chart_values(self._catalog, _NOT_FETCHED))


def _stated(
    catalog: Catalog,
) -> Iterator[tuple[Path, dict[str, Value], ChartPath | OCIRepository | None]]:
    """The values of the user for charts of the extension."""
    deployment = catalog.controller_deployment
    yield ("controllerDeployment", "values"), deployment.values, deployment.chart
    if extension := catalog.extension:
        yield ("extension", "values"), extension.values, extension.chart
        runtime = extension.runtime_cluster_values
        yield ("extension", "runtimeClusterValues"), runtime, extension.chart
