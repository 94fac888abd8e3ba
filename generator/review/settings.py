"""The rest of an object compared: shared IDs and CSI in words, everything else by its path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.inspect.objects import inside
from generator.manifest import deployments_of
from generator.review.model import code, stated
from generator.review.pairs import VALUES
from generator.review.structure import ABSENT, changes, statement, without

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalog.values import Value
    from generator.inspect.objects import Object
    from generator.review.model import Statement

_IMAGES: Final = (("spec", "machineImages"), ("spec", "providerConfig", "machineImages"))
_EXTENSION: Final = ("spec", "deployment", "extension", "values")
_TOLD: Final = (
    ("config", "toBeSharedImageIDs"),
    ("config", "machineImages"),
    ("config", "csi", "enableADController"),
)
"""Parts of the values that have words of their own."""

_CHART: Final = (
    ("providerConfig",),
    ("helm",),
    ("spec", "providerConfig"),
    ("spec", "helm"),
    ("spec", "deployment", "providerConfig"),
)
"""Where a ControllerDeployment, or an old ControllerRegistration, has its chart and values."""


def shared_statements(old: Object, new: Object) -> Iterator[Statement]:
    """What changed about the IDs that are shared with end users: `shared image IDs: +3 -1`."""
    if old.shared == new.shared:
        return
    added, removed = set(new.shared) - set(old.shared), set(old.shared) - set(new.shared)
    parts = [f"+{len(added)}"] if added else []
    parts += [f"-{len(removed)}"] if removed else []
    yield stated("shared-ids", f"shared image IDs: {' '.join(parts) or 'another order'}", key="")


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
    old: dict[str, Value], new: dict[str, Value], kind: str
) -> Iterator[Statement]:
    """Everything that nothing else tells of two objects, which have no credentials any more."""
    if kind == VALUES:
        yield from _value_statements(old, new)
        return
    told = _told(kind)
    for change in changes(without(old, *told), without(new, *told)):
        yield statement(change)
    if kind in ("ControllerDeployment", "ControllerRegistration"):
        yield from _value_statements(_values(old), _values(new))


def _told(kind: str) -> Sequence[Sequence[str]]:
    if kind == "CloudProfileConfig":
        return (("machineImages",),)
    if kind == "Extension":
        return [(*_EXTENSION, *path) for path in _TOLD]
    return _CHART if kind in ("ControllerDeployment", "ControllerRegistration") else _IMAGES


def _values(body: dict[str, Value]) -> Value:
    return next((found.values for found in deployments_of(body)), None)


def _value_statements(old: Value, new: Value) -> Iterator[Statement]:
    before, after = without(old, *_TOLD), without(new, *_TOLD)
    sides = [side if side not in (None, {}) else ABSENT for side in (before, after)]
    for change in changes(sides[0], sides[1], "values"):
        yield statement(change)
