"""An account of `accounts` may not use a shared image yet.

The extension shares an image with an account when a cluster of that account first needs it. So this
is not a mistake, but worth a look before an image is used in another way, or after an account could
not use one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.audit.places import found_places
from generator.problems import Finding, Severity, counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.checks.answers import Answers

ID = "image-not-shared"
SEVERITY = Severity.WARNING


def check_answers(catalog: Catalog, answers: Answers) -> Iterator[Finding]:
    """Compare the accounts of each shared image with those of the catalog."""
    for place, image in found_places(catalog, answers, shared=True):
        shares = answers.shares.get(place.key)
        if missing := shares.missing(catalog.accounts, image.owner_id) if shares else ():
            of = counted(len(catalog.accounts), "account")
            message = (
                f"{place.image_id} in {place.region} is not shared with {len(missing)} of {of}"
            )
            yield Finding(place.path, f"{message}: {listed(missing)}")
