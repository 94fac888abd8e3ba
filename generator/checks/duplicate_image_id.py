"""One customized image ID stands in two places.

An ID names one image in one region, so the second place is nearly always the copy that somebody
forgot to change. System images are named alike everywhere and do not count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.places import region_maps
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "duplicate-image-id"
SEVERITY = Severity.WARNING


def check(catalog: Catalog) -> Iterator[Finding]:
    """Compare all customized IDs with those that stand before them."""
    first: dict[str, tuple[str, str, str]] = {}
    for path, image, version, regions in region_maps(catalog):
        for region, image_id in regions.items():
            if not image_id.startswith("m-"):
                continue
            place = (image.name, version.version, region)
            name, number, where = first.setdefault(image_id, place)
            if (name, number, where) != place:
                message = f"{image_id} is already the ID of {name} {number} in {where}"
                yield Finding((*path, region), message)
