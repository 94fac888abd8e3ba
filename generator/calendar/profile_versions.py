"""The versions of each image, and of Kubernetes, in each profile.

Gardener looks there for the next version of a cluster.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generator.catalog.profile import regions_by_architecture
from generator.checks.versions import DATE, LIFECYCLE
from generator.documents.profile import DEFAULT_UPDATE_STRATEGY
from generator.gardener.stages import OFFERED, SINCE_EVER, Stage, Version, stages
from generator.gardener.updates import KUBERNETES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.catalog import Catalog
    from generator.catalog.images import Image, ImageVersion
    from generator.catalog.profile import Capabilities, NamespacedCloudProfile
    from generator.catalog.values import Value

KUBERNETES_NAME: Final = "Kubernetes"


@dataclass(frozen=True, slots=True)
class ProfileVersions:
    """The versions of an image, or of Kubernetes, in one profile.

    `profile` is empty for the CloudProfile, `NAMESPACE/NAME` for a NamespacedCloudProfile, and
    `strategy` the `updateStrategy`. `own` are the versions of which the profile itself says
    something: a NamespacedCloudProfile has all others as its parent has them. `missing_parent`
    names the parent where it is not in the catalog; then nobody knows which other versions exist.
    """

    profile: str
    name: str
    strategy: str
    versions: tuple[Version, ...]
    own: frozenset[str]
    missing_parent: str = ""


def profile_versions(catalog: Catalog) -> Iterator[ProfileVersions]:
    """Those of the CloudProfile, or of a catalog without one; then those of each namespaced one.

    Where the catalog says which regions it offers, IDs elsewhere are left out.
    """
    offered = catalog.offered_regions
    for found in _profile_versions(catalog):
        versions = tuple(v.within(offered) for v in found.versions) if offered else found.versions
        yield replace(found, versions=versions)


def _profile_versions(catalog: Catalog) -> Iterator[ProfileVersions]:
    own = catalog.cloud_profile
    capabilities = own.capabilities if own else {}
    for image in own.images if own else _images_without_profile(catalog):
        yield _all_own("", image.name, _strategy(image), _versions(image, capabilities))
    if own:
        kubernetes = _kubernetes_versions(own.spec)
        yield _all_own("", KUBERNETES_NAME, KUBERNETES, tuple(map(_kubernetes_version, kubernetes)))
    for profile in catalog.namespaced_cloud_profiles:
        yield from _namespaced(profile, catalog)


def _all_own(
    profile: str, name: str, strategy: str, versions: tuple[Version, ...]
) -> ProfileVersions:
    own = frozenset(version.version for version in versions)
    return ProfileVersions(profile, name, strategy, versions, own)


def _strategy(image: Image) -> str:
    return image.update_strategy or DEFAULT_UPDATE_STRATEGY


def _images_without_profile(catalog: Catalog) -> Iterator[Image]:
    """The images of a catalog without a CloudProfile that stand in no namespaced one either."""
    taken = {
        (image.name, version.version)
        for profile in catalog.namespaced_cloud_profiles
        for image in profile.images
        for version in image.versions
    }
    for image in catalog.images:
        versions = tuple(v for v in image.versions if (image.name, v.version) not in taken)
        if versions:
            yield image._replace(versions=versions)


def _versions(image: Image, capabilities: Capabilities) -> tuple[Version, ...]:
    return tuple(_version(version, capabilities) for version in image.versions)


def _version(version: ImageVersion, capabilities: Capabilities) -> Version:
    return Version(
        version.version,
        stages(version.classification, version.expiration_date, version.lifecycle),
        regions_by_architecture(version, capabilities),
    )


def _namespaced(profile: NamespacedCloudProfile, catalog: Catalog) -> Iterator[ProfileVersions]:
    """What a NamespacedCloudProfile adds to its parent, and what it dates otherwise."""
    own = catalog.cloud_profile
    parent = own if own and own.name == profile.parent else None
    label = profile.qualified_name
    missing = "" if parent else profile.parent
    capabilities = profile.capabilities or {}
    known = {image.name: image for image in (parent.images if parent else ())}
    added = {image.name: image for image in profile.images}
    for name in dict.fromkeys([*added, *profile.expirations]):
        dates = profile.expirations.get(name, {})
        image = known.get(name) or added.get(name)
        old = (
            _dated(known[name], dates, capabilities) if name in known else _of_missing_parent(dates)
        )
        new = _versions(added[name], capabilities) if name in added else ()
        named = frozenset([*dates, *(version.version for version in new)])
        strategy = _strategy(image) if image else DEFAULT_UPDATE_STRATEGY
        yield ProfileVersions(label, name, strategy, (*old, *new), named, missing)
    yield from _namespaced_kubernetes(
        label, _kubernetes_versions(profile.spec), parent.spec if parent else {}, missing
    )


def _dated(
    image: Image, dates: Mapping[str, str], capabilities: Capabilities
) -> tuple[Version, ...]:
    """The versions of the parent's image, of which some expire on another day."""
    versions = tuple(
        v._replace(expiration_date=dates.get(v.version, v.expiration_date)) for v in image.versions
    )
    return _versions(image._replace(versions=versions), capabilities)


def _of_missing_parent(dates: Mapping[str, Value]) -> tuple[Version, ...]:
    """Versions of a parent that is not in the catalog."""
    return tuple(
        Version(version, (Stage(OFFERED, SINCE_EVER), *stages(None, date, ())[1:]))
        for version, date in dates.items()
    )


def _namespaced_kubernetes(
    label: str, items: Sequence[Mapping[str, Value]], parent: Mapping[str, Value], missing: str
) -> Iterator[ProfileVersions]:
    dates = {str(item.get("version")): item.get(DATE) for item in items}
    if not dates:
        return
    old = tuple(
        _kubernetes_version({**item, DATE: dates.get(str(item.get("version")), item.get(DATE))})
        for item in _kubernetes_versions(parent)
    )
    versions = _of_missing_parent(dates) if missing else old
    yield ProfileVersions(label, KUBERNETES_NAME, KUBERNETES, versions, frozenset(dates), missing)


def _kubernetes_versions(spec: Mapping[str, Value]) -> list[Mapping[str, Value]]:
    kubernetes = spec.get("kubernetes")
    items = kubernetes.get("versions") if isinstance(kubernetes, dict) else None
    return [item for item in (items if isinstance(items, list) else ()) if isinstance(item, dict)]


def _kubernetes_version(item: Mapping[str, Value]) -> Version:
    lifecycle = item.get(LIFECYCLE)
    return Version(
        str(item.get("version")),
        stages(
            item.get("classification"),
            item.get(DATE),
            lifecycle if isinstance(lifecycle, list) else (),
        ),
    )
