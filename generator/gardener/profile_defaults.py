"""What Gardener's API server fills into the parts of a profile's spec that the user writes.

It stands in our output already, so that no tool that compares what was applied with what is stored
finds a difference (gardener `pkg/apis/core/v1beta1`, defaults, and `pkg/utils/gardener`, where
architectures and capabilities of machine types are kept in step). The rest is in the form in which
it is stored, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.catalog.profile import AMD64, ARCHITECTURE
from generator.gardener import fields
from generator.gardener.stored_form import stored_form

if TYPE_CHECKING:
    from generator.catalog.profile import Capabilities
    from generator.catalog.values import Value


_VOLUME_TYPE: Final[dict[str, Value]] = {"usable": True}
_MACHINE_TYPE: Final[dict[str, Value]] = {"cpu": "0", "gpu": "0", "memory": "0", "usable": True}
"""What the server stores where the user wrote nothing."""

_STORAGE: Final[dict[str, Value]] = {"class": "", "type": ""}


def cloud_profile_defaults(spec: dict[str, Value], capabilities: Capabilities) -> dict[str, Value]:
    """The spec of a CloudProfile with these capabilities, defaults filled in."""
    spec = _with_defaults(stored_form(spec, fields.CLOUD_PROFILE))
    items = spec.get("machineTypes")
    if isinstance(items, list):
        spec["machineTypes"] = [_with_architecture(item, capabilities) for item in items]
    return spec


def namespaced_profile_defaults(spec: dict[str, Value]) -> dict[str, Value]:
    """The spec of a NamespacedCloudProfile: its server defaults nothing that the parent decides."""
    return _with_defaults(stored_form(spec, fields.NAMESPACED_CLOUD_PROFILE))


def _with_defaults(spec: dict[str, Value]) -> dict[str, Value]:
    filled = {
        key: [_filled(item, absent) for item in items]
        for key, absent in (("machineTypes", _MACHINE_TYPE), ("volumeTypes", _VOLUME_TYPE))
        if isinstance(items := spec.get(key), list)
    }
    return {**spec, **filled}


def _filled(item: Value, absent: dict[str, Value]) -> Value:
    """A machine or volume type with defaults."""
    if not isinstance(item, dict):
        return item
    storage = item.get("storage")
    if isinstance(storage, dict):
        item = {**item, "storage": _with(storage, _STORAGE)}
    return _with(item, absent)


def _with(item: dict[str, Value], absent: dict[str, Value]) -> dict[str, Value]:
    return item | {key: value for key, value in absent.items() if key not in item}


def _with_architecture(item: Value, capabilities: Capabilities) -> Value:
    if not isinstance(item, dict):
        return item
    offered = capabilities.get(ARCHITECTURE, (AMD64,))
    architecture = item.get("architecture")
    if len(offered) > 1 and not item.get("capabilities"):
        item = {**item, "capabilities": {ARCHITECTURE: [architecture or AMD64]}}
    own = item.get("capabilities")
    values = own.get(ARCHITECTURE, [*offered]) if isinstance(own, dict) else [*offered]
    if architecture is None and isinstance(values, list) and len(values) == 1:
        item = {**item, "architecture": values[0]}
    return item
