"""The same customized image ID is in two places.

An ID names one image in one region, so the second place is nearly always the copy that somebody
forgot to change. System images are named alike everywhere and do not count.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from generator.checks.versions import region_maps
from generator.problems import Finding, Severity, and_more

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "duplicate-image-id"
SEVERITY = Severity.WARNING


def check(catalog: Catalog) -> Iterator[Finding]:
    """Compare all customized IDs with those that stand before them; one finding for a version."""
    repeated = _repeated_ids(catalog)
    first: dict[str, tuple[str, str, str]] = {}
    for path, image, version, regions in region_maps(catalog) if repeated else ():
        found: list[tuple[str, str]] = []
        for region, image_id in regions.items():
            if image_id in repeated:
                place = (image.name, version.version, region)
                if first.setdefault(image_id, place) != place:
                    found.append((region, image_id))
        if found:
            region, image_id = found[0]
            name, number, where = first[image_id]
            message = f"{image_id} is also the ID of {name} {number} in {where}"
            yield Finding((*path, region), message + and_more(len(found) - 1, "this version"))


def _repeated_ids(catalog: Catalog) -> set[str]:
    """The customized IDs that stand somewhere a second time; nearly always there are none."""
    maps = [regions for _, _, _, regions in region_maps(catalog)]
    different = set(chain.from_iterable(regions.values() for regions in maps))
    if len(different) == sum(map(len, maps)):
        return set()
    seen: set[str] = set()
    twice: set[str] = set()
    for image_id in chain.from_iterable(regions.values() for regions in maps):
        (twice if image_id in seen else seen).add(image_id)
    return {image_id for image_id in twice if image_id.startswith("m-")}
