"""An image for encrypted system disks is not shared with end users.

The extension makes the encrypted copy in the account of the end user (see the rule
`encrypted-system-disk`), which therefore has to see the image. It shares an image only where its ID
is one to share: `shared: true` on the image or version, or `share` with the ID. An image that the
account of the end user owns, or that is shared in another way, needs neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.versions import to_encrypt
from generator.documents.values import is_customized, shared_image_ids
from generator.problems import Finding, Severity, and_more

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.problems import Path

ID = "unshared-image"
SEVERITY = Severity.WARNING


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look for customized images that nothing shares; one finding for an image."""
    found: dict[str, dict[str, tuple[Path, str]]] = {}
    maps = [*to_encrypt(catalog)]
    shared = frozenset(shared_image_ids(catalog) if maps else ())
    for path, image, version, regions in maps:
        own = (region for region in regions if is_customized(regions[region]))
        if region := next((region for region in own if regions[region] not in shared), ""):
            found.setdefault(image.name, {}).setdefault(version.version, ((*path, region), region))
    for name, versions in found.items():
        number, (path, region) = next(iter(versions.items()))
        message = f"{name} {number} is not shared with end users in {region}"
        message += ", who need it for encrypted system disks"
        more = and_more(len(versions) - 1, "its versions")
        yield Finding(path, message + more, "", "`shared: true` on the image shares all of its IDs")
