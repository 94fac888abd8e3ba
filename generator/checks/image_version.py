"""The version of an image is not SemVer, and a profile is to offer it.

The API server takes what a lenient reader takes for SemVer: `1877.3`, `20200831` and
`411.85.202203181601-0` pass, `33.20201201.3.0` does not. Only profiles are read that strictly, so
that nothing is said about a catalog without one: ControllerDeployments take any text. The
`minVersionForUpdate` of `inPlaceUpdates` follows the same rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.offers import offers
from generator.checks.semver import parse
from generator.checks.wording import and_more
from generator.problems import Finding, Severity, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "image-version"
SEVERITY = Severity.ERROR

_REFUSED = "could not parse version {}. Use a semantic version"
_EXPECTED = "one to three numbers with dots, such as 1877.13.0 or 1877.13.0-rc.1"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at each version that a profile offers, and at the oldest that it can update."""
    for group in offers(catalog):
        refused = [offer for offer in group if parse(offer.version) is None]
        if refused and refused[0].path[0] == "images":
            message = _REFUSED.format(quoted(refused[0].version))
            more = and_more(len(refused) - 1, f"the versions of {refused[0].name}")
            yield Finding(refused[0].path, message + more, _EXPECTED, of_key=True)
    for image in catalog.images:
        for version in image.versions:
            updates = version.in_place_updates
            oldest = updates.get("minVersionForUpdate") if isinstance(updates, dict) else None
            if isinstance(oldest, str) and parse(oldest) is None:
                path = ("images", image.name, "versions", version.version, "inPlaceUpdates")
                message = _REFUSED.format(quoted(oldest))
                yield Finding((*path, "minVersionForUpdate"), message, _EXPECTED)
