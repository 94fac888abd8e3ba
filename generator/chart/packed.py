"""What a chart is: to Helm, and packed as Gardener deploys it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.values import Value
    from generator.chart.metadata import Fields
    from generator.problems import Problem


class Chart:
    """A chart that Helm would load; `where` is its place as the user knows it.

    `values` are what values.yaml says, as Helm reads it, and `schema` is values.schema.json as it
    is. `files` are written as they are, by path; `charts` are the charts in `charts/`.
    """

    def __init__(self, where: str, metadata: Fields) -> None:
        self.where = where
        self.metadata = metadata
        self.lock: Fields | None = None
        self.values: dict[str, Value] = {}
        self.schema: bytes | None = None
        self.files: dict[str, bytes] = {}
        self.charts: list[Chart] = []

    @property
    def name(self) -> str:
        """The chart's own name, which is its folder's name in the tar."""
        name: str = self.metadata["name"]
        return name


class Packed(Record):
    """A chart, ready to be written; its identity is `tar`.

    `files` are the chart's files by path, without the folder of its name; `chart` is what they make
    up, to Helm. `text` is the base64 text of a chart that came in a manifest, without a line break
    at its end, `archive` the .tgz that it came in, there or alone, as it was. `annotations` are
    those of Chart.yaml, `warnings` are about the place that it came from.
    """

    name: str
    version: str
    app_version: str
    tar: bytes
    files: Mapping[str, bytes]
    chart: Chart
    annotations: Mapping[str, str]
    text: str | None = None
    archive: bytes | None = None
    warnings: tuple[Problem, ...] = ()
