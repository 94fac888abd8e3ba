"""When versions that `holdBack` keeps out of a landscape have settled, and enter it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from typing import TYPE_CHECKING

from generator.decode import decode
from generator.merge import merge_trees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.calendar.events import Period
    from generator.catalog import Catalog
    from generator.decode.layers import Layer


def settled(
    catalog: Catalog, layers: Sequence[Layer], period: Period
) -> tuple[Catalog, dict[tuple[str, str], date]]:
    """The catalog with all that enters it in the period, and the day that each version enters on.

    `catalog` is that of the period's first day. A version enters `days` after it was released, if
    the documents are generated then.
    """
    days = _days(layers)
    if days is None:
        return catalog, {}
    later = decode(layers, period.until or date.max)
    profile = catalog.cloud_profile
    images = profile.images if profile else catalog.images
    now = {(image.name, v.version) for image in images for v in image.versions}
    arrivals = {
        (image.name, version.version): date.fromisoformat(version.released) + timedelta(days)
        for image in later.images
        for version in image.versions
        if version.released and (image.name, version.version) not in now
    }
    return later, arrivals


def _days(layers: Sequence[Layer]) -> int | None:
    """`holdBack.days`, which `decode` has accepted."""
    tree = reduce(merge_trees, [layer.tree for layer in layers])
    section = tree.get("holdBack") if isinstance(tree, dict) else None
    days = section.get("days") if isinstance(section, dict) else None
    return int(str(days)) if days is not None else None
