"""An image cannot be shared with all accounts that need it.

Alibaba Cloud shares an image with 50 accounts at most. With the `accounts` that do not have it yet,
there would be more, and clusters of the accounts that come last cannot be created.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.answers import MOST_ACCOUNTS
from generator.checks.audit.places import found_places
from generator.problems import Finding, Severity, counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.checks.answers import Answers

ID = "image-share-limit"
SEVERITY = Severity.ERROR


def check_answers(catalog: Catalog, answers: Answers) -> Iterator[Finding]:
    """Count the accounts that have each shared image, and those that are to have it."""
    for place, image in found_places(catalog, answers, shared=True):
        shares = answers.shares.get(place.key)
        missing = shares.missing(catalog.accounts, image.owner_id) if shares else ()
        if shares and missing and len(shares.accounts) + len(missing) > MOST_ACCOUNTS:
            having = counted(len(shares.accounts), "account")
            message = f"{place.image_id} in {place.region} is shared with {having}"
            hint = "stop sharing it with accounts that no longer need it, or copy the image"
            more = f", and {len(missing)} more are to have it"
            yield Finding(place.path, message + more, f"at most {MOST_ACCOUNTS}", hint)
