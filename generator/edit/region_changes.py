"""Where the image IDs of a version stand in files, and the changes that replace some of them."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

from generator.catalog.images import EVERY_REGION
from generator.decode.paths import node_at
from generator.decode.version_forms import long_form
from generator.edit.catalog_files import versions_in
from generator.edit.changes import Append, Insert, Remove, Replace, applied, put
from generator.edit.image_ids import flavor_node, flavor_of
from generator.edit.remove_versions import NULL, removals
from generator.edit.version_nodes import set_fields, version_path
from generator.merge import merge_trees
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.edit.catalog_files import CatalogFile, CatalogFiles, Version
    from generator.edit.changes import Change
    from generator.edit.image_ids import FlavorKey
    from generator.problems import Path
    from generator.yamlio.read import Node

Wanted: TypeAlias = "Mapping[str, str | None]"
"""Regions of one flavor to their new IDs, None for no ID."""

Changes: TypeAlias = "dict[str, list[Change]]"
"""The changes of each file."""

_REGIONS, _FLAVORS, _ARCHITECTURE = "regions", "flavors", "architecture"


def region_changes(
    catalog: CatalogFiles, image: str, version: str, wanted: Mapping[FlavorKey, Wanted]
) -> Changes:
    """The changes that give regions of a version other IDs, or none, and leave the rest alone.

    Flavors that a version with flavors does not have yet come behind those that are there.
    Raises `ProblemsError` where a file that may not be changed is in the way.
    """
    path = version_path(image, version)
    if isinstance(catalog.versions(image)[version].get(_FLAVORS), list):
        return _in_flavors(catalog, path, wanted)
    (regions,) = wanted.values()
    return _in_regions(catalog, path, regions)


def version_after(
    catalog: CatalogFiles, changes: Mapping[str, Sequence[Change]], image: str, version: str
) -> Version:
    """The version as the changed files, merged, state it."""
    trees = [
        long_form(reduce(applied, changes.get(file.name, ()), file.tree)) for file in catalog.files
    ]
    return versions_in(reduce(merge_trees, trees), image).get(version, {})


def _in_flavors(catalog: CatalogFiles, path: Path, wanted: Mapping[FlavorKey, Wanted]) -> Changes:
    """Lists replace each other when files are merged: only the last file with flavors counts."""
    stating = [f for f in catalog.files if isinstance(node_at(f.long, (*path, _FLAVORS)), list)]
    owner = stating[-1]
    node = node_at(owner.long, (*path, _FLAVORS))
    flavors = [item if isinstance(item, dict) else {} for item in node or ()]
    changes: list[Change] = [
        change
        for index, item in enumerate(flavors)
        if (regions := wanted.get(flavor_of(item)))
        for change in _of_flavor(owner, (*path, _FLAVORS, index, _REGIONS), regions)
    ]
    if new := _new_flavors(flavors, wanted):
        changes.append(Append((*path, _FLAVORS), new))
    if catalog.may_change(owner):
        return {owner.name: changes}
    file = catalog.over(owner, path)
    whole = node_at(reduce(applied, changes, owner.tree), (*path, _FLAVORS))
    return {file.name: set_fields(file, str(path[1]), str(path[3]), {_FLAVORS: whole or []})}


def _new_flavors(
    flavors: Sequence[Mapping[str, Node]], wanted: Mapping[FlavorKey, Wanted]
) -> tuple[dict[str, Node], ...]:
    """The flavors that are not there yet, in the form and with the order of regions of the last."""
    there = [*map(flavor_of, flavors)]
    last = flavors[-1]
    regions = last.get(_REGIONS)
    order = [*regions] if isinstance(regions, dict) else []
    return tuple(
        flavor_node(flavor, {r: i for r, i in ids.items() if i}, order, short=_ARCHITECTURE in last)
        for flavor, ids in wanted.items()
        if flavor not in there
    )


def _of_flavor(file: CatalogFile, place: Path, wanted: Wanted) -> Iterator[Change]:
    node = node_at(file.tree, place)
    entries = {
        region: i for region, i in wanted.items() if i or _gets_common_id(node, region, wanted)
    }
    yield from _set(file, place, {region: i or NULL for region, i in entries.items()})
    if gone := tuple(region for region in wanted if region not in entries):
        yield Remove(place, gone)


def _gets_common_id(node: Node | None, region: str, wanted: Wanted) -> bool:
    """Whether a region without an entry of its own would get the ID of every region."""
    every = node.get(EVERY_REGION) if isinstance(node, dict) else None
    return region != EVERY_REGION and not is_null(wanted.get(EVERY_REGION, every))


def _in_regions(catalog: CatalogFiles, path: Path, wanted: Wanted) -> Changes:
    """Each region is changed in the file that states it, else beside its version."""
    merged = node_at(catalog.tree, (*path, _REGIONS))
    entries: dict[str, dict[str, Node]] = {}
    doomed: dict[str, list[Path]] = {}
    for region, image_id in wanted.items():
        place = (*path, _REGIONS, region)
        stating = [file for file in catalog.files if node_at(file.long, place) is not None]
        if image_id or _gets_common_id(merged, region, wanted):
            file = _file_to_change(catalog, path, stating)
            entries.setdefault(file.name, {})[region] = image_id or NULL
        elif locked := [file for file in stating if not catalog.may_change(file)]:
            file = catalog.over(locked[-1], path)
            entries.setdefault(file.name, {})[region] = NULL
        else:
            for file in stating:
                doomed.setdefault(file.name, []).append((*_regions_path(file, path), region))
    changes: Changes = {}
    for file in catalog.files:
        set_regions = _stated(file, path, entries.get(file.name, {}))
        # After the additions: a mapping only goes as a whole where it is empty then.
        gone = removals(reduce(applied, set_regions, file.tree), doomed.get(file.name, []))
        if set_regions or gone:
            changes[file.name] = [*set_regions, *gone]
    return changes


def _file_to_change(
    catalog: CatalogFiles, path: Path, stating: Sequence[CatalogFile]
) -> CatalogFile:
    """The file to change where a region gets an ID; raises `ProblemsError`.

    `stating` are the files that state the region: what the last of them says counts.
    """
    if stating:
        owner = stating[-1]
        return owner if catalog.may_change(owner) else catalog.over(owner, path)
    of_version = [file for file in catalog.files if not is_null(node_at(file.long, path))]
    own = [file for file in of_version if catalog.may_change(file)]
    return own[-1] if own else catalog.over(of_version[-1], path)


def _regions_path(file: CatalogFile, path: Path) -> Path:
    """Where a file has the regions of a version, which is in the short or in the long form."""
    return path if node_at(file.tree, path) != node_at(file.long, path) else (*path, _REGIONS)


def _stated(file: CatalogFile, path: Path, entries: Mapping[str, Node]) -> list[Change]:
    """The changes after which a file states regions of a version."""
    if not entries:
        return []
    place = _regions_path(file, path)
    if isinstance(node_at(file.tree, place), dict):
        return [*_set(file, place, entries)]
    return set_fields(file, str(path[1]), str(path[3]), {_REGIONS: {**entries}})


def _set(file: CatalogFile, place: Path, entries: Mapping[str, Node]) -> Iterator[Change]:
    """The changes of single entries of the mapping at a place; new ones stand last."""
    node = node_at(file.tree, place)
    there = [*node] if isinstance(node, dict) else []
    for region, value in entries.items():
        if region in there:
            yield Replace((*place, region), value)
    new = {region: value for region, value in entries.items() if region not in there}
    if new and there:
        yield Insert(place, new, None, {(region,): (*place, there[-1]) for region in new})
    elif new:
        yield put(file.tree, place, new, None, {})
