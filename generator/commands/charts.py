"""Charts that a command line names, on disk or in a registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.commands.reporting import show_problems_without_lines

if TYPE_CHECKING:
    from pathlib import Path

    from generator.chart.packed import Packed
    from generator.problems import Problem
    from generator.registry.charts import Pulled
    from generator.registry.fetched import FetchedCharts


def read_chart(source: Path | str, version: str = "", app_version: str = "") -> Packed:
    """The chart at a place, see `ChartSource`; says what there is to warn of."""
    if isinstance(source, str):
        from generator.chart.source import from_archive

        tgz = pull_chart(source).tgz
        return from_archive(tgz, source, version=version, app_version=app_version)
    from generator.manifest.chart_source import read_source

    packed = read_source(source, version=version, app_version=app_version, is_argument=True)
    show_problems_without_lines(packed.warnings, "text")
    return packed


def fetched_charts(problems: list[Problem]) -> FetchedCharts:
    """Reads charts in registries for `--fetch`; what is wrong with them is added to `problems`."""
    from generator.commands.progress import of_bytes
    from generator.registry.fetched import FetchedCharts

    return FetchedCharts(problems, of_bytes)


def pull_chart(reference: str) -> Pulled:
    """The chart at a place in a registry, with a bar on a terminal where it takes long."""
    from generator.commands.progress import of_bytes
    from generator.registry.charts import pull, read_reference

    return pull(read_reference(reference), of_bytes)
