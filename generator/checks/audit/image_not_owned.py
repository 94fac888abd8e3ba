"""An image that is to be shared belongs to another account than the one that asked.

Only its owner can share an image. The extension shares the images of `toBeSharedImageIDs` with the
credentials of the owner secret, and cannot reconcile a cluster that needs an image of another
account. If `audit` does not use the owner's account, it reports this for all images: `--owner`
makes it do so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.audit.places import found_places
from generator.problems import Finding, Severity, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.checks.answers import Answers

ID = "image-not-owned"
SEVERITY = Severity.ERROR


def check_answers(catalog: Catalog, answers: Answers) -> Iterator[Finding]:
    """Look at the owner of all images to share."""
    for place, image in found_places(catalog, answers, shared=True):
        if image.owner_alias in ("", "self"):
            continue
        owner = f", account {quoted(image.owner_id)}" if image.owner_id else ""
        message = (
            f"{place.image_id} in {place.region} is to be shared but does not belong to the "
            f"account that asked (ImageOwnerAlias {quoted(image.owner_alias)}{owner})"
        )
        yield Finding(
            place.path,
            message,
            "self",
            "`audit --owner` uses the access key of the catalog's ownerSecret",
        )
