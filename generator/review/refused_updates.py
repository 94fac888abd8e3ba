"""Changes of an object that the API server refuses, whoever applies them in whatever way.

The sources: gardener `pkg/api/core/validation` (`ValidateSeedSpecUpdate`,
`ValidateCloudProfileExpirableVersionsUpdate`, `validateCloudProfileLimitsUpdate`,
`ValidateNamespacedCloudProfileSpecUpdate`, `ValidateControllerResourcesUpdate`) and `plugin/pkg`
(`seed/validator`, `global/resourcereferencemanager`); provider-alicloud
`pkg/apis/alicloud/validation` (`ValidateBackupBucketConfigUpdate`); for Secrets, kubernetes
`pkg/apis/core/validation`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.gardener.spec_values import items_of
from generator.gardener.stages import stages
from generator.manifest.parts import mapping_at, mappings, text, value_at
from generator.problems import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.catalog.values import Value
    from generator.gardener.stages import Moment

    _Object = dict[str, Value]

REFUSED: Final = "the API server refuses it"
IN_USE: Final = "refused while clusters use it"
_AVAILABLE: Final = "refused where the version can be chosen already"
_WEBHOOK: Final = "the extension's admission webhook refuses it"


@dataclass(frozen=True, slots=True)
class RefusedUpdate:
    """A changed part of an object by its path, what is wrong with that, and what follows."""

    path: str
    what: str
    why: str = REFUSED


def refused_updates(old: _Object, new: _Object) -> Iterator[RefusedUpdate]:
    """What the API server refuses of a change between two versions of one object."""
    kind = text(new.get("kind"))
    if kind == text(old.get("kind")) and kind in _OF_KIND:
        yield from _OF_KIND[kind](old, new)


def _seed(old: _Object, new: _Object) -> Iterator[RefusedUpdate]:
    yield from _backup(mapping_at(old, "spec", "backup"), mapping_at(new, "spec", "backup"))
    # Where one of the two is a patch, it says nothing of the rest.
    if not all("provider" in mapping_at(side, "spec") for side in (old, new)):
        return
    networks = [_networks(side) for side in (old, new)]
    for key in ("ipFamilies", "nodes", "pods", "services"):
        before, after = (side.get(key) for side in networks)
        if before != after and not (key == "nodes" and before is None):
            yield RefusedUpdate(f"spec.networks.{key}", "cannot change")
    before, after = (mapping_at(side, "spec", "ingress").get("domain") for side in (old, new))
    if None not in (before, after) and before != after:
        yield RefusedUpdate("spec.ingress.domain", "cannot change")
    yield from _seed_in_use(mapping_at(old, "spec"), mapping_at(new, "spec"))
    label = "seed.gardener.cloud/self-hosted-shoot-cluster"
    if _loses(mapping_at(old, "metadata", "labels"), mapping_at(new, "metadata", "labels"), label):
        yield RefusedUpdate(f"the label {label}", "cannot be removed")


def _networks(seed: _Object) -> _Object:
    networks = mapping_at(seed, "spec", "networks")
    return {**networks, "ipFamilies": networks.get("ipFamilies") or ["IPv4"]}


def _loses(old: _Object, new: _Object, key: str) -> bool:
    return key in old and key not in new


def _backup(old: _Object, new: _Object) -> Iterator[RefusedUpdate]:
    if not old:
        return
    if not new:
        yield RefusedUpdate("spec.backup", "cannot be removed")
        return
    for key in ("provider", "region"):
        if old.get(key) != new.get(key):
            yield RefusedUpdate(f"spec.backup.{key}", "cannot change")
    path = "spec.backup.providerConfig.immutability"
    before, after = (mapping_at(side, "providerConfig", "immutability") for side in (old, new))
    if before.get("locked") is True and not after:
        yield RefusedUpdate(path, "is gone", "a locked bucket stays locked all the same")
    elif before.get("locked") is True and after.get("locked") is not True:
        yield RefusedUpdate(f"{path}.locked", "cannot be taken back", _WEBHOOK)
    if after and _shrinks(before, after, "retentionPeriod"):
        yield RefusedUpdate(f"{path}.retentionPeriod", "cannot become shorter", _WEBHOOK)


def _shrinks(old: _Object, new: _Object, key: str) -> bool:
    before, after = old.get(key), new.get(key)
    return isinstance(before, int) and isinstance(after, int) and after < before


def _seed_in_use(old: _Object, new: _Object) -> Iterator[RefusedUpdate]:
    zones, kept = (items_of(side.get("provider"), "zones") for side in (old, new))
    if any(zone not in kept for zone in zones):
        yield RefusedUpdate("spec.provider.zones", "loses a zone", IN_USE)
    before, after = (value_at(side, "dns", "internal", "domain") for side in (old, new))
    if None not in (before, after) and before != after:
        yield RefusedUpdate("spec.dns.internal.domain", "changes", IN_USE)
    olds, news = ({*_texts(value_at(side, "dns", "defaults"), "domain")} for side in (old, new))
    if olds and not news:
        yield RefusedUpdate("spec.dns.defaults", "cannot be removed")
    elif olds - news:
        yield RefusedUpdate("spec.dns.defaults", "loses a domain", IN_USE)


def _cloud_profile(old: _Object, new: _Object) -> Iterator[RefusedUpdate]:
    if _shrinks(mapping_at(old, "spec", "limits"), mapping_at(new, "spec", "limits"), _NODES):
        yield RefusedUpdate(f"spec.limits.{_NODES}", "cannot become smaller")
    olds, news = (
        dict.fromkeys(_texts(value_at(side, "spec", "kubernetes", "versions"), "version"))
        for side in (old, new)
    )
    if gone := [version for version in olds if version not in news]:
        yield RefusedUpdate(f"spec.kubernetes.versions[{listed(gone)}]", "removed", IN_USE)
    before = dict(_beginnings(old))
    later = [name for name, start in _beginnings(new) if start > before.get(name, start)]
    if later:
        yield RefusedUpdate(f"lifecycle of {listed(later)}", "begins later", _AVAILABLE)


def _beginnings(profile: _Object) -> Iterator[tuple[str, Moment]]:
    """The versions of a CloudProfile by their names, and from when on each can be chosen."""
    spec = mapping_at(profile, "spec")
    for version in mappings(value_at(spec, "kubernetes", "versions")):
        yield f"Kubernetes {text(version.get('version'))}", _beginning(version)
    for image in mappings(spec.get("machineImages")):
        for version in mappings(image.get("versions")):
            yield f"{text(image.get('name'))} {text(version.get('version'))}", _beginning(version)


def _beginning(version: _Object) -> Moment:
    return min(stage.start for stage in stages(None, None, items_of(version, "lifecycle")))


def _texts(items: Value, key: str) -> Iterator[str]:
    return (text(item.get(key)) for item in mappings(items))


_NODES: Final = "maxNodesTotal"


def _namespaced_cloud_profile(old: _Object, new: _Object) -> Iterator[RefusedUpdate]:
    if value_at(old, "spec", "parent") != value_at(new, "spec", "parent"):
        yield RefusedUpdate("spec.parent", "cannot change")


def _controller_registration(old: _Object, new: _Object) -> Iterator[RefusedUpdate]:
    before, after = (
        {
            f"{text(item.get('kind'))} {text(item.get('type'))}": item.get("primary") is not False
            for item in mappings(value_at(side, "spec", "resources"))
        }
        for side in (old, new)
    )
    for name, primary in after.items():
        if before.get(name, primary) != primary:
            yield RefusedUpdate(f"spec.resources[{name}].primary", "cannot change")


def _secret(old: _Object, new: _Object) -> Iterator[RefusedUpdate]:
    if (old.get("type") or "Opaque") != (new.get("type") or "Opaque"):
        yield RefusedUpdate("type", "cannot change")
    if old.get("immutable") is True:
        if new.get("immutable") is not True:
            yield RefusedUpdate("immutable", "cannot be taken back")
        if mapping_at(old, "data") != mapping_at(new, "data"):
            yield RefusedUpdate("data", "cannot change in an immutable Secret")


_OF_KIND: Final[dict[str, Callable[[_Object, _Object], Iterator[RefusedUpdate]]]] = {
    "CloudProfile": _cloud_profile,
    "ControllerRegistration": _controller_registration,
    "NamespacedCloudProfile": _namespaced_cloud_profile,
    "Secret": _secret,
    "Seed": _seed,
}
