"""An image ID stands in a region that it cannot belong to.

The three characters behind `m-` name the region of an image: so it was for each of 2,196 public
IDs in 31 regions. Alibaba Cloud does not document it, therefore this is a warning, and an unknown
prefix or region says nothing. A wrong region means that machines there cannot be created.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.places import region_maps
from generator.problems import Finding, Severity
from generator.regions import PREFIX_OF_REGION, REGION_OF_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "image-id-region"
SEVERITY = Severity.WARNING


def check(catalog: Catalog) -> Iterator[Finding]:
    """Compare the prefix of each ID with its region's."""
    for path, _, _, regions in region_maps(catalog):
        for region, image_id in regions.items():
            prefix = image_id[2:5]
            wanted = PREFIX_OF_REGION.get(region)
            if prefix == wanted or wanted is None or not image_id.startswith("m-"):
                continue
            owner = REGION_OF_PREFIX.get(prefix)
            if owner is not None:
                message = f"{image_id} looks like an image of {owner}, not of {region}"
                yield Finding((*path, region), message, f"an ID that starts with m-{wanted}")
