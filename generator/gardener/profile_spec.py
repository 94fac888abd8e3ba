"""The spec of a profile apart from its images: machine types, volume types, regions, limits.

The rules are Gardener's: `pkg/api/core/validation`, which has them for CloudProfiles and
NamespacedCloudProfiles alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.gardener import fields
from generator.gardener.capabilities import check_machine_types, read_capabilities
from generator.gardener.certificates import is_certificate
from generator.gardener.choices import ARCHITECTURE
from generator.gardener.kubernetes import read_kubernetes, read_overrides
from generator.gardener.label_selector import check_labels, check_selector
from generator.gardener.quantities import is_negative
from generator.gardener.spec_values import check_qualified, named_items
from generator.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalog.profile import Capabilities
    from generator.catalog.values import Value
    from generator.gardener.spec_values import Named
    from generator.problems import Path
    from generator.reading.section import Section

_AMOUNTS: Final = ("cpu", "gpu", "memory")
_SIZES: Final = ("size", "minSize")


def read_cloud_profile_spec(
    section: Section, spec: dict[str, Value]
) -> tuple[dict[str, Value], tuple[str, ...], Capabilities]:
    """The spec of a CloudProfile with dates as times; the names of its regions; its capabilities.

    Notes everything that the API server would refuse.
    """
    spec = read_kubernetes(section, spec)
    capabilities = read_capabilities(section, spec)
    check_machine_types(section, _read_machine_types(section, spec, required=True), capabilities)
    _check_volume_types(section, spec)
    regions = _read_regions(section, spec)
    _check_limits(section, spec)
    check_selector(section, spec.get("seedSelector"), ("spec", "seedSelector"))
    _check_ca_bundle(section, spec)
    fields.check_types(section, spec, fields.CLOUD_PROFILE)
    return spec, regions, capabilities


def read_namespaced_spec(
    section: Section, spec: dict[str, Value], capabilities: Capabilities | None
) -> dict[str, Value]:
    """The spec of a NamespacedCloudProfile with dates as times.

    `capabilities` are those of its parent, None where the parent is not known.
    """
    spec = read_overrides(section, spec)
    machine_types = _read_machine_types(section, spec)
    # Below a parent without capabilities, those of machine types are dropped, not refused.
    if capabilities:
        check_machine_types(section, machine_types, capabilities)
    _check_volume_types(section, spec)
    _check_limits(section, spec)
    _check_ca_bundle(section, spec)
    fields.check_types(section, spec, fields.NAMESPACED_CLOUD_PROFILE)
    return spec


def _read_machine_types(
    section: Section, spec: dict[str, Value], *, required: bool = False
) -> list[Named]:
    """The machine types that have names; notes everything but wrong capabilities."""
    found = named_items(section, spec, "machineTypes", "machine type", required=required)
    for index, name, item in found:
        place: Path = ("spec", "machineTypes", index)
        check_qualified(section, name, (*place, "name"))
        architecture = item.get("architecture")
        if isinstance(architecture, str) and architecture not in ARCHITECTURE.choices:
            expected = " or ".join(ARCHITECTURE.choices)
            section.wrong((*place, "architecture"), f"found {quoted(architecture)}", expected)
        _check_positive(section, item, _AMOUNTS, place)
        _check_storage(section, item.get("storage"), (*place, "storage"))
    return found


def _check_storage(section: Section, storage: Value, place: Path) -> None:
    if not isinstance(storage, dict):
        return
    stated = [key for key in _SIZES if storage.get(key) is not None]
    if not stated:
        section.wrong(place, 'must either configure "size" or "minSize"', "one of the two")
    elif len(stated) > 1:
        section.wrong(place, 'not allowed to configure both "size" and "minSize"', "one of the two")
    _check_positive(section, storage, _SIZES, place)


def _check_positive(
    section: Section, item: dict[str, Value], keys: Iterable[str], place: Path
) -> None:
    for key in keys:
        value = item.get(key)
        if isinstance(value, (str, int, float)) and is_negative(str(value)):
            message = "must be greater than or equal to 0"
            section.wrong((*place, key), message, fields.QUANTITY)


def _check_volume_types(section: Section, spec: dict[str, Value]) -> None:
    """Note every volume type that the API server would refuse."""
    for index, name, item in named_items(section, spec, "volumeTypes", "volume type"):
        place: Path = ("spec", "volumeTypes", index)
        check_qualified(section, name, (*place, "name"))
        kind = item.get("class")
        if kind in (None, ""):
            section.wrong((*place, "class"), "must provide a class", "class: …, such as premium")
        elif isinstance(kind, str):
            check_qualified(section, kind, (*place, "class"))
        _check_positive(section, item, ("minSize",), place)


def _read_regions(section: Section, spec: dict[str, Value]) -> tuple[str, ...]:
    """The names of the regions; notes zones without a name, duplicates and invalid labels."""
    found = named_items(section, spec, "regions", "region", required=True)
    for index, _, item in found:
        place: Path = ("spec", "regions", index)
        named_items(section, item, "zones", "zone", place=place)
        check_labels(section, item.get("labels"), (*place, "labels"))
    return tuple(name for _, name, _ in found)


def _check_ca_bundle(section: Section, spec: dict[str, Value]) -> None:
    """Note a bundle that does not begin with a certificate."""
    bundle = spec.get("caBundle")
    if isinstance(bundle, str) and not is_certificate(bundle):
        message = "caBundle is not a valid PEM-encoded certificate"
        section.wrong(("spec", "caBundle"), message, "-----BEGIN CERTIFICATE----- …")


def _check_limits(section: Section, spec: dict[str, Value]) -> None:
    """Note a limit below 1."""
    limits = spec.get("limits")
    most = limits.get("maxNodesTotal") if isinstance(limits, dict) else None
    if isinstance(most, (int, float)) and not isinstance(most, bool) and most <= 0:
        place = ("spec", "limits", "maxNodesTotal")
        section.wrong(place, "maxNodesTotal must be greater than 0", "a whole number from 1")
