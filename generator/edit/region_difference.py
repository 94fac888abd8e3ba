"""How the image IDs of one flavor of a version differ from those that were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalog.images import EVERY_REGION

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class RegionDifference:
    """The regions of one flavor that are to change.

    `added` are regions to the IDs that they get, `replaced` regions to their old and new IDs,
    `removed` those that lose their IDs.
    """

    added: Mapping[str, str]
    replaced: Mapping[str, tuple[str, str]]
    removed: tuple[str, ...]

    def wanted(self) -> dict[str, str | None]:
        """The regions that change, each to its new ID, or to None for no ID."""
        new = {region: image_id for region, (_, image_id) in self.replaced.items()}
        return {**self.added, **new, **dict.fromkeys(self.removed)}


def compare_regions(
    found: Mapping[str, str | None], asked: Mapping[str, str], remove: Collection[str]
) -> RegionDifference:
    """The difference between the IDs of a flavor and those asked for or to `remove`.

    `found` has None for a region that is stated to have no ID.
    """
    before = found.get(EVERY_REGION)
    after = None if EVERY_REGION in remove else asked.get(EVERY_REGION, before)
    gone = [region for region in remove if _id(found, region, after) is not None]
    if EVERY_REGION in gone:
        # A null that excepts a region from the ID of every region means nothing without that ID.
        gone = [region for region in found if region in remove or found[region] is None]
    new = {region: i for region, i in asked.items() if _id(found, region, after) != i}
    old = {region: _id(found, region, before) for region in new}
    return RegionDifference(
        {region: i for region, i in new.items() if old[region] in (None, i)},
        {r: (i, new[r]) for r, i in old.items() if i is not None and i != new[r]},
        tuple(region for region in gone if region not in asked),
    )


def _id(found: Mapping[str, str | None], region: str, every: str | None) -> str | None:
    """The ID of a region; `every`, the ID of every region, where it has no entry of its own."""
    return found.get(region, None if region == EVERY_REGION else every)
