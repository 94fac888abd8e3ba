"""The charts that an object deploys, unpacked as far as they can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.chart import blob
from generator.chart.source import from_text
from generator.problems import ProblemsError

if TYPE_CHECKING:
    from generator.catalog.values import Value
    from generator.manifest.objects import Release
    from generator.problems import Problem


def chart_summary(release: Release, file: str) -> tuple[dict[str, Value], tuple[Problem, ...]]:
    """A release as `describe` has it, with the credentials in its values; what is wrong with it.

    `digest` is the chart's identity (`sha256:` of its tar), `size` in bytes.
    """
    found: dict[str, Value] = {"role": release.role}
    problems: tuple[Problem, ...] = ()
    if release.repository:
        found["ociRepository"] = release.repository
    if release.chart and release.chart.strip():
        try:
            found |= _contents(release.chart, file)
        except ProblemsError as error:
            problems = error.problems
    return {**found, "values": release.values}, problems


def _contents(text: str, file: str) -> dict[str, Value]:
    packed = from_text(text, file)
    files = sorted(packed.files.items())
    return {
        "name": packed.name,
        "version": packed.version,
        "appVersion": packed.app_version,
        "digest": blob.digest(packed.tar),
        "files": [{"path": path, "size": len(data)} for path, data in files],
    }
