"""When versions that `holdBack` keeps out of the profile enter it."""

from __future__ import annotations

from datetime import date
from functools import reduce
from typing import TYPE_CHECKING

from generator.decode import decode
from generator.merge import merge_trees
from generator.reading.dates import days_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.calendar.events import Arrivals, Period
    from generator.catalog import Catalog
    from generator.decode.layers import Layer


def with_arrivals(
    catalog: Catalog, layers: Sequence[Layer], period: Period
) -> tuple[Catalog, Arrivals]:
    """The catalog with all versions that enter its profile in the period, and when they do.

    `catalog` is that of the period's first day. A version enters `holdBack.days` after its release,
    if the documents are generated then.
    """
    days = _days(layers)
    if days is None:
        return catalog, {}
    later = decode(layers, period.until or date.max)
    profile = catalog.cloud_profile
    images = profile.images if profile else catalog.images
    now = {(image.name, v.version) for image in images for v in image.versions}
    arrivals = {
        (image.name, version.version): days_after(date.fromisoformat(version.released), days)
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
