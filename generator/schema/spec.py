"""The JSON Schema of a `spec`: only what decoding requires of it; the rest is Gardener's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.decode.cloud_profile import GENERATED_KEYS
from generator.gardener.kubernetes import KUBERNETES_VERSION
from generator.gardener.provider import PROVIDER_TYPE
from generator.reading.text_formats import IMAGE_NAME
from generator.schema.kinds import ANY_LIST, ANY_MAP, NULL, list_of, map_of, or_null, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.schema.kinds import Kind

_NAME: Final[Kind] = {"type": "string", "minLength": 1}


def cloud_profile_spec() -> Kind:
    """`cloudProfile.spec`, which files that extend one another may each say a part of."""
    return {
        "type": "object",
        "properties": {
            **_refused(GENERATED_KEYS),
            "type": {"enum": [PROVIDER_TYPE, None]},
            "kubernetes": or_null(_kubernetes()),
            "regions": or_null(_named({}, least=1)),
            "machineTypes": or_null(
                _named({"capabilities": or_null(map_of(ANY_LIST))}, least=1),
            ),
            "volumeTypes": or_null(_named({})),
            "machineCapabilities": or_null(_named({"values": _capability_values()}, ["values"])),
        },
    }


def namespaced_spec() -> Kind:
    """`namespacedCloudProfiles[].spec`."""
    return {
        "type": "object",
        "properties": {
            **_refused((*GENERATED_KEYS, "parent")),
            "machineTypes": or_null(_named({})),
            "volumeTypes": or_null(_named({})),
        },
    }


def seed_spec() -> Kind:
    """`seeds[].spec`."""
    names: Kind = {"type": _NAME, "region": _NAME}
    provider: Kind = {"type": "object", "required": [*names], "properties": names}
    return {
        "type": "object",
        "required": ["provider"],
        "properties": {"provider": provider, "backup": False},
    }


def _refused(names: Iterable[str]) -> Kind:
    return dict.fromkeys(names, NULL)


def _kubernetes() -> Kind:
    version: Kind = {"type": "string", "pattern": text(KUBERNETES_VERSION)["pattern"]}
    item: Kind = {"type": "object", "required": ["version"], "properties": {"version": version}}
    return {**ANY_MAP, "properties": {"versions": or_null(list_of(item, least=1))}}


def _named(properties: Kind, required: Iterable[str] = (), *, least: int = 0) -> Kind:
    item: Kind = {
        "type": "object",
        "required": ["name", *required],
        "properties": {"name": _NAME, **properties},
    }
    return list_of(item, least=least)


def _capability_values() -> Kind:
    return list_of({"type": "string", "pattern": text(IMAGE_NAME)["pattern"]}, least=1)
