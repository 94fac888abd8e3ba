"""The chart that an object deploys, read from its blob or named by its place in a registry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.problems import ProblemsError, counted
from generator.review.model import code, statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from generator.catalog.values import Value
    from generator.chart.packed import Packed
    from generator.gardener.chart_releases import ChartReleases
    from generator.manifest.deployments import HelmDeployment
    from generator.review.model import Statement

Pull: TypeAlias = "Callable[[Mapping[str, Value]], Packed | None]"
"""Reads the chart at an `ociRepository`; None where it cannot."""

_UNKNOWN: Final = "not the chart of a known release"


@dataclass(frozen=True, slots=True)
class Chart:
    """What is deployed: `files` are None where they are not at hand, `identity` tells charts apart.

    `releases` are those that it fits, if they are known. `problem` says why a blob cannot be read.
    """

    name: str
    version: str
    app_version: str
    identity: str
    files: Mapping[str, bytes] | None = field(repr=False)
    releases: ChartReleases | None = None
    problem: str = ""

    @property
    def label(self) -> str:
        """Name, version and identity, in place of a blob."""
        releases = f", {self.releases}" if self.releases else ""
        return f"<chart {self.name} {self.version}, {self.identity}{releases}>"


def read_chart(deployment: HelmDeployment, file: str, pull: Pull | None) -> Chart | None:
    """The chart of a deployment; None where it has none."""
    if deployment.chart is not None:
        return _from_blob(deployment.chart, file)
    if not deployment.repository:
        return None
    packed = pull(deployment.repository) if pull else None
    return _at_hand(packed) if packed else _from_registry(deployment.repository)


def _from_blob(text: str, file: str) -> Chart:
    import hashlib

    from generator.chart.source import from_text

    try:
        packed = from_text(text, file)
    except ProblemsError as error:
        identity = hashlib.sha256(text.encode()).hexdigest()
        message = error.problems[0].message
        identity = f"text sha256:{identity}"
        return Chart("that cannot be read", "", "", identity, None, problem=message)
    return _at_hand(packed)


def _at_hand(packed: Packed) -> Chart:
    from generator.chart.blob import digest
    from generator.gardener.chart_releases import chart_releases

    versions, identity = (packed.version, packed.app_version), digest(packed.tar)
    return Chart(packed.name, *versions, identity, packed.files, chart_releases(packed))


def _from_registry(repository: Mapping[str, Value]) -> Chart:
    place = str(repository.get("ref") or repository.get("repository") or "")
    tag, pinned = repository.get("tag"), repository.get("digest")
    identity = place + (f":{tag}" if tag else "") + (f"@{pinned}" if pinned else "")
    return Chart(place.rpartition("/")[2], str(tag or ""), "", identity, None)


def chart_statements(old: Chart | None, new: Chart | None, role: str) -> Iterator[Statement]:
    """What changed about a chart; nothing where only its compression did."""
    what = f"chart of {role}" if role else "chart"
    if old is None or new is None or old.identity == new.identity:
        return
    if new.problem:
        yield statement("chart-broken", f"{what} cannot be read: {code(new.problem)}")
    elif (old.files is None) != (new.files is None) and not old.problem:
        yield statement("chart", f"{what}: {_origin(old)} → {_origin(new)}")
    elif old.files is None or new.files is None:
        yield statement("chart", f"{what}: {code(old.identity)} → {code(new.identity)}")
    else:
        files = counted(len(changed_files(old.files, new.files)), "file")
        yield statement(
            "chart", f"{what} {_versions(old, new)}: {files} changed{_releases(old, new)}"
        )


def _origin(chart: Chart) -> str:
    return code(chart.identity) if chart.files is None else f"{code(chart.name)} in the manifest"


def _versions(old: Chart, new: Chart) -> str:
    name = code(new.name) if old.name == new.name else f"{code(old.name)} → {code(new.name)}"
    app = f" (app {code(old.app_version)} → {code(new.app_version)})"
    app = app if old.app_version != new.app_version else ""
    if old.version == new.version:
        return f"{name} {code(new.version)} changed under the same version{app}"
    return f"{name} {code(old.version)} → {code(new.version)}{app}"


def _releases(old: Chart, new: Chart) -> str:
    """Whose charts they are, where one is known and the other is not the same."""
    before, after = old.releases, new.releases
    if before == after:
        return ""
    if before and after and before.is_upstream and after.is_upstream:
        return f"; {before} → {after.span}"
    return f"; {before or _UNKNOWN} → {after or _UNKNOWN}"


def changed_files(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    """The files that differ between two charts, sorted."""
    return sorted(path for path in {**old, **new} if old.get(path) != new.get(path))
