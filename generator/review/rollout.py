"""Why the extension's Deployment rolls: what its ConfigMap holds, its image, its resources, itself.

The extension reads its configuration at start, so charts give the pods a checksum of it; a value
that ends neither there nor in the pods restarts nothing, such as the IDs of an image not shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.manifest.parts import inside
from generator.merge import merge_values
from generator.problems import ProblemsError
from generator.review.model import code
from generator.review.templates import deployment_parts, used_fields, used_values
from generator.yamlio import goread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.manifest.deployments import HelmDeployment
    from generator.review.charts import Chart

_CONFIGURATION: Final = {
    "toBeSharedImageIDs": "shared image IDs",
    "csi": "CSI",
    "clientConnection": "client connection",
    "service": "service",
    "etcd": "etcd",
    "healthCheckConfig": "health checks",
}
"""What the ConfigMap says of the values' `config`, the owner Secret's name apart."""

_SEEN_ELSEWHERE: Final = frozenset({"config", "image", "resources", "gardener", "global"})
"""Values that are compared by themselves, or that gardenlet says."""


def rollout_causes(
    old: HelmDeployment, old_chart: Chart | None, new: HelmDeployment, new_chart: Chart | None
) -> list[str]:
    """The causes in words, none where no pod restarts."""
    olds, news = _effective(old, old_chart), _effective(new, new_chart)
    return [
        *_configuration_causes(inside(olds, "config"), inside(news, "config")),
        *(["container image"] if _full(olds.get("image")) != _full(news.get("image")) else []),
        *(["resources"] if _full(olds.get("resources")) != _full(news.get("resources")) else []),
        *_chart_causes(old_chart, new_chart, olds, news),
    ]


def _effective(release: HelmDeployment, chart: Chart | None) -> dict[str, Value]:
    """The values over the chart's defaults, where these are at hand."""
    data = (chart.files or {}).get("values.yaml") if chart else None
    if data is None:
        return release.values
    try:
        defaults = goread.read_first(data, "values.yaml")
    except ProblemsError:
        return release.values
    return merge_values(defaults, release.values) if isinstance(defaults, dict) else release.values


def _configuration_causes(old: dict[str, Value], new: dict[str, Value]) -> Iterator[str]:
    for key, cause in _CONFIGURATION.items():
        if _full(old.get(key)) != _full(new.get(key)):
            yield cause
    if _owner_name(old) != _owner_name(new):
        yield "owner Secret's name"


def _owner_name(config: dict[str, Value]) -> Value:
    owner = inside(config, "machineImageOwnerSecret")
    return owner.get("name", "") if _full(owner) else None


def _full(value: Value) -> Value:
    """A value without what is as good as absent, so that an empty mapping is no difference."""
    if isinstance(value, dict):
        kept = {key: _full(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in (None, {}, [], "")} or None
    return value or None if isinstance(value, (list, str)) else value


def _chart_causes(
    old: Chart | None, new: Chart | None, old_values: dict[str, Value], new_values: dict[str, Value]
) -> Iterator[str]:
    """What changed about the Deployment in the chart, or could have where nobody can look."""
    if old is None or new is None:
        return
    if old.files is None or new.files is None:
        if old.identity != new.identity:
            yield "another chart (its Deployment is not compared)"
        return
    olds, news = deployment_parts(old.files), deployment_parts(new.files)
    parts = sorted(name for name in {**olds, **news} if olds.get(name) != news.get(name))
    if parts:
        yield f"chart's Deployment ({', '.join(map(code, parts))})"
    elif any(_field(old, name) != _field(new, name) for name in used_fields(news)):
        yield "chart's Deployment (`Chart.yaml`)"
    for key in used_values(news):
        if key not in _SEEN_ELSEWHERE and _full(old_values.get(key)) != _full(new_values.get(key)):
            yield f"chart's Deployment (value {code(key)})"


def _field(chart: Chart, name: str) -> str:
    fields = {"Name": chart.name, "Version": chart.version, "AppVersion": chart.app_version}
    return fields[name]
