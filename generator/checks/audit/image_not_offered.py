"""Alibaba Cloud does not offer one of its own images in a region, or no longer offers it.

Alibaba Cloud does not know the image there, or its status is not Available. Machines cannot be
created from it: use a newer release of the image.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.audit.places import image_places
from generator.gardener.regions import is_system_image
from generator.problems import Finding, Severity, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.checks.answers import Answers

ID = "image-not-offered"
SEVERITY = Severity.ERROR


def check_answers(catalog: Catalog, answers: Answers) -> Iterator[Finding]:
    """Look for system images that are not there, or not Available."""
    for place in image_places(catalog):
        if not (is_system_image(place.image_id) and answers.is_known(place.key)):
            continue
        image = answers.images.get(place.key)
        if image is not None and image.status in ("", "Available"):
            continue
        message = f"Alibaba Cloud does not offer {place.image_id} in {place.region}"
        if image is not None:
            message += f": its status is {quoted(image.status)}"
        yield Finding(place.path, message, "", "take a newer release of the image")
