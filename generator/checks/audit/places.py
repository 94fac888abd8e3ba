"""The image IDs of a catalog, each in its region and with its path, for rules to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.profile import AMD64, ARCHITECTURE
from generator.checks.versions import region_maps
from generator.documents.values import is_customized, shared_image_ids
from generator.gardener.regions import REGION_OF_PREFIX
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.images import ImageVersion
    from generator.checks.answers import Answers, CloudImage, Key
    from generator.problems import Path


class ImagePlace(Record):
    """Where a catalog names an image; `is_shared` where the extension is to share it.

    `architectures` are those that it should have, none where the catalog does not say it. `region`
    is empty where nothing tells it.
    """

    path: Path
    region: str
    image_id: str
    architectures: tuple[str, ...]
    is_shared: bool

    @property
    def key(self) -> Key:
        """Region and ID."""
        return self.region, self.image_id


def image_places(catalog: Catalog) -> Iterator[ImagePlace]:
    """The IDs of all versions, then those of `share` that no version has.

    An ID of `share` is in the region that its prefix names, if that is known.
    """
    shared = {*filter(is_customized, shared_image_ids(catalog))}
    seen = set()
    for path, _, version, regions in region_maps(catalog):
        architectures = _architectures(catalog, version, path)
        for region, image_id in regions.items():
            seen.add(image_id)
            yield ImagePlace((*path, region), region, image_id, architectures, image_id in shared)
    for index, image_id in enumerate(catalog.share):
        if is_customized(image_id) and image_id not in seen:
            region = REGION_OF_PREFIX.get(image_id[2:5], "")
            yield ImagePlace(("share", index), region, image_id, (), is_shared=True)


def found_places(
    catalog: Catalog, answers: Answers, *, shared: bool = False
) -> Iterator[tuple[ImagePlace, CloudImage]]:
    """The IDs of a catalog that exist, each with what the cloud says of it; `shared` ones alone."""
    for place in image_places(catalog):
        image = answers.images.get(place.key)
        if image is not None and (place.is_shared or not shared):
            yield place, image


def _architectures(catalog: Catalog, version: ImageVersion, path: Path) -> tuple[str, ...]:
    """Those of the version, or of its flavor at a path."""
    if not isinstance(version.ids, tuple):
        return version.architectures or (AMD64,)
    profile = catalog.cloud_profile
    offered = profile.capabilities if profile and profile.capabilities else {}
    stated = version.ids[int(path[-2])].capabilities.get(ARCHITECTURE)
    return stated or offered.get(ARCHITECTURE, (AMD64,))
