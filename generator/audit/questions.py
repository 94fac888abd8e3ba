"""What to ask about catalogs: each region once, with the IDs that any of them has there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.audit.calls import Question
from generator.checks.audit.places import image_places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalog import Catalog


def questions(catalogs: Iterable[Catalog], *, own_images: bool) -> list[Question]:
    """The questions of all regions, sorted; with `own_images`, also after the account's own.

    Whom an image is shared with is asked for catalogs that say it of accounts.
    """
    ids: dict[str, dict[str, None]] = {}
    shared: dict[str, dict[str, None]] = {}
    for catalog in catalogs:
        for place in image_places(catalog):
            if not place.region:
                continue
            ids.setdefault(place.region, {})[place.image_id] = None
            if place.is_shared and catalog.accounts:
                shared.setdefault(place.region, {})[place.image_id] = None
    return [
        Question(region, tuple(ids[region]), tuple(shared.get(region, ())), own_images)
        for region in sorted(ids)
    ]
