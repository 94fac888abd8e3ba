"""What Gardener's API server fills into the parts of a profile's spec that the user writes.

It stands in our output already, so that no tool that compares what was applied with what is stored
finds a difference (gardener `pkg/apis/core/v1beta1`, defaults, and `pkg/utils/gardener`, where
architectures and capabilities of machine types are kept in step).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.profile import AMD64, ARCHITECTURE

if TYPE_CHECKING:
    from generator.catalog.profile import Capabilities
    from generator.catalog.values import Value


def cloud_profile_defaults(spec: dict[str, Value], capabilities: Capabilities) -> dict[str, Value]:
    """The spec of a CloudProfile with these capabilities, defaults filled in."""
    spec = namespaced_profile_defaults(spec)
    items = spec.get("machineTypes")
    if isinstance(items, list):
        spec["machineTypes"] = [_with_architecture(item, capabilities) for item in items]
    return spec


def namespaced_profile_defaults(spec: dict[str, Value]) -> dict[str, Value]:
    """The spec of a NamespacedCloudProfile: its server defaults nothing that the parent decides."""
    usable = {
        key: [_usable(item) for item in items]
        for key in ("machineTypes", "volumeTypes")
        if isinstance(items := spec.get(key), list)
    }
    return {**spec, **usable}


def _usable(item: Value) -> Value:
    if not isinstance(item, dict) or item.get("usable") is not None:
        return item
    return {**item, "usable": True}


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
