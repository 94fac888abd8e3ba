"""The versions of a catalog, of images and of Kubernetes, each with its path, for rules to look at.

A profile offers versions for a time. An image may stand in the CloudProfile, in
NamespacedCloudProfiles, or in neither: then only the ControllerDeployment has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.gardener.spec_values import items_of
from generator.problems import and_more
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from generator.catalog import Catalog
    from generator.catalog.images import Image, ImageVersion, Regions
    from generator.catalog.profile import CloudProfile
    from generator.catalog.values import Value
    from generator.problems import Finding, Path

DATE = "expirationDate"
LIFECYCLE = "lifecycle"


class OfferedVersion(Record):
    """A version of something: its path in the catalog, and until when it is offered.

    `name` is that of the image, or `Kubernetes`. `expires` is in RFC 3339, None where it does not
    expire; it stands at `key` below the path, which is `DATE` or `LIFECYCLE`.
    """

    name: str
    version: str
    path: Path
    classification: str | None
    expires: str | None
    key: str
    lifecycle: tuple[dict[str, Value], ...] = ()

    def has_expired(self, as_of: date | None) -> bool:
        """Whether it has expired on that day; without a day, nothing has."""
        if self.expires is None or as_of is None:
            return False
        from generator.gardener.stages import has_passed

        return has_passed(self.expires, as_of)

    def is_ever(self, classification: str) -> bool:
        """Whether it has a classification, or a stage of its lifecycle has."""
        stages = [stage.get("classification") for stage in self.lifecycle]
        return classification in (self.classification, *stages)


def offered_versions(catalog: Catalog) -> Iterator[list[OfferedVersion]]:
    """The versions that any profile offers: one list for each image, and one for Kubernetes."""
    yield from map(versions_of, offered_images(catalog))
    if catalog.cloud_profile is not None:
        yield kubernetes_versions(catalog.cloud_profile)


def offered_images(catalog: Catalog) -> list[Image]:
    """The images that stand in any profile, with their versions there; without a profile, none."""
    if catalog.cloud_profile is not None:
        return [*catalog.images]
    chosen = {
        (image.name, version.version)
        for profile in catalog.namespaced_cloud_profiles
        for image in profile.images
        for version in image.versions
    }
    return [
        image._replace(versions=versions)
        for image in (catalog.images if chosen else ())
        if (versions := tuple(v for v in image.versions if (image.name, v.version) in chosen))
    ]


def versions_of(image: Image) -> list[OfferedVersion]:
    """The versions of an image."""
    path: Path = ("images", image.name, "versions")
    return [
        _version_of(image.name, version, (*path, version.version)) for version in image.versions
    ]


def _version_of(name: str, version: ImageVersion, path: Path) -> OfferedVersion:
    stages = _mappings(version.lifecycle)
    return OfferedVersion(
        name=name,
        version=version.version,
        path=path,
        classification=version.classification,
        expires=_expiration(version.expiration_date, stages),
        key=LIFECYCLE if stages else DATE,
        lifecycle=stages,
    )


def kubernetes_versions(profile: CloudProfile) -> list[OfferedVersion]:
    """The versions of Kubernetes that a CloudProfile offers."""
    items = kubernetes_items(profile.spec, ("cloudProfile",))
    return [_kubernetes_version(item, path) for path, item in items]


def _kubernetes_version(item: dict[str, Value], path: Path) -> OfferedVersion:
    stages = _mappings(items_of(item, LIFECYCLE))
    classification = item.get("classification")
    return OfferedVersion(
        name="Kubernetes",
        version=str(item.get("version")),
        path=path,
        classification=classification if isinstance(classification, str) else None,
        expires=_expiration(item.get(DATE), stages),
        key=LIFECYCLE if stages else DATE,
        lifecycle=stages,
    )


def _expiration(date: object, stages: Sequence[object]) -> str | None:
    if date is None and not stages:
        return None
    from generator.gardener.stages import expiration

    return expiration(date, stages)


def _mappings(items: Iterable[Value]) -> tuple[dict[str, Value], ...]:
    return tuple(item for item in items if isinstance(item, dict))


def kubernetes_items(spec: dict[str, Value], section: Path) -> list[tuple[Path, dict[str, Value]]]:
    """What the `spec` of a profile, which is at `section`, says of each version of Kubernetes."""
    path: Path = (*section, "spec", "kubernetes", "versions")
    return [
        ((*path, index), item)
        for index, item in enumerate(items_of(spec.get("kubernetes"), "versions"))
        if isinstance(item, dict)
    ]


def kubernetes_lifecycles(catalog: Catalog) -> Iterator[tuple[Path, dict[str, Value]]]:
    """The versions of Kubernetes that have a lifecycle, as the user wrote them, in any profile."""
    own = catalog.cloud_profile
    items = kubernetes_items(own.spec, ("cloudProfile",)) if own is not None else []
    for index, child in enumerate(catalog.namespaced_cloud_profiles):
        items += kubernetes_items(child.spec, ("namespacedCloudProfiles", index))
    return ((path, item) for path, item in items if item.get(LIFECYCLE) not in (None, []))


def lifecycle_paths(catalog: Catalog) -> list[Path]:
    """Where lifecycles stand that a profile shows: those of images, then those of Kubernetes."""
    of_images: list[Path] = [
        ("images", image.name, "versions", version.version, LIFECYCLE)
        for image in offered_images(catalog)
        for version in image.versions
        if version.lifecycle
    ]
    return of_images + [(*path, LIFECYCLE) for path, _ in kubernetes_lifecycles(catalog)]


def region_maps(catalog: Catalog) -> Iterator[tuple[Path, Image, ImageVersion, Regions]]:
    """Every map of regions to image IDs with its path, its image and its version."""
    for image in catalog.images:
        for version in image.versions:
            path: Path = ("images", image.name, "versions", version.version)
            if not isinstance(version.ids, tuple):
                yield (*path, "regions"), image, version, version.ids
                continue
            for index, flavor in enumerate(version.ids):
                yield (*path, "flavors", index, "regions"), image, version, flavor.regions


def to_encrypt(catalog: Catalog) -> Iterator[tuple[Path, Image, ImageVersion, Regions]]:
    """The `region_maps` of images for encrypted system disks; not of versions that expire."""
    lasting = {
        (image.name, version.version)
        for image in catalog.images
        if image.encrypted_system_disks
        for version in versions_of(image)
        if version.expires is None
    }
    if not lasting:
        return
    for path, image, version, regions in region_maps(catalog):
        if (image.name, version.version) in lasting:
            yield path, image, version, regions


def flavor_of(path: Path) -> str:
    """Which flavor the path of its `regions` is of, for a message; empty for a flat version."""
    return "" if path[-3] != "flavors" else f", flavor {int(path[-2]) + 1},"


def one_per_image(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings about versions of images, of which those that only differ in the version are one.

    The first stands for all, and its message says how many more there are.
    """
    groups: dict[Finding, list[Finding]] = {}
    for finding in findings:
        _, image, _, _, *below = finding.path
        groups.setdefault(finding._replace(path=(image, *below)), []).append(finding)
    for first, *others in groups.values():
        message = first.message + and_more(len(others), "the versions")
        yield first._replace(message=message)
