"""Image versions in use, from what `kubectl get shoots,namespacedcloudprofiles -A` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.gardener.provider import PROVIDER_TYPE
from generator.importing.provider import is_namespaced_profile_of_ours
from generator.manifest.parts import mapping_at, mappings, text, value_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.manifest.objects import Object

VersionsInUse: TypeAlias = "dict[tuple[str, str], list[str]]"
"""Image and version to the objects that use them, each as `Kind namespace/name`."""

SHOOT, NAMESPACED = "Shoot", "NamespacedCloudProfile"
KINDS = (SHOOT, NAMESPACED)


def versions_in_use(objects: Sequence[Object], profile: str | None) -> VersionsInUse:
    """What Shoots on Alibaba Cloud and NamespacedCloudProfiles use.

    `profile` is the name of the CloudProfile in question; without it, every profile counts.
    """
    parents = {
        (item.namespace, item.name): _parent(item) for item in objects if item.kind == NAMESPACED
    }
    found: VersionsInUse = {}
    for item in objects:
        is_shoot = item.kind == SHOOT
        named = _profile(item, parents) if is_shoot else _parent(item)
        if profile is None or named in ("", profile):
            for version in dict.fromkeys(_of_shoot(item) if is_shoot else _of_profile(item)):
                user = f"{item.kind} {item.namespace}/{item.name}"
                found.setdefault(version, []).append(user)
    return found


def _of_shoot(shoot: Object) -> Iterator[tuple[str, str]]:
    provider = mapping_at(shoot.body, "spec", "provider")
    if text(provider.get("type")) not in ("", PROVIDER_TYPE):
        return
    for worker in mappings(provider.get("workers")):
        image = mapping_at(worker, "machine", "image")
        yield text(image.get("name")), text(image.get("version"))


def _of_profile(profile: Object) -> Iterator[tuple[str, str]]:
    if is_namespaced_profile_of_ours(profile.body, {}):
        yield from ((version.image, version.version) for version in profile.profile_versions)


def _parent(profile: Object) -> str:
    return text(value_at(profile.body, "spec", "parent", "name"))


def _profile(shoot: Object, parents: Mapping[tuple[str, str], str]) -> str:
    """The CloudProfile that a Shoot has chosen; empty where the objects do not tell."""
    chosen = mapping_at(shoot.body, "spec", "cloudProfile")
    name = text(chosen.get("name"))
    if text(chosen.get("kind")) == NAMESPACED:
        return parents.get((shoot.namespace, name), "")
    return name or text(value_at(shoot.body, "spec", "cloudProfileName"))
