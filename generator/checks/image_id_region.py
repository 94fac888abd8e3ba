"""An image ID is in a region that it cannot belong to.

The three characters behind `m-` name the region of an image: this is true for each of 2,196 public
IDs in 31 regions. Alibaba Cloud does not document it, so this is a warning, and unknown prefixes
and regions are not reported. With a wrong region, machines cannot be created there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.versions import region_maps
from generator.gardener.regions import PREFIX_OF_REGION, REGION_OF_PREFIX
from generator.problems import Finding, Severity, and_more

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.images import Regions

ID = "image-id-region"
SEVERITY = Severity.WARNING


def check(catalog: Catalog) -> Iterator[Finding]:
    """Compare the prefix of each ID with its region's; one finding for a version."""
    prefixes = {region: f"m-{prefix}" for region, prefix in PREFIX_OF_REGION.items()}
    for path, _, _, regions in region_maps(catalog):
        if [*map(prefixes.get, regions)] == [image_id[:5] for image_id in regions.values()]:
            continue
        wrong = [*_misplaced(regions)]
        if wrong:
            region, owner = wrong[0]
            message = f"{regions[region]} looks like an image of {owner}, not of {region}"
            expected = f"an ID that starts with {prefixes[region]}"
            more = and_more(len(wrong) - 1, "this version")
            yield Finding((*path, region), message + more, expected)


def _misplaced(regions: Regions) -> Iterator[tuple[str, str]]:
    """The regions with an ID that looks like another's, each with that other region."""
    for region, image_id in regions.items():
        wanted, prefix = PREFIX_OF_REGION.get(region), image_id[2:5]
        if wanted not in (None, prefix) and image_id.startswith("m-"):
            owner = REGION_OF_PREFIX.get(prefix)
            if owner is not None:
                yield region, owner
