"""An image ID does not exist in its region, or the account may not use it.

Alibaba Cloud was asked for this ID and did not know it: it is mistyped, of another region, not
copied there yet, deleted, or of an account that does not share it with the one that asked. Machines
cannot be created from it. `image-not-offered` is about Alibaba Cloud's own images.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.audit.places import image_places
from generator.gardener.regions import is_system_image
from generator.problems import Finding, Severity, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.checks.answers import Answers

ID = "image-not-found"
SEVERITY = Severity.ERROR


def check_answers(catalog: Catalog, answers: Answers) -> Iterator[Finding]:
    """Look for IDs that were asked for in vain."""
    regions: dict[str, list[str]] = {}
    for region, image_id in answers.images:
        regions.setdefault(image_id, []).append(region)
    for place in image_places(catalog):
        if place.key not in answers.asked or place.key in answers.images:
            continue
        if is_system_image(place.image_id):
            continue
        message = f"{place.region} has no image {place.image_id} that the account may use"
        others = regions.get(place.image_id, [])
        hint = f"it is an image of {listed(sorted(others))}" if others else ""
        yield Finding(place.path, message, "", hint)
