"""Whether and why a change rolls the extension's Deployment, and so restarts the extension.

The causes are its ConfigMap, its image, its resources and its template. The extension reads its
configuration at start, so charts give the pods a checksum of it; a value that ends neither there
nor in the pods restarts nothing, such as the IDs of an image that is not shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.manifest.deployments import helm_deployments
from generator.manifest.parts import mapping_at
from generator.merge import merge_values
from generator.problems import ProblemsError
from generator.review.deployment_templates import deployment_parts, used_fields, used_values
from generator.review.hide import CHANGED
from generator.review.model import code, statement
from generator.yamlio import goread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.manifest.deployments import HelmDeployment
    from generator.review.charts import Chart
    from generator.review.model import Statement

_CONFIGURATION: Final = {
    "toBeSharedImageIDs": "shared image IDs",
    "csi": "CSI",
    "clientConnection": "client connection",
    "service": "service",
    "etcd": "etcd",
    "healthCheckConfig": "health checks",
}
"""The keys of the values' `config` that stand in the ConfigMap, beside the owner Secret's name."""

_COMPARED_ELSEWHERE: Final = frozenset({"config", "image", "resources", "gardener", "global"})
"""Values that are compared by themselves, or that gardenlet sets."""


def rollout(
    old: HelmDeployment, old_chart: Chart | None, new: HelmDeployment, new_chart: Chart | None
) -> Iterator[Statement]:
    """Whether the extension's Deployment rolls, and why."""
    causes = _causes(old, old_chart, new, new_chart)
    if causes:
        what = f"the extension's Deployment rolls on every seed: {', '.join(causes)}"
        yield statement("rollout", what)


def key_rotation(body: dict[str, Value], chart: Chart | None) -> Iterator[Statement]:
    """When a changed access key of the owner takes effect; `body` is as `hide` marked it."""
    deployments = helm_deployments(body)
    values = next((each.values for each in deployments if not each.role), None)
    owner = mapping_at(values, "config", "machineImageOwnerSecret")
    if CHANGED not in owner.values():
        return
    parts = deployment_parts(chart.files or {}) if chart else {}
    notices = any("accessKey" in text for text in parts.values())
    then = "this chart restarts it then" if notices else "this chart does not restart it then"
    yield statement(
        "access-key", f"the extension only reads the owner's access key when it starts: {then}"
    )


def _causes(
    old: HelmDeployment, old_chart: Chart | None, new: HelmDeployment, new_chart: Chart | None
) -> list[str]:
    """The causes in words; none where no pod restarts."""
    olds, news = _effective(old, old_chart), _effective(new, new_chart)
    return [
        *_configuration_causes(mapping_at(olds, "config"), mapping_at(news, "config")),
        *(["container image"] if _differs(olds, news, "image") else []),
        *(["resources"] if _differs(olds, news, "resources") else []),
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
        if _differs(old, new, key):
            yield cause
    if _owner_name(old) != _owner_name(new):
        yield "owner Secret's name"


def _owner_name(config: dict[str, Value]) -> Value:
    owner = mapping_at(config, "machineImageOwnerSecret")
    return owner.get("name", "") if _without_empty(owner) else None


def _differs(old: dict[str, Value], new: dict[str, Value], key: str) -> bool:
    return _without_empty(old.get(key)) != _without_empty(new.get(key))


def _without_empty(value: Value) -> Value:
    """A value without its empty parts, so that an empty mapping is like an absent one."""
    if isinstance(value, dict):
        kept = {key: _without_empty(item) for key, item in value.items()}
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
            yield "a different chart (its Deployment is not compared)"
        return
    olds, news = deployment_parts(old.files), deployment_parts(new.files)
    parts = sorted(name for name in {**olds, **news} if olds.get(name) != news.get(name))
    if parts:
        yield f"chart's Deployment ({', '.join(map(code, parts))})"
    elif any(_field(old, name) != _field(new, name) for name in used_fields(news)):
        yield "chart's Deployment (`Chart.yaml`)"
    for key in used_values(news):
        if key not in _COMPARED_ELSEWHERE and _differs(old_values, new_values, key):
            yield f"chart's Deployment (value {code(key)})"


def _field(chart: Chart, name: str) -> str:
    fields = {"Name": chart.name, "Version": chart.version, "AppVersion": chart.app_version}
    return fields[name]
