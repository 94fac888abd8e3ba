"""The sections `cloudProfile` and `namespacedCloudProfiles` of a catalog, from profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.decode.cloud_profile import DEFAULT_NAME
from generator.gardener.profile_defaults import cloud_profile_defaults, namespaced_profile_defaults
from generator.gardener.provider import PROVIDER_TYPE
from generator.importing import profiles
from generator.importing.controllers import unusual_name
from generator.importing.release import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.catalog.values import Value
    from generator.manifest.located_objects import LocatedObject

_GENERATED: Final = ("machineImages", "providerConfig", "parent")
_DEFAULTED: Final = (("usable", "architecture"), ("usable",), ("architecture",))
"""Fields of machine and volume types that the generator fills in, as the server does."""


def cloud_profile(item: LocatedObject) -> dict[str, Value]:
    """The section `cloudProfile`; raises `ProblemsError`."""
    section = {} if item.is_fragment else unusual_name(item, DEFAULT_NAME)
    spec = _spec(item)
    if next(iter(spec), "") == "type" and spec["type"] == PROVIDER_TYPE:
        del spec["type"]
    capabilities = _capabilities(spec)
    short = _without_defaults(spec, lambda full: cloud_profile_defaults(full, capabilities))
    return {**section, "spec": short}


def region_names(section: dict[str, Value]) -> tuple[str, ...]:
    """The regions that a section's spec offers."""
    spec = section.get("spec")
    return tuple(_names(spec.get("regions")) if isinstance(spec, dict) else ())


def namespaced_profile(item: LocatedObject, parent: str) -> dict[str, Value]:
    """An item of `namespacedCloudProfiles`; `parent` is the catalog's own CloudProfile."""
    section: dict[str, Value] = {
        "name": item.text("metadata", "name"),
        "namespace": item.text("metadata", "namespace"),
    }
    stated = item.text("spec", "parent", "name")
    if stated != parent:
        section["parent"] = stated
    images: dict[str, dict[str, None]] = {}
    for release in profiles.read(item).releases:
        images.setdefault(release.image, {})[release.version] = None
    parts: dict[str, Value] = {
        "images": {image: [*versions] for image, versions in images.items()},
        "expirations": _expirations(item, images),
        "spec": _without_defaults(_spec(item), namespaced_profile_defaults),
    }
    return {**section, **{key: value for key, value in parts.items() if value}}


def missing_strategies(item: LocatedObject) -> Iterator[Note]:
    """Notes on images of a NamespacedCloudProfile whose updateStrategy is that of its parent.

    They are about a parent that is not imported with it.
    """
    versions = {(release.image, release.version) for release in profiles.read(item).releases}
    images = {
        offer.image: offer for offer in profiles.profile_versions(item) if not offer.update_strategy
    }
    for name, offer in images.items():
        if any(image == name for image, _ in versions):
            message = f"{name} gets an updateStrategy: the CloudProfile that has one is not here"
            yield Note(item, offer.path, message)


def _expirations(item: LocatedObject, images: dict[str, dict[str, None]]) -> dict[str, Value]:
    found: dict[str, dict[str, Value]] = {}
    for offer in profiles.profile_versions(item):
        date = offer.fields.get("expirationDate")
        if offer.version not in images.get(offer.image, {}) and isinstance(date, str):
            found.setdefault(offer.image, {})[offer.version] = profiles.day(date)
    return {**found}


def _spec(item: LocatedObject) -> dict[str, Value]:
    spec = item.value(*profiles.spec_path(item))
    return {key: value for key, value in spec.items() if key not in _GENERATED}


def _capabilities(spec: dict[str, Value]) -> dict[str, tuple[str, ...]]:
    found = {}
    definitions = spec.get("machineCapabilities")
    for entry in definitions if isinstance(definitions, list) else ():
        if isinstance(entry, dict) and isinstance(values := entry.get("values"), list):
            found[str(entry.get("name"))] = tuple(map(str, values))
    return found


def _names(value: Value) -> list[str]:
    entries = value if isinstance(value, list) else []
    return [str(entry.get("name")) for entry in entries if isinstance(entry, dict)]


def _without_defaults(
    spec: dict[str, Value], fill: Callable[[dict[str, Value]], dict[str, Value]]
) -> dict[str, Value]:
    """The spec without what `fill` adds to it again, in the same place."""
    short = {
        key: [_shortest(entry, key, fill) for entry in entries]
        for key in ("machineTypes", "volumeTypes")
        if isinstance(entries := spec.get(key), list)
    }
    return {**spec, **short}


def _shortest(
    entry: Value, key: str, fill: Callable[[dict[str, Value]], dict[str, Value]]
) -> Value:
    if not isinstance(entry, dict):
        return entry
    for names in _DEFAULTED:
        short = {name: value for name, value in entry.items() if name not in names}
        filled = fill({key: [short]})[key]
        full = filled[0] if isinstance(filled, list) else None
        if isinstance(full, dict) and [*full.items()] == [*entry.items()]:
            return short
    return entry
