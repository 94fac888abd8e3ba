"""Where the image IDs of a version stand, and the changes after which some regions have others."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

from generator.catalog.images import EVERY_REGION
from generator.decode.paths import node_at
from generator.decode.version_forms import long_form
from generator.edit.changes import Insert, Remove, Replace, applied, put
from generator.edit.landscape import below, versions_in
from generator.edit.released import flavor_of
from generator.edit.removal import NULL, removals
from generator.edit.versions import path_of, stated
from generator.merge import merge_trees
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.edit.changes import Change
    from generator.edit.landscape import File, Landscape, Version
    from generator.edit.released import Flavor
    from generator.problems import Path
    from generator.yamlio.read import Node

Wanted: TypeAlias = "Mapping[str, str | None]"
"""Regions of one flavor to the IDs that they shall have, None for no ID any more."""

Changes: TypeAlias = "dict[str, list[Change]]"
"""The changes of each file."""

_REGIONS, _FLAVORS = "regions", "flavors"


def changes_of(
    landscape: Landscape, image: str, version: str, wanted: Mapping[Flavor, Wanted]
) -> Changes:
    """The changes that give regions of a version other IDs, or none, and leave the rest alone.

    Raises `ProblemsError` where a file that may not be changed is in the way.
    """
    path = path_of(image, version)
    if isinstance(landscape.versions(image)[version].get(_FLAVORS), list):
        return _in_flavors(landscape, path, wanted)
    (regions,) = wanted.values()
    return _in_regions(landscape, path, regions)


def result_of(landscape: Landscape, changes: Changes, image: str, version: str) -> Version:
    """The version as all files say it once they are changed."""
    trees = [
        long_form(reduce(applied, changes.get(file.name, ()), file.tree))
        for file in landscape.files
    ]
    return versions_in(reduce(merge_trees, trees), image).get(version, {})


def _in_flavors(landscape: Landscape, path: Path, wanted: Mapping[Flavor, Wanted]) -> Changes:
    """Lists replace each other in merging: the last file with flavors has all that count."""
    stating = [f for f in landscape.files if isinstance(below(f.long, (*path, _FLAVORS)), list)]
    owner = stating[-1]
    flavors = below(owner.long, (*path, _FLAVORS))
    changes: list[Change] = [
        change
        for index, item in enumerate(flavors or ())
        if isinstance(item, dict) and (regions := wanted.get(flavor_of(item)))
        for change in _of_flavor(owner, (*path, _FLAVORS, index, _REGIONS), regions)
    ]
    if landscape.may_change(owner):
        return {owner.name: changes}
    file = landscape.over(owner, path)
    whole = node_at(reduce(applied, changes, owner.tree), (*path, _FLAVORS))
    return {file.name: stated(file, str(path[1]), str(path[3]), {_FLAVORS: whole or []})}


def _of_flavor(file: File, place: Path, wanted: Wanted) -> Iterator[Change]:
    node = node_at(file.tree, place)
    entries = {region: i for region, i in wanted.items() if i or _is_spread(node, region, wanted)}
    yield from _set(file, place, {region: i or NULL for region, i in entries.items()})
    if gone := tuple(region for region in wanted if region not in entries):
        yield Remove(place, gone)


def _is_spread(node: Node | None, region: str, wanted: Wanted) -> bool:
    """Whether the ID of every region would be that of a region which has none of its own."""
    every = node.get(EVERY_REGION) if isinstance(node, dict) else None
    return region != EVERY_REGION and not is_null(wanted.get(EVERY_REGION, every))


def _in_regions(landscape: Landscape, path: Path, wanted: Wanted) -> Changes:
    """Each region is changed in the file that states it, else beside its version."""
    merged = below(landscape.tree, (*path, _REGIONS))
    entries: dict[str, dict[str, Node]] = {}
    doomed: dict[str, list[Path]] = {}
    for region, image_id in wanted.items():
        place = (*path, _REGIONS, region)
        stating = [file for file in landscape.files if below(file.long, place) is not None]
        if image_id or _is_spread(merged, region, wanted):
            file = _home(landscape, path, stating)
            entries.setdefault(file.name, {})[region] = image_id or NULL
        elif locked := [file for file in stating if not landscape.may_change(file)]:
            file = landscape.over(locked[-1], path)
            entries.setdefault(file.name, {})[region] = NULL
        else:
            for file in stating:
                doomed.setdefault(file.name, []).append((*_regions_path(file, path), region))
    changes: Changes = {}
    for file in landscape.files:
        said = _stated(file, path, entries.get(file.name, {}))
        # What is empty without its regions goes as a whole, unless others have come.
        gone = removals(reduce(applied, said, file.tree), doomed.get(file.name, []))
        if said or gone:
            changes[file.name] = [*said, *gone]
    return changes


def _home(landscape: Landscape, path: Path, stating: Sequence[File]) -> File:
    """The file to change where a region gets an ID; raises `ProblemsError`.

    `stating` are the files that state the region: what the last of them says counts.
    """
    if stating:
        owner = stating[-1]
        return owner if landscape.may_change(owner) else landscape.over(owner, path)
    of_version = [file for file in landscape.files if not is_null(below(file.long, path))]
    own = [file for file in of_version if landscape.may_change(file)]
    return own[-1] if own else landscape.over(of_version[-1], path)


def _regions_path(file: File, path: Path) -> Path:
    """Where the regions of a version stand in a file that has it in the one form or the other."""
    return path if below(file.tree, path) != below(file.long, path) else (*path, _REGIONS)


def _stated(file: File, path: Path, entries: Mapping[str, Node]) -> list[Change]:
    """The changes after which a file states regions of a version."""
    if not entries:
        return []
    place = _regions_path(file, path)
    if isinstance(below(file.tree, place), dict):
        return [*_set(file, place, entries)]
    return stated(file, str(path[1]), str(path[3]), {_REGIONS: {**entries}})


def _set(file: File, place: Path, entries: Mapping[str, Node]) -> Iterator[Change]:
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
