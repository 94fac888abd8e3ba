"""The settings of a Seed: gardener `pkg/api/core/validation`, `ValidateSeedSpec`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.gardener.quantities import canonical, is_negative
from generator.gardener.spec_values import found_value, items_of, mapping_of, mappings_of, repeated
from generator.gardener.tolerations import wrong_toleration
from generator.problems import quoted
from generator.reading.text_formats import (
    annotation_key_problem,
    label_key_problem,
    one_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.gardener.spec_values import Wrong
    from generator.problems import Path

_POLICY: Final = one_of("Cluster", "Local")
_MODE: Final = one_of("Prefer", "Enforce")
_OBJECTS: Final = {
    "pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps",
    "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
}  # fmt: skip
"""What a quota can count: `k8s.io/kubernetes/pkg/apis/core/helper`."""

_SCALED: Final = one_of("cpu", "memory")


def wrong_settings(settings: dict[str, Value], zones: list[Value]) -> Iterator[Wrong]:
    """What the API server would refuse in a seed with these zones; paths are below `settings`."""
    yield from _wrong_reservation(mapping_of(settings, "excessCapacityReservation"))
    yield from _wrong_load_balancers(mapping_of(settings, "loadBalancerServices"), zones)
    most = mapping_of(mapping_of(settings, "verticalPodAutoscaler"), "maxAllowed")
    place: Path = ("verticalPodAutoscaler", "maxAllowed")
    for resource in most.keys() - {*_SCALED.choices}:
        yield _unsupported((*place, resource), resource, _SCALED.expected)
    yield from wrong_amounts(most, place)
    yield from _wrong_zone_settings(settings, zones)


def wrong_amounts(amounts: dict[str, Value], place: Path) -> Iterator[Wrong]:
    """Amounts of resources below zero, and parts of what can only be whole."""
    for resource, value in amounts.items():
        if not isinstance(value, (str, int, float)) or isinstance(value, bool):
            continue
        if is_negative(str(value)):
            yield (*place, resource), "must be greater than or equal to 0", ""
        elif _is_counted(resource) and canonical(str(value))[-1:] in ("n", "u", "m"):
            yield (*place, resource), "must be an integer", ""


def _is_counted(resource: str) -> bool:
    """Whether a resource is one of those that have no parts: objects, or devices of a vendor."""
    prefix = resource.rpartition("/")[0]
    return resource in _OBJECTS or bool(prefix and not prefix.endswith("kubernetes.io"))


def _wrong_reservation(reservation: dict[str, Value]) -> Iterator[Wrong]:
    for index, config in enumerate(items_of(reservation, "configs")):
        place: Path = ("excessCapacityReservation", "configs", index)
        resources = mapping_of(config, "resources")
        if not resources:
            yield place, "reserves no resources", "resources: {cpu: …, memory: …}"
        yield from wrong_amounts(resources, (*place, "resources"))
        for number, toleration in mappings_of(config, "tolerations"):
            yield from wrong_toleration(toleration, (*place, "tolerations", number))


def _wrong_load_balancers(services: dict[str, Value], zones: list[Value]) -> Iterator[Wrong]:
    place: Path = ("loadBalancerServices",)
    yield from _wrong_load_balancer(services, place)
    name = services.get("class")
    if isinstance(name, str) and (problem := label_key_problem(name)):
        yield (*place, "class"), problem, ""
    own = items_of(services, "zones")
    if own and len(zones) < 2:
        yield (*place, "zones"), "only allowed with at least two zones in spec.provider.zones", ""
    known = {zone for zone in zones if isinstance(zone, str)}
    names = [item.get("name") if isinstance(item, dict) else None for item in own]
    for index, zone in enumerate(names):
        if not isinstance(zone, str) or zone not in known:
            yield (*place, "zones", index), found_value(zone), "one of spec.provider.zones"
    for index, zone in repeated(names):
        yield (*place, "zones", index), f"{quoted(str(zone))} is listed twice", ""
    for index, item in enumerate(own):
        yield from _wrong_load_balancer(
            item if isinstance(item, dict) else {}, (*place, "zones", index)
        )


def _wrong_load_balancer(service: dict[str, Value], place: Path) -> Iterator[Wrong]:
    for key in mapping_of(service, "annotations"):
        if problem := annotation_key_problem(key):
            yield (*place, "annotations", key), problem, ""
    policy = service.get("externalTrafficPolicy")
    if isinstance(policy, str) and policy not in _POLICY.choices:
        yield _unsupported((*place, "externalTrafficPolicy"), policy, _POLICY.expected)


def _wrong_zone_settings(settings: dict[str, Value], zones: list[Value]) -> Iterator[Wrong]:
    selection = settings.get("zoneSelection")
    if isinstance(selection, dict):
        mode = selection.get("mode") or ""
        if not zones:
            yield ("zoneSelection",), "only allowed with zones in spec.provider.zones", ""
        if isinstance(mode, str) and mode not in _MODE.choices:
            at: Path = ("zoneSelection", "mode") if mode else ("zoneSelection",)
            yield _unsupported(at, mode, _MODE.expected)
    if mapping_of(settings, "topologyAwareRouting").get("enabled") is True and len(zones) < 2:
        at = ("topologyAwareRouting", "enabled")
        yield at, "only allowed with at least two zones in spec.provider.zones", ""


def _unsupported(place: Path, text: str, expected: str) -> Wrong:
    return place, f"Unsupported value: {quoted(text)}", expected
