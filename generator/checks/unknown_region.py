"""A region is not one of the known regions of Alibaba Cloud.

An ID in a region that does not exist is of no use, and a CloudProfile that offers it lets users ask
for clusters that cannot be created. Alibaba Cloud opens new regions, so this is a warning; the
prefix of the image ID often says which region is meant.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from generator.checks.versions import region_maps
from generator.gardener.regions import KNOWN_REGIONS, REGION_OF_PREFIX
from generator.problems import Finding, Severity, nearest, nearest_name, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, KeysView, Mapping

    from generator.catalog import Catalog
    from generator.problems import Path

ID = "unknown-region"
SEVERITY = Severity.WARNING


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look up each region of images, profile and backups once."""
    known = set(KNOWN_REGIONS)
    # First where a region is named, for which "*" of an image has an ID as well.
    for path, region in _named_regions(catalog):
        if region not in known:
            known.add(region)
            yield _finding(path, region)
    for path, _, _, regions in region_maps(catalog):
        if not regions.keys() <= known:
            for region, image_id in regions.items():
                if region not in known:
                    known.add(region)
                    yield _finding((*path, region), region, image_id, of_key=True)


def _named_regions(catalog: Catalog) -> Iterator[tuple[Path, str]]:
    for index, region in enumerate(catalog.regions or ()):
        yield ("regions", index), region
    if catalog.cloud_profile is not None:
        for index, region in enumerate(catalog.cloud_profile.regions):
            yield ("cloudProfile", "spec", "regions", index, "name"), region
    for index, seed in enumerate(catalog.seeds):
        if seed.backup is not None and seed.backup.region:
            yield ("seeds", index, "backup", "region"), seed.backup.region


def as_meant(catalog: Catalog, regions: Mapping[str, str]) -> KeysView[str]:
    """The regions of image IDs (empty where there is none), as other rules compare them.

    For a misspelt one stands the region that is meant: this rule says it, and nothing has to follow
    from it. What resembles no region may be a new one, and counts as it is, as all do where the
    rule is off.
    """
    names = regions.keys()
    if names <= KNOWN_REGIONS or catalog.rules.get(ID, SEVERITY) is None:
        return names
    meant = (_meant(region, image_id) or region for region, image_id in regions.items())
    return dict.fromkeys(meant).keys()


def have_changed_places(region: str, image_id: str) -> bool:
    """Whether a region stands where its image ID belongs, and what is not a region before it."""
    return image_id in KNOWN_REGIONS and region not in KNOWN_REGIONS


def _meant(region: str, image_id: str) -> str:
    if region in KNOWN_REGIONS:
        return region
    if have_changed_places(region, image_id):
        return image_id
    return _owner(image_id) or _nearest_region(region)


def _owner(image_id: str) -> str:
    return REGION_OF_PREFIX.get(image_id[2:5], "") if image_id.startswith("m-") else ""


# One that is misspelt may stand in every version.
@cache
def _nearest_region(region: str) -> str:
    return nearest_name(region, KNOWN_REGIONS)


def _finding(path: Path, region: str, image_id: str = "", *, of_key: bool = False) -> Finding:
    owner = _owner(image_id)
    hint = f"{image_id} looks like an image of {owner}" if owner else nearest(region, KNOWN_REGIONS)
    if have_changed_places(region, image_id):
        hint = "the region and its image ID are swapped"
    message = f"unknown region {quoted(region)}"
    return Finding(path, message, "a region of Alibaba Cloud", hint, of_key=of_key)
