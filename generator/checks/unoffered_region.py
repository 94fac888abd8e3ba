"""An image has IDs in regions that the CloudProfile does not offer.

Nobody can use them there: either the region is missing in the profile, or the IDs only make it
larger. IDs from a base are not checked, because it may be used by landscapes of other regions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.unknown_region import as_meant
from generator.checks.versions import region_maps
from generator.problems import Finding, Severity, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.problems import Path

ID = "unoffered-region"
SEVERITY = Severity.WARNING


def check(catalog: Catalog) -> Iterator[Finding]:
    """Compare the regions of each version with those of the profile; one finding for an image."""
    if catalog.cloud_profile is None:
        return
    offered = as_meant(catalog, dict.fromkeys(catalog.cloud_profile.regions, ""))
    unoffered: dict[str, dict[str, Path]] = {}
    for path, image, _, regions in region_maps(catalog):
        if regions.keys() <= offered:
            continue
        for region, image_id in regions.items():
            place = (*path, region)
            if not as_meant(catalog, {region: image_id}) <= offered and catalog.states(place):
                unoffered.setdefault(image.name, {}).setdefault(region, place)
    for name, places in unoffered.items():
        names = [*places]
        noun = "a region" if len(names) == 1 else f"{len(names)} regions"
        yield Finding(
            places[names[0]],
            f"{name} has IDs in {noun} that the CloudProfile does not offer: {listed(names)}",
            hint="list them in the spec's regions, or restrict the catalog with `regions: […]`",
            of_key=True,
        )
