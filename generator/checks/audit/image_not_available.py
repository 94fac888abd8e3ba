"""An image exists in its region, and cannot be used there.

Its status is not Available: it is still being copied (Creating, Waiting), its copy failed
(CreateFailed), or it was taken out of use (UnAvailable, Deprecated). Machines cannot be created
from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.checks.audit.places import found_places
from generator.gardener.regions import is_system_image
from generator.problems import Finding, Severity, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.checks.answers import Answers

ID = "image-not-available"
SEVERITY = Severity.ERROR

_HINTS: Final = {
    "Creating": "it is still being created; try again later",
    "Waiting": "it is still being created; try again later",
    "CreateFailed": "copy the image to this region once more",
}


def check_answers(catalog: Catalog, answers: Answers) -> Iterator[Finding]:
    """Look at the status of all images but Alibaba Cloud's own."""
    for place, image in found_places(catalog, answers):
        if image.status not in ("", "Available") and not is_system_image(place.image_id):
            message = f"the status of {place.image_id} in {place.region} is {quoted(image.status)}"
            yield Finding(place.path, message, "Available", _HINTS.get(image.status, ""))
