"""An image that Alibaba Cloud owns is to be shared with end users.

Only the owner of an image can share it: the extension asks Alibaba Cloud to share the ID with the
end user's account, and the cluster's reconciliation fails. System images are public anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.versions import region_maps
from generator.gardener.regions import SYSTEM_MARK, is_system_image
from generator.problems import Finding, Severity, and_more

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.problems import Path

ID = "shared-system-image"
SEVERITY = Severity.WARNING


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look for system images among the shared; one finding for an image."""
    hint = "remove `shared`: everybody can use a system image anyway"
    found: dict[str, list[tuple[Path, str]]] = {}
    for path, image, version, regions in region_maps(catalog):
        if not version.shared or SYSTEM_MARK not in "\n".join(regions.values()):
            continue
        region = next((region for region in regions if is_system_image(regions[region])), None)
        if region is not None:
            found.setdefault(image.name, []).append(((*path, region), regions[region]))
    for name, places in found.items():
        place, image_id = places[0]
        message = f"the system image {image_id} is shared" + and_more(
            len(places) - 1, f"the versions of {name}"
        )
        yield Finding(place, message, "an image that you own", hint)
    for index, image_id in enumerate(catalog.share):
        if is_system_image(image_id):
            message = f"the system image {image_id} is shared"
            yield Finding(("share", index), message, "the ID of an image that you own")
