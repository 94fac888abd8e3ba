"""Image versions in use, from what `kubectl get shoots,namespacedcloudprofiles -A` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.gardener.provider import PROVIDER_TYPE
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.yamlio.read import Node

VersionsInUse: TypeAlias = "dict[tuple[str, str], list[str]]"
"""Image and version to the objects that use them, each as `Kind namespace/name`."""

SHOOT, NAMESPACED = "Shoot", "NamespacedCloudProfile"
KINDS = (SHOOT, NAMESPACED)


def versions_in_use(objects: Iterable[Mapping[str, Node]], profile: str | None) -> VersionsInUse:
    """What Shoots on Alibaba Cloud and NamespacedCloudProfiles use.

    `profile` is the name of the CloudProfile in question; without it, every profile counts.
    """
    every = [*objects]
    parents = {
        (_text(item, "metadata", "namespace"), _text(item, "metadata", "name")): _parent(item)
        for item in every
        if item.get("kind") == NAMESPACED
    }
    found: VersionsInUse = {}
    for item in every:
        namespace = _text(item, "metadata", "namespace")
        user = f"{item.get('kind')} {namespace}/{_text(item, 'metadata', 'name')}"
        if item.get("kind") == SHOOT:
            named, versions = _profile(item, namespace, parents), _of_shoot(item)
        else:
            named, versions = _parent(item), _of_profile(item)
        if profile is None or named in ("", profile):
            for version in dict.fromkeys(versions):
                found.setdefault(version, []).append(user)
    return found


def _of_shoot(shoot: Mapping[str, Node]) -> Iterator[tuple[str, str]]:
    if _text(shoot, "spec", "provider", "type") not in ("", PROVIDER_TYPE):
        return
    for worker in _list(shoot, "spec", "provider", "workers"):
        image = _text(worker, "machine", "image", "name")
        version = _text(worker, "machine", "image", "version")
        yield image, version


def _of_profile(profile: Mapping[str, Node]) -> Iterator[tuple[str, str]]:
    for image in _list(profile, "spec", "machineImages"):
        for version in _list(image, "versions"):
            yield _text(image, "name"), _text(version, "version")


def _parent(profile: Mapping[str, Node]) -> str:
    return _text(profile, "spec", "parent", "name")


def _profile(
    shoot: Mapping[str, Node], namespace: str, parents: Mapping[tuple[str, str], str]
) -> str:
    """The CloudProfile that a Shoot has chosen; empty where the objects do not tell."""
    name = _text(shoot, "spec", "cloudProfile", "name")
    if _text(shoot, "spec", "cloudProfile", "kind") == NAMESPACED:
        return parents.get((namespace, name), "")
    return name or _text(shoot, "spec", "cloudProfileName")


def _at(node: Node | Mapping[str, Node] | None, *path: str) -> Node | None:
    found: object = node
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found  # type: ignore[return-value]  # what stands in nodes are nodes


def _text(node: Node | Mapping[str, Node], *path: str) -> str:
    found = _at(node, *path)
    return str(found) if isinstance(found, str) and not is_null(found) else ""


def _list(node: Node | Mapping[str, Node], *path: str) -> list[dict[str, Node]]:
    found = _at(node, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
