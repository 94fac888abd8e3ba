"""Changing the regions of a version that is there, as `add` does it: only those that are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.images import EVERY_REGION
from generator.edit.catalog_files import text_at
from generator.edit.changes import ChangeSet
from generator.edit.flavors import check_flavors, flavor_names, phrases
from generator.edit.image_ids import ids_of, stated_ids
from generator.edit.region_changes import region_changes, version_after
from generator.edit.region_difference import compare_regions
from generator.edit.version_nodes import version_path
from generator.edit.version_shape import check_shape
from generator.gardener.regions import PREFIX_OF_REGION
from generator.problems import Problem, Severity, fail, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from generator.edit.catalog_files import CatalogFiles, Version
    from generator.edit.image_ids import FlavorKey, IDsByFlavor, ReleasedVersion, StatedIDs
    from generator.edit.region_changes import Changes
    from generator.edit.region_difference import RegionDifference
    from generator.problems import Path


def update_version(
    catalog: CatalogFiles, released: ReleasedVersion, *, replace: bool, remove: Collection[str]
) -> ChangeSet:
    """The changes of a version that is there: it gets the IDs that it lacks, and loses `remove`.

    Flavors that it lacks come with their IDs, where it has others.

    Raises `ProblemsError` where a region has another ID, unless `replace` allows that, where no
    region would be left, and where something else than regions stands in their place.
    """
    check_shape(catalog, released.image, released.version)
    node = catalog.versions(released.image)[released.version]
    found = stated_ids(node)
    asked = released.resolved(found)
    check_flavors(catalog, released, found, asked)
    differences = {
        flavor: compare_regions(found.get(flavor, {}), asked.get(flavor, {}), remove)
        for flavor in {**found, **asked}
    }
    if not replace:
        _check_replaced(catalog, released, differences)
    absent, warnings = _absent(catalog, released, found, remove)
    summary = "; ".join(_summary(differences, found))
    if not summary:
        there = f"{_name(released)} is already there, {_classification(node)}"
        return ChangeSet((there, *absent) if asked else absent, warnings=warnings)
    changes = _changes(catalog, released, ids_of(node), differences)
    messages = (f"{_name(released)}: {summary}", *absent)
    return ChangeSet(messages, changes, ((released.image, released.version),), warnings=warnings)


def _changes(
    catalog: CatalogFiles,
    released: ReleasedVersion,
    found: IDsByFlavor,
    differences: Mapping[FlavorKey, RegionDifference],
) -> Changes:
    """The changes after which the files, merged, say what is wanted and nothing else."""
    wanted = {flavor: difference.wanted() for flavor, difference in differences.items()}
    after = {flavor: {**found.get(flavor, {}), **regions} for flavor, regions in wanted.items()}
    expected = {flavor: {r: i for r, i in ids.items() if i} for flavor, ids in after.items()}
    _check_left(catalog, released, found, expected)
    changes = region_changes(catalog, released.image, released.version, wanted)
    if ids_of(version_after(catalog, changes, released.image, released.version)) != expected:
        message = f"these files do not let the regions of {_name(released)} be changed one by one"
        raise fail(message, file=catalog.name, hint="edit them by hand")
    return changes


def _absent(
    catalog: CatalogFiles, released: ReleasedVersion, found: StatedIDs, remove: Collection[str]
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Sentences about regions to remove that have no ID, and warnings where they seem misspelt."""
    messages: list[str] = []
    warnings: list[Problem] = []
    for region in remove:
        if any(ids.get(region, ids.get(EVERY_REGION)) is not None for ids in found.values()):
            continue
        message = f"{_name(released)} has no ID in {region}"
        if hint := _misspelt(region, {name for ids in found.values() for name in ids}):
            warnings.append(
                Problem(catalog.name, 0, 0, message, severity=Severity.WARNING, hint=hint)
            )
        else:
            messages.append(message)
    return tuple(messages), tuple(warnings)


def _misspelt(region: str, known: Collection[str]) -> str:
    """A hint at a region of much the same name, for one that Alibaba Cloud does not have."""
    return "" if region in PREFIX_OF_REGION or region in known else nearest(region, known)


def _summary(
    differences: Mapping[FlavorKey, RegionDifference], found: Collection[FlavorKey]
) -> Iterator[str]:
    """Phrases that say what happens to which regions."""
    parts = [part for flavor, part in differences.items() if flavor in found]
    kinds = {
        "added in": [region for part in parts for region in part.added],
        "replaced in": [region for part in parts for region in part.replaced],
        "removed from": [region for part in parts for region in part.removed],
    }
    for flavor, part in differences.items():
        if flavor not in found:
            yield f"{flavor_names([flavor])} added in {', '.join(part.added)}"
    for phrase, regions in kinds.items():
        if regions:
            yield f"{phrase} {', '.join(dict.fromkeys(regions))}"


def _check_replaced(
    catalog: CatalogFiles,
    released: ReleasedVersion,
    differences: Mapping[FlavorKey, RegionDifference],
) -> None:
    """Raise `ProblemsError` where regions have other IDs than those asked for."""
    others = [
        (region, f"{region} has {old or 'no ID'}, not {new}")
        for difference in differences.values()
        for region, (old, new) in difference.replaced.items()
    ]
    if others:
        what = phrases([words for _, words in others])
        message = f"{_name(released)} is there with other IDs: {what}"
        regions = ", ".join(dict.fromkeys(region for region, _ in others))
        hint = f"`--replace` changes {regions}; machines with encrypted disks keep the old image"
        raise catalog.refusal(_path(released), message, hint=hint)


def _check_left(
    catalog: CatalogFiles, released: ReleasedVersion, found: IDsByFlavor, expected: IDsByFlavor
) -> None:
    """Raise `ProblemsError` where an image would have no region any more."""
    for flavor, ids in found.items():
        if ids and not expected[flavor]:
            whose = f" for {flavor_names([flavor])}" if len(found) > 1 else ""
            message = f"{_name(released)} has no region{whose} other than {', '.join(ids)}"
            hint = "edit its flavors by hand" if whose else "`retire` removes expired versions"
            raise catalog.refusal(_path(released), message, hint=hint)


def _path(released: ReleasedVersion) -> Path:
    return version_path(released.image, released.version)


def _name(released: ReleasedVersion) -> str:
    """An image and its version."""
    return f"{released.image} {released.version}"


def _classification(version: Version) -> str:
    """What a catalog says a version is, and until when."""
    kind = text_at(version, "classification") or "unclassified"
    expires = text_at(version, "expirationDate")
    return f"{kind}, expires on {expires[:10]}" if expires else kind
