"""What a chart is: to Helm, and packed as Gardener deploys it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.values import Value
    from generator.chart.metadata import Fields
    from generator.problems import Problem


@dataclass(slots=True)
class Chart:
    """A chart that Helm would load; `where` is its place as the user knows it."""

    where: str
    metadata: Fields
    lock: Fields | None = None
    values: dict[str, Value] = field(default_factory=dict)
    """What values.yaml says, as Helm reads it."""
    schema: bytes | None = None
    """values.schema.json as it is."""
    files: dict[str, bytes] = field(default_factory=dict)
    """What is written as it is, by path."""
    charts: list[Chart] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The chart's own name, which is its folder's name in the tar."""
        name: str = self.metadata["name"]
        return name


class Packed(NamedTuple):
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
