"""The landscape offers a region in which a version of an image has no ID.

The regions are those of the CloudProfile; in a catalog without one, those that `regions` names.
Gardener lets users choose that version there all the same, and the cluster's machines cannot be
created. Every flavor is checked: its machines need an ID in each region as well. A version that has
expired on the day of `--as-of` needs none. Where encrypted system disks need the ID, the rule
`encrypted-system-disk` asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks import encrypted_system_disk
from generator.checks.unknown_region import as_meant
from generator.checks.versions import flavor_of, region_maps, to_encrypt, versions_of
from generator.problems import Finding, Severity, and_more, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.problems import Path

ID = "missing-region"
SEVERITY = Severity.WARNING


def check(catalog: Catalog) -> Iterator[Finding]:
    """Compare the regions of each version with the offered ones; one finding for an image."""
    names = catalog.offered_regions
    # Of a misspelt one, nobody knows which IDs it needs: `unknown-region` says what it resembles.
    meant = as_meant(catalog, dict.fromkeys(names, ""))
    offered = dict.fromkeys(name for name in names if name in meant).keys()
    source = "the CloudProfile offers" if catalog.cloud_profile else "`regions` names"
    gaps: dict[str, dict[str, tuple[Path, list[str]]]] = {}
    elsewhere = _expired(catalog) | _judged_for_encryption(catalog)
    for path, image, version, regions in region_maps(catalog):
        if not offered <= regions.keys() and (image.name, version.version) not in elsewhere:
            covered = as_meant(catalog, regions)
            missing = [region for region in offered if region not in covered]
            if not missing:
                continue
            versions = gaps.setdefault(image.name, {})
            known = versions.get(version.version)
            # The flavor that lacks most: what is told of the version gets less with every copy.
            if known is None or len(missing) > len(known[1]):
                versions[version.version] = path, missing
    for name, versions in gaps.items():
        number, (path, missing) = next(iter(versions.items()))
        message = f"{name} {number}{flavor_of(path)} has no ID in {listed(missing)}"
        more = and_more(len(versions) - 1, "its versions")
        yield Finding(path, f"{message}, which {source}{more}", of_key=True)


def _expired(catalog: Catalog) -> set[tuple[str, str]]:
    if catalog.as_of is None:
        return set()
    return {
        (version.name, version.version)
        for image in catalog.images
        for version in versions_of(image)
        if version.has_expired(catalog.as_of)
    }


def _judged_for_encryption(catalog: Catalog) -> set[tuple[str, str]]:
    if catalog.rules.get(encrypted_system_disk.ID, Severity.ERROR) is None:
        return set()
    return {(image.name, version.version) for _, image, version, _ in to_encrypt(catalog)}
