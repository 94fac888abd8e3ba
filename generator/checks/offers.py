"""What profiles offer for a time: versions of images and of Kubernetes, for rules about dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.gardener.spec_values import items_of
from generator.gardener.stages import expiration, has_passed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalog import Catalog
    from generator.catalog.images import Image, ImageVersion
    from generator.catalog.profile import CloudProfile
    from generator.catalog.values import Value
    from generator.problems import Path

DATE = "expirationDate"
LIFECYCLE = "lifecycle"


@dataclass(frozen=True, slots=True)
class Offer:
    """A version of something: its path in the catalog, and until when it is offered.

    `expires` is in RFC 3339, None where it does not expire; it stands at `key` of the path.
    """

    name: str
    version: str
    path: Path
    classification: str | None
    expires: str | None
    key: str
    lifecycle: tuple[dict[str, Value], ...] = ()

    def has_expired(self, as_of: date | None) -> bool:
        """Whether it is gone on that day; without a day, nothing is."""
        return self.expires is not None and as_of is not None and has_passed(self.expires, as_of)

    def is_ever(self, classification: str) -> bool:
        """Whether it has a classification, or a stage of its lifecycle has."""
        stages = [stage.get("classification") for stage in self.lifecycle]
        return classification in (self.classification, *stages)


def offers(catalog: Catalog) -> Iterator[list[Offer]]:
    """Every version that a profile offers: the lists are those of an image or Kubernetes."""
    yield from map(image_offers, offered_images(catalog))
    if catalog.cloud_profile is not None:
        yield kubernetes_offers(catalog.cloud_profile)


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
        replace(image, versions=versions)
        for image in (catalog.images if chosen else ())
        if (versions := tuple(v for v in image.versions if (image.name, v.version) in chosen))
    ]


def image_offers(image: Image) -> list[Offer]:
    """The versions of an image."""
    path: Path = ("images", image.name, "versions")
    return [
        _image_offer(image.name, version, (*path, version.version)) for version in image.versions
    ]


def _image_offer(name: str, version: ImageVersion, path: Path) -> Offer:
    stages = tuple(stage for stage in version.lifecycle if isinstance(stage, dict))
    key = LIFECYCLE if stages else DATE
    expires = expiration(version.expiration_date, stages)
    return Offer(name, version.version, path, version.classification, expires, key, stages)


def kubernetes_offers(profile: CloudProfile) -> list[Offer]:
    """The versions of Kubernetes."""
    versions = _kubernetes_versions(profile.spec, ("cloudProfile",))
    return [_kubernetes_offer(item, path) for path, item in versions]


def kubernetes_lifecycles(catalog: Catalog) -> Iterator[tuple[Path, dict[str, Value]]]:
    """What versions of Kubernetes say that have a lifecycle, as the user wrote it."""
    own = catalog.cloud_profile
    versions = _kubernetes_versions(own.spec, ("cloudProfile",)) if own is not None else []
    for index, child in enumerate(catalog.namespaced_cloud_profiles):
        versions += _kubernetes_versions(child.spec, ("namespacedCloudProfiles", index))
    return ((path, item) for path, item in versions if item.get(LIFECYCLE) not in (None, []))


def _kubernetes_versions(
    spec: dict[str, Value], above: Path
) -> list[tuple[Path, dict[str, Value]]]:
    path: Path = (*above, "spec", "kubernetes", "versions")
    return [
        ((*path, index), item)
        for index, item in enumerate(items_of(spec.get("kubernetes"), "versions"))
        if isinstance(item, dict)
    ]


def _kubernetes_offer(item: dict[str, Value], path: Path) -> Offer:
    lifecycle = item.get(LIFECYCLE)
    stages = tuple(
        stage
        for stage in (lifecycle if isinstance(lifecycle, list) else ())
        if isinstance(stage, dict)
    )
    classification = item.get("classification")
    return Offer(
        name="Kubernetes",
        version=str(item.get("version")),
        path=path,
        classification=classification if isinstance(classification, str) else None,
        expires=expiration(item.get(DATE), stages),
        key=LIFECYCLE if stages else DATE,
        lifecycle=stages,
    )
