"""Two flavors of a version have the same capabilities and IDs in the same region.

A capability that a flavor does not name has all values of the profile. Among the flavors with an ID
in a region, the extension looks for the one that fits a machine best. It cannot choose between
equal ones, and machines cannot be created ("could not determine a unique capability flavor",
gardener `extensions/pkg/controller/worker`, `FindBestImageFlavor`). The API server does not notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.problems import Finding, Severity, and_more
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.images import Flavor
    from generator.catalog.profile import Capabilities
    from generator.problems import Path

ID = "duplicate-flavor"
SEVERITY = Severity.ERROR


class _Duplicate(Record):
    """A flavor, the earlier one that it equals, and a region that both have an ID in."""

    second: int
    first: int
    region: str


def check(catalog: Catalog) -> Iterator[Finding]:
    """Compare the flavors of each version; one finding for an image."""
    profile = catalog.cloud_profile
    capabilities = profile.capabilities if profile is not None else {}
    for image in catalog.images:
        found: list[tuple[Path, _Duplicate]] = []
        for version in image.versions:
            if isinstance(version.ids, tuple):
                path: Path = ("images", image.name, "versions", version.version, "flavors")
                found += [(path, duplicate) for duplicate in _duplicates(version.ids, capabilities)]
        if found:
            path, duplicate = found[0]
            message = f"flavor {duplicate.first + 1} has the same capabilities"
            more = and_more(len(found) - 1, f"the flavors of {image.name}")
            expected = "capabilities that no other flavor with IDs in these regions has"
            text = f"{message}, and both have an ID in {duplicate.region}{more}"
            yield Finding((*path, duplicate.second), text, expected)


def _duplicates(flavors: tuple[Flavor, ...], capabilities: Capabilities) -> Iterator[_Duplicate]:
    known: dict[frozenset[tuple[str, frozenset[str]]], list[int]] = {}
    for index, flavor in enumerate(flavors):
        full = {**capabilities, **flavor.capabilities}
        same = known.setdefault(frozenset((k, frozenset(v)) for k, v in full.items()), [])
        for first in same:
            if both := flavor.regions.keys() & flavors[first].regions.keys():
                region = next(region for region in flavor.regions if region in both)
                yield _Duplicate(index, first, region)
                break
        same.append(index)
