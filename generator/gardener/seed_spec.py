"""The spec of a Seed as Gardener validates it: `pkg/api/core/validation`, `ValidateSeedSpec`."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from generator.gardener import fields
from generator.gardener.seed_dns import wrong_dns
from generator.gardener.seed_networks import wrong_networks
from generator.gardener.seed_settings import wrong_amounts, wrong_settings
from generator.gardener.spec_values import (
    items_of,
    mapping_of,
    mappings_of,
    refers_to,
    repeated,
)
from generator.problems import quoted
from generator.reading.text_formats import DNS_LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.gardener.spec_values import Wrong
    from generator.problems import Path
    from generator.reading.section import Section

_RESOURCES: Final = {
    ("v1", "Secret"),
    ("v1", "ConfigMap"),
    ("security.gardener.cloud/v1alpha1", "WorkloadIdentity"),
}


def read_seed_provider(section: Section, spec: dict[str, Value]) -> str | None:
    """The type of the Seed's provider; None where the spec does not say it.

    Notes everything in the spec that the API server would refuse; what it lacks but for the
    provider is for the rule `incomplete-seed`.
    """
    provider = mapping_of(spec, "provider")
    if provider.get("region") in (None, "") and provider:
        message = "spec.provider.region: Required value: must provide a provider region"
        section.wrong(("spec", "provider", "region"), message, "region: …, the seed's own")
    provider_type = provider.get("type")
    if not isinstance(provider_type, str) or not provider_type:
        message = "spec.provider.type: Required value: must provide a provider type"
        expected = "provider: {type: …, region: …}"
        section.wrong(("spec", "provider", "type"), message, expected)
        provider_type = None
    for path, message, expected in _wrong(spec):
        section.wrong(("spec", *path), message, expected)
    fields.check_types(section, spec, fields.SEED)
    return provider_type


def _wrong(spec: dict[str, Value]) -> Iterator[Wrong]:
    zones = items_of(spec.get("provider"), "zones")
    for index, value in repeated("" if zone is None else zone for zone in zones):
        yield ("provider", "zones", index), f"{quoted(str(value))} is listed twice", ""
    yield from _below("networks", wrong_networks(mapping_of(spec, "networks")))
    yield from _wrong_taints(spec)
    yield from _wrong_volume(mapping_of(spec, "volume"))
    yield from _below("settings", wrong_settings(mapping_of(spec, "settings"), zones))
    yield from chain(wrong_dns(spec), _wrong_extensions(spec), _wrong_resources(spec))


def _below(key: str, wrong: Iterator[Wrong]) -> Iterator[Wrong]:
    for path, message, expected in wrong:
        yield (key, *path), message, expected


def _wrong_taints(spec: dict[str, Value]) -> Iterator[Wrong]:
    for index, taint in mappings_of(spec, "taints"):
        if taint.get("key") in (None, ""):
            yield ("taints", index), "a taint needs a key", "key: …"
    for index, _ in repeated(items_of(spec, "taints")):
        yield ("taints", index), "the same taint is listed twice", ""


def _wrong_volume(volume: dict[str, Value]) -> Iterator[Wrong]:
    for path, message, expected in wrong_amounts({"size": volume.get("minimumSize")}, ()):
        yield ("volume", "minimumSize", *path[1:]), message, expected
    place: Path = ("volume", "providers")
    for index, provider in mappings_of(volume, "providers"):
        for key in ("purpose", "name"):
            if provider.get(key) in (None, ""):
                yield (*place, index), f"a volume provider needs a {key}", f"{key}: …"
    for index, purpose in _repeated_in(volume, "providers", "purpose"):
        message = f"there is already a provider with the purpose {quoted(purpose)}"
        yield (*place, index), message, ""


def _wrong_extensions(spec: dict[str, Value]) -> Iterator[Wrong]:
    for index, extension in mappings_of(spec, "extensions"):
        name = extension.get("type")
        if name in (None, ""):
            yield ("extensions", index), "an extension needs a type", "type: …"
        elif isinstance(name, str) and not DNS_LABEL.pattern.fullmatch(name):
            yield ("extensions", index, "type"), f"found {quoted(name)}", DNS_LABEL.expected
    for index, name in _repeated_in(spec, "extensions", "type"):
        message = f"there is already an extension of the type {quoted(name)}"
        yield ("extensions", index), message, ""


def _wrong_resources(spec: dict[str, Value]) -> Iterator[Wrong]:
    for index, item in mappings_of(spec, "resources"):
        reference, place = mapping_of(item, "resourceRef"), ("resources", index)
        if item.get("name") in (None, ""):
            yield place, "a resource needs a name", "name: …"
        if not refers_to(reference, _RESOURCES):
            message = "the reference is not to a Secret, ConfigMap or WorkloadIdentity"
            yield place, message, "resourceRef: {apiVersion: v1, kind: Secret, name: …}"
        if reference.get("name") in (None, ""):
            yield place, "the reference has no name", "name: …"
    for index, name in _repeated_in(spec, "resources", "name"):
        yield ("resources", index), f"there is already a resource {quoted(name)}", ""


def _repeated_in(holder: dict[str, Value], key: str, field: str) -> Iterator[tuple[int, str]]:
    """The indexes and texts of a field that an item of the list before has, too."""
    items = mappings_of(holder, key)
    for position, text in repeated(item.get(field) for _, item in items):
        yield items[position][0], str(text)
