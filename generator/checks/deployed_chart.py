"""The chart of a catalog's ControllerDeployment, as rules about it look at it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from generator.catalog.deployment import ChartPath, OCIRepository
from generator.chart_values.verdict import NOTHING_WRONG, Verdict
from generator.credentials.access_key import AccessKeyText
from generator.documents.values import chart_values
from generator.merge import merge_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.chart.packed import Chart, Packed
    from generator.problems import Path

_NOT_FETCHED: Final = AccessKeyText(*(f"{{{{ .resources.owner.data.{half} }}}}" for half in "is"))
"""Stands for an access key as a reference to a Secret does: a text that only the cluster knows."""


class DeployedChart:
    """A chart that is read, and its values that are judged, when a rule asks for them.

    `read` gives any chart as a catalog states it; None where it is in a registry and not in an
    archive, too, or cannot be read.
    """

    def __init__(
        self,
        catalog: Catalog,
        read: Callable[[ChartPath | OCIRepository | None], Packed | None],
    ) -> None:
        self._catalog = catalog
        self.read = read

    @cached_property
    def packed(self) -> Packed | None:
        """The chart of the ControllerDeployment."""
        return self.read(self._catalog.controller_deployment.chart)

    @cached_property
    def verdict(self) -> Verdict:
        """What Helm says of the chart with the values that are generated for it.

        The built-in chart takes what is generated, so only values of the user are held against it.
        """
        deployment = self._catalog.controller_deployment
        of_user = deployment.values or deployment.chart
        if not (deployment.is_written and of_user and self.packed):
            return NOTHING_WRONG
        from generator.chart_values.judge import judge

        return judge(self.packed.chart, chart_values(self._catalog, _NOT_FETCHED))

    @cached_property
    def extension_verdict(self) -> Verdict:
        """The same of the Extension's own chart and values, where its chart is in an archive."""
        extension = self._catalog.extension
        deployment = self._catalog.controller_deployment
        if not (extension and extension.chart and extension.chart.archive):
            return NOTHING_WRONG
        is_same = deployment.is_written and extension.chart == deployment.chart
        packed = None if is_same and not extension.values else self.read(extension.chart)
        if packed is None:
            return NOTHING_WRONG
        from generator.chart_values.judge import judge

        generated = chart_values(self._catalog, _NOT_FETCHED)
        return judge(packed.chart, merge_values(generated, extension.values))

    def comparable(self) -> Iterator[tuple[Path, dict[str, Value], Chart]]:
        """Values of the user at their places, each with a chart whose keys they can have.

        Where the schema of the built-in chart has judged them already, they are left out.
        """
        for place, values, stated in _stated(self._catalog):
            if not values:
                continue
            if isinstance(stated, OCIRepository) and not stated.archive:
                from generator.chart_values.unknown_keys import chart_in_registry

                known = chart_in_registry(stated.reference or "")
            else:
                packed = self.read(stated) if stated else None
                known = packed.chart if packed else None
            if known is not None:
                yield place, values, known


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
