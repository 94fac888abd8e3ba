"""The charts that catalogs ask for on disk: each is read and packed once."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from generator.catalog.deployment import ChartPath, OCIRepository
from generator.chart_values.built_in import built_in
from generator.problems import Finding, Problem, ProblemsError, Severity, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.catalog import Catalog
    from generator.chart.packed import Packed
    from generator.problems import Path as Place

    Locate: TypeAlias = Callable[[Sequence[Finding], Catalog], list[Problem]]


class Charts:
    """The charts of one call.

    `outside` says how much a symbolic link in a chart matters that leads out of it; `locate` looks
    up the lines of what is found in a catalog.
    """

    def __init__(self, outside: Severity, locate: Locate) -> None:
        self._outside, self._locate = outside, locate
        self._charts: dict[Path, Packed] = {}
        self._encoded = cache(_encoded)

    def packed(self, catalog: Catalog, chart: ChartPath | None) -> Packed:
        """A chart that a catalog states by its path from there; raises `ProblemsError`."""
        if chart is None:
            return built_in().chart
        path = Path(catalog.file).parent / chart.path
        try:
            return self._read(path)
        except ProblemsError as error:
            raise ProblemsError(
                each
                for problem in error.problems
                for each in (
                    self._locate([_of_chart(problem, catalog, chart)], catalog)
                    if problem.file == str(path)
                    else [problem]
                )
            ) from None

    def at_hand(self, catalog: Catalog, chart: ChartPath | OCIRepository | None) -> Packed | None:
        """A chart for rules to look at; None where it is only in a registry, or cannot be read."""
        if isinstance(chart, OCIRepository):
            if chart.archive is None:
                return None
            chart = chart.archive
        # What is wrong with a chart itself is said where it is needed.
        with suppress(ProblemsError):
            return self.packed(catalog, chart)
        return None

    def text(self, packed: Packed) -> str:
        """The base64 text of a chart: that of the manifest that it came in, or a new one."""
        return packed.text or self._encoded(packed.tar)

    def pinned(self, catalog: Catalog, chart: OCIRepository) -> OCIRepository:
        """A chart in a registry with the digest of its archive; raises `ProblemsError`."""
        if chart.archive is None:
            return chart
        from generator.chart.artifact import artifact

        packed = self.packed(catalog, chart.archive)
        if packed.archive is None or packed.text is not None:
            message = (
                f"{quoted(chart.archive.path)} is not a .tgz, so its digest in a registry is not "
                "known"
            )
            hint = "`chart pack CHART -o FILE.tgz` writes one"
            finding = Finding(_place(catalog, chart.archive), message, hint=hint)
            raise ProblemsError(self._locate([finding], catalog))
        return chart._replace(digest=artifact(packed.chart, packed.archive).digest)

    def _read(self, path: Path) -> Packed:
        if path not in self._charts:
            from generator.manifest.chart_source import read_source

            self._charts[path] = read_source(path, outside=self._outside)
        return self._charts[path]


def _encoded(tar: bytes) -> str:
    from generator.chart.blob import encode

    return encode(tar)


def _of_chart(problem: Problem, catalog: Catalog, chart: ChartPath) -> Finding:
    """What is wrong with a chart as a whole, as the finding of a catalog that asks for it."""
    message = f"{quoted(problem.file)}: {problem.message}"
    return Finding(_place(catalog, chart), message, problem.expected, problem.hint)


def _place(catalog: Catalog, chart: ChartPath) -> Place:
    """Where a catalog names a chart on disk."""
    archives = (path for path, each in catalog.charts_in_registries if each.archive == chart)
    found = next(archives, None)
    return (*found, "from") if found else ("controllerDeployment", "chart")
