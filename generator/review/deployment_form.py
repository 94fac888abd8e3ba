"""A ControllerDeployment that changes its apiVersion: what else one apply can change, what not.

To `kubectl apply`, what was applied in one version and is missing in the other was never applied:
so nothing goes away. Where something would have to go away for the new to be valid, the apply is
refused. Only a server-side apply of v1beta1 over v1 does all at once. The tests with a real API
server show each of these (docs/how-to/apply.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.review.model import names_or_count, object_name, statement
from generator.review.values import path_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.manifest.objects import Object
    from generator.manifest.tree_diff import Path
    from generator.review.model import Statement

V1: Final = "core.gardener.cloud/v1"
V1BETA1: Final = "core.gardener.cloud/v1beta1"

_CURES: Final = {
    V1: "use `kubectl replace`; or apply only the new apiVersion, then the rest, both server-side",
    V1BETA1: "use `kubectl replace`, or apply server-side",
}
_PLACES: Final = {"ref", "repository"}
"""The fields of an `ociRepository` of which it has one."""

_REFERENCE: Final = ".resources."
"""What a template in values says that refers to the `resources` of v1."""


def form_impact(old: Object, new: Object) -> Iterator[Statement]:
    """What one apply cannot do beside a change of the apiVersion, and the steps that work."""
    if {old.api_version, new.api_version} != {V1, V1BETA1} or new.kind != "ControllerDeployment":
        return
    name = object_name(new.kind, new.name)
    way = "an apply" if new.api_version == V1 else "a client-side apply"
    cure = _CURES[new.api_version]
    before, after = _helm(old), _helm(new)
    gone = [*_gone(before, after)]
    if reasons := [*_reasons(before, after, gone, is_v1=new.api_version == V1)]:
        what = f"{way} of another apiVersion together with {' and '.join(reasons)} is refused"
        yield statement("refused-in-one-step", f"{name}: {what}: {cure}")
    elif gone:
        parts = names_or_count(map(path_text, gone), "removed part")
        what = f"{way} of another apiVersion leaves {parts} live, without an error"
        yield statement("left-live", f"{name}: {what}: {cure}")


def _helm(item: Object) -> dict[str, Value]:
    """What the two versions spell differently, spelt alike."""
    found: dict[str, Value] = {}
    for deployment in item.deployments:
        if deployment.chart is not None:
            found["chart"] = deployment.chart
        if deployment.repository:
            found["ociRepository"] = deployment.repository
        found["values"] = deployment.values
    return found


def _gone(old: dict[str, Value], new: dict[str, Value], path: Path = ()) -> Iterator[Path]:
    """The paths of what is removed; a list is a value, which replaces another as a whole."""
    for key, item in old.items():
        after = new.get(key)
        if key not in new:
            yield (*path, key)
        elif isinstance(item, dict) and isinstance(after, dict):
            yield from _gone(item, after, (*path, key))


def _reasons(
    old: dict[str, Value], new: dict[str, Value], gone: list[Path], *, is_v1: bool
) -> Iterator[str]:
    """Why the result of an apply that removes nothing would not be valid."""
    before, after = _chart(old), _chart(new)
    if before - after and after - before:
        yield "a different place of the chart"
    referring = new.get("values") if is_v1 else [_at(old, path) for path in gone]
    if _refers(referring):
        yield f"values that {'refer' if is_v1 else 'referred'} to `resources`"


def _chart(helm: dict[str, Value]) -> set[str]:
    """Which of the fields that exclude each other say where the chart is."""
    repository = helm.get("ociRepository")
    named = _PLACES & repository.keys() if isinstance(repository, dict) else set()
    return named | ({"chart"} & helm.keys())


def _at(helm: dict[str, Value], path: Path) -> Value:
    value: Value = helm
    for step in path:
        value = value[str(step)] if isinstance(value, dict) else None
    return value


def _refers(value: Value) -> bool:
    if isinstance(value, str):
        return "{{" in value and _REFERENCE in value
    if isinstance(value, dict):
        return any(_refers(item) for item in value.values())
    return isinstance(value, list) and any(map(_refers, value))
