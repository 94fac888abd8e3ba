"""The rest of an object compared: shared IDs and CSI in words, everything else by its path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.manifest.deployments import deployments_of, inside
from generator.manifest.matching import VALUES
from generator.manifest.tree_diff import ABSENT, changes, statement, without
from generator.review.model import code, object_name, stated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalog.values import Value
    from generator.manifest.objects import Object
    from generator.review.model import Statement

_TOLD: Final = (
    ("config", "toBeSharedImageIDs"),
    ("config", "machineImages"),
    ("config", "csi", "enableADController"),
)
"""Parts of the values that have words of their own."""

_IMAGES: Final = (("spec", "machineImages"), ("spec", "providerConfig", "machineImages"))

_CHART: Final = (
    ("providerConfig",),
    ("helm",),
    ("spec", "providerConfig"),
    ("spec", "helm"),
    ("spec", "deployment", "providerConfig"),
)
"""Where a ControllerDeployment, or an old ControllerRegistration, has its chart and values."""

_EXTENSION: Final = ("spec", "deployment", "extension", "values")
_REPOSITORIES: Final = tuple(
    ("spec", "deployment", *holder, "helm", "ociRepository", field)
    for holder in (
        ("extension",),
        ("admission", "runtimeCluster"),
        ("admission", "virtualCluster"),
    )
    for field in ("ref", "repository", "tag", "digest")
)
"""Where an Extension says what its charts are, which has words of its own, too."""

_TOLD_OF_KIND: Final[dict[str, Sequence[Sequence[str]]]] = {
    "CloudProfile": _IMAGES,
    "CloudProfileConfig": (("machineImages",),),
    "ControllerDeployment": _CHART,
    "ControllerRegistration": _CHART,
    "Extension": (_EXTENSION, *_REPOSITORIES),
    "NamespacedCloudProfile": _IMAGES,
}


def shared_statements(old: Object, new: Object) -> Iterator[Statement]:
    """What changed about the IDs that are shared with end users: `shared image IDs: +3 -1`."""
    if old.shared == new.shared:
        return
    added, removed = set(new.shared) - set(old.shared), set(old.shared) - set(new.shared)
    parts = [f"+{len(added)}"] if added else []
    parts += [f"-{len(removed)}"] if removed else []
    yield stated("shared-ids", f"shared image IDs: {' '.join(parts) or 'another order'}")


def csi_statements(old: dict[str, Value], new: dict[str, Value]) -> Iterator[Statement]:
    """What changed about `config.csi.enableADController` between two sets of values."""
    before = inside(old, "config", "csi").get("enableADController")
    after = inside(new, "config", "csi").get("enableADController")
    if before != after or type(before) is not type(after):
        what = f"CSI: attach/detach controller {_switch(after)} (before: {_switch(before)})"
        yield stated("csi", what)


def _switch(value: Value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "not set" if value is None else code(str(value))


def other_statements(
    old: dict[str, Value], new: dict[str, Value], item: Object
) -> Iterator[Statement]:
    """Everything that nothing else tells of an object; its sides have no credentials any more."""
    if item.kind == VALUES:
        yield from _value_statements(old, new)
        return
    told = _TOLD_OF_KIND.get(item.kind, ())
    name = object_name(item.kind or "a document", item.name)
    for change in changes(without(old, *told), without(new, *told)):
        found = statement(change)
        yield stated(found.id, f"{name}: {found.text}")
    yield from _value_statements(_values(old), _values(new))


def _values(body: dict[str, Value]) -> Value:
    if body.get("kind") == "Extension":
        return inside(body, *_EXTENSION)
    return next((found.values for found in deployments_of(body)), None)


def _value_statements(old: Value, new: Value) -> Iterator[Statement]:
    before, after = without(old, *_TOLD), without(new, *_TOLD)
    sides = [side if side not in (None, {}) else ABSENT for side in (before, after)]
    for change in changes(sides[0], sides[1], "values"):
        yield statement(change)
