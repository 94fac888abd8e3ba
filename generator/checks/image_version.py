"""A profile offers an image version that is not SemVer.

The API server is lenient about SemVer: `1877.3`, `20200831` and `411.85.202203181601-0` pass,
`33.20201201.3.0` does not. Only profiles are checked like this, so nothing is reported for a
catalog without one: a ControllerDeployment accepts any version. The `minVersionForUpdate` of
`inPlaceUpdates` follows the same rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.versions import offered_images
from generator.gardener.version_order import parse_semver
from generator.problems import Finding, Severity, and_more, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.problems import Path

ID = "image-version"
SEVERITY = Severity.ERROR

_REFUSED = "could not parse version {}. Use a semantic version"
_EXPECTED = "one to three numbers with dots, such as 1877.13.0 or 1877.13.0-rc.1"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at each version that a profile offers, and at the oldest that it can update."""
    for image in offered_images(catalog):
        path: Path = ("images", image.name, "versions")
        refused = [v.version for v in image.versions if parse_semver(v.version) is None]
        if refused:
            more = and_more(len(refused) - 1, f"the versions of {image.name}")
            message = _REFUSED.format(quoted(refused[0])) + more
            yield Finding((*path, refused[0]), message, _EXPECTED, of_key=True)
        for version in image.versions:
            updates = version.in_place_updates
            oldest = updates.get("minVersionForUpdate") if isinstance(updates, dict) else None
            if isinstance(oldest, str) and parse_semver(oldest) is None:
                place = (*path, version.version, "inPlaceUpdates", "minVersionForUpdate")
                yield Finding(place, _REFUSED.format(quoted(oldest)), _EXPECTED)
