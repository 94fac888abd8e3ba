"""What `add` does about a version that is there: nothing, or with other IDs what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.edit.changes import Insert, Remove, Replace
from generator.edit.landscape import below
from generator.edit.outcome import Outcome
from generator.edit.released import ids_of, version_node
from generator.edit.versions import is_long, path_of, stated
from generator.edit.wording import kind_of_version, listed
from generator.problems import Problem, ProblemsError, counted, fail
from generator.yamlio.locate import Positions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.edit.changes import Change
    from generator.edit.landscape import File, Landscape, Version
    from generator.edit.released import Ids, Released
    from generator.problems import Path


def again(landscape: Landscape, released: Released, node: Version, *, replace: bool) -> Outcome:
    """The outcome for a version that is there; raises `ProblemsError` where it has other IDs."""
    image, version, found = released.image, released.version, ids_of(node)
    name = f"{image} {version}"
    if found == released.ids:
        return Outcome((f"{name} is there already, {kind_of_version(node)}",))
    differences = [*_differences(found, released.ids)]
    if not replace:
        raise _other_ids(landscape, image, version, differences)
    file = landscape.home(image, version)
    return Outcome(
        (f"{name}: {counted(len(differences), 'ID')} replaced",),
        {file.name: [*_replaced(file, image, version, found, released.ids)]},
        ((image, version),),
    )


def _differences(found: Ids, wanted: Ids) -> Iterator[str]:
    """What is here and what was asked for, region by region."""
    for flavor in dict.fromkeys([*found, *wanted]):
        old, new = found.get(flavor, {}), wanted.get(flavor, {})
        for region in dict.fromkeys([*old, *new]):
            if old.get(region) != new.get(region):
                here, asked = old.get(region, "no ID"), new.get(region, "no ID")
                yield f"{region} has {here}, not {asked}"


def _other_ids(
    landscape: Landscape, image: str, version: str, differences: list[str]
) -> ProblemsError:
    path = path_of(image, version)
    stating = [file for file in landscape.files if below(file.long, path)]
    line, column = Positions(stating[-1].text).find(path, of_key=True) or (0, 0)
    message = f"{image} {version} is there with other IDs: {listed(differences)}"
    hint = "`--replace` changes them; a machine with an encrypted disk keeps the old image"
    return ProblemsError([Problem(stating[-1].name, line, column, message, hint=hint)])


def _replaced(file: File, image: str, version: str, found: Ids, wanted: Ids) -> Iterator[Change]:
    """Changes of the single IDs, of which those that stay are left alone."""
    if [*found] != [*wanted]:
        raise fail(
            f"{image} {version} has other flavors than the release",
            file=file.name,
            hint="edit its flavors by hand",
        )
    path = path_of(image, version)
    node = below(file.tree, path)
    if not isinstance(node, dict):
        order = [region for ids in found.values() for region in ids]
        yield from stated(file, image, version, version_node(wanted, order))
        return
    for index, flavor in enumerate(found):
        place = (*path, "flavors", index) if "flavors" in node else path
        place = (*place, "regions") if is_long(node) else place
        yield from _regions(place, found[flavor], wanted[flavor])


def _regions(path: Path, old: dict[str, str], new: dict[str, str]) -> Iterator[Change]:
    gone = tuple(region for region in old if region not in new)
    come = {region: image_id for region, image_id in new.items() if region not in old}
    for region, image_id in new.items():
        if region in old and old[region] != image_id:
            yield Replace((*path, region), image_id)
    if come:
        yield Insert(path, come, None, {(region,): (*path, [*old][-1]) for region in come})
    if gone:
        yield Remove(path, gone)
