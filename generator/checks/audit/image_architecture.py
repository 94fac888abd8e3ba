"""The architecture of an image is not that of its version or flavor.

Gardener chooses the image of a machine by its architecture: machines do not start from an image of
another architecture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.audit.places import found_places
from generator.problems import Finding, Severity, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.checks.answers import Answers

ID = "image-architecture"
SEVERITY = Severity.ERROR


def check_answers(catalog: Catalog, answers: Answers) -> Iterator[Finding]:
    """Compare the architecture of each image with the one that the catalog gives it."""
    for place, image in found_places(catalog, answers):
        wanted = place.architectures
        if wanted and image.architecture and image.architecture not in wanted:
            what = quoted(image.architecture)
            message = f"the architecture of {place.image_id} in {place.region} is {what}"
            yield Finding(place.path, message, " or ".join(wanted))
