"""How the image IDs of a version differ from those that were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalog.images import EVERY_REGION

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class Difference:
    """The regions of one flavor that are to change.

    Those that `come` with their IDs have none, those in `other` have another one: the old ID and
    the new. Those that are `gone` have one that is to go.
    """

    come: Mapping[str, str]
    other: Mapping[str, tuple[str, str]]
    gone: tuple[str, ...]

    def wanted(self) -> dict[str, str | None]:
        """The regions that change with what they shall have: an ID, or None for none."""
        new = {region: image_id for region, (_, image_id) in self.other.items()}
        return {**self.come, **new, **dict.fromkeys(self.gone)}


def compared(
    found: Mapping[str, str | None], asked: Mapping[str, str], remove: Collection[str]
) -> Difference:
    """The difference between the IDs of a flavor, None for a region without one, and a wish."""
    before = found.get(EVERY_REGION)
    after = None if EVERY_REGION in remove else asked.get(EVERY_REGION, before)
    gone = [region for region in remove if _id(found, region, after) is not None]
    if EVERY_REGION in gone:
        # A region that was kept from the ID of every region has nothing to be kept from any more.
        gone = [region for region in found if region in remove or found[region] is None]
    new = {region: i for region, i in asked.items() if _id(found, region, after) != i}
    old = {region: _id(found, region, before) for region in new}
    return Difference(
        {region: i for region, i in new.items() if old[region] in (None, i)},
        {r: (i, new[r]) for r, i in old.items() if i is not None and i != new[r]},
        tuple(region for region in gone if region not in asked),
    )


def _id(found: Mapping[str, str | None], region: str, every: str | None) -> str | None:
    """The ID of a region, `every` where only that of every region can be its."""
    return found.get(region, None if region == EVERY_REGION else every)
