"""The verb `add`: a new version of an image, or other IDs under one that is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.decode.reader import nearest
from generator.edit.changes import Insert, Remove, Replace, put
from generator.edit.landscape import below, said, versions_in
from generator.edit.outcome import Outcome
from generator.edit.released import ids_of, version_node
from generator.edit.versions import (
    is_long,
    likes,
    next_to,
    path_of,
    sorted_keys,
    stated,
    written,
)
from generator.edit.wording import counted, kind_of_version, listed
from generator.problems import Problem, ProblemsError, Severity, fail
from generator.versions import version_order
from generator.yamlio.locate import Positions
from generator.yamlio.read import Plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.edit.changes import Change
    from generator.edit.landscape import File, Landscape, Version
    from generator.edit.released import Ids, Released
    from generator.problems import Path
    from generator.yamlio.read import Node

TRUE = Plain("true")


@dataclass(frozen=True, slots=True)
class Wish:
    """What `add` was asked to say of a version; empty texts say nothing."""

    classification: str = ""
    expires: str = ""
    shared: bool = False
    replace: bool = False


def added(landscape: Landscape, released: Released, wish: Wish) -> Outcome:
    """What it takes to have a release in a catalog; raises `ProblemsError` where it cannot be.

    A version that is there with the same IDs stays as it is; one with others is an error, or gets
    them if `wish` says to replace them.
    """
    known = landscape.versions(released.image)
    if released.version in known:
        return _again(landscape, released, known[released.version], wish)
    for version, node in known.items():
        if _is_same(version, node, released):
            return Outcome((f"{released.image} {released.version} is there already, as {version}",))
    file = landscape.own()
    change = _new(file, landscape, released, wish)
    is_new = released.image not in landscape.images()
    return Outcome(
        (_told(released, wish, is_new=is_new),),
        {file.name: [change]},
        ((released.image, released.version),),
        warnings=_misspelt(file, landscape, released.image) if is_new else (),
    )


def _is_same(version: str, node: Version, released: Released) -> bool:
    return (
        version_order(version) == version_order(released.version) and ids_of(node) == released.ids
    )


def _told(released: Released, wish: Wish, *, is_new: bool) -> str:
    regions = dict.fromkeys(region for ids in released.ids.values() for region in ids)
    what = "a new image" if is_new else "added"
    kind = f", {wish.classification}" if wish.classification else ""
    until = f", expires on {wish.expires[:10]}" if wish.expires else ""
    shared = ", shared" if wish.shared else ""
    count = counted(len(regions), "region")
    return f"{released.image} {released.version}: {what} in {count}{kind}{until}{shared}"


def _misspelt(file: File, landscape: Landscape, image: str) -> tuple[Problem, ...]:
    hint = nearest(image, landscape.images())
    if not hint:
        return ()
    message = f"{image} is a new image"
    return (Problem(file.name, 0, 0, message, severity=Severity.WARNING, hint=hint),)


def _new(file: File, landscape: Landscape, released: Released, wish: Wish) -> Change:
    """The change that puts a version where its order belongs."""
    image, version = released.image, released.version
    siblings = written(file, image)
    others = [[*versions_in(landscape.tree, name)] for name in (image, *landscape.images())]
    before = next_to(version, siblings, others)
    near = before or (siblings[-1] if siblings else None)
    node = _node(file, landscape, released, wish, near)
    looks = likes(file, image, near, is_short=not is_long(node))
    if image in landscape.images():
        return put(file.tree, path_of(image, version), node, before, looks)
    below_image: dict[Path, Path] = {("versions", version, *p): at for p, at in looks.items()}
    model = looks.get((), looks.get(("regions",)))
    if model is not None:
        below_image |= {(): model[:2], ("versions",): model[:3]}
    value: Version = {"versions": {version: node}}
    if wish.shared:
        value = {"shared": TRUE, **value}
    return put(file.tree, ("images", image), value, None, below_image)


def _node(
    file: File, landscape: Landscape, released: Released, wish: Wish, near: str | None
) -> Node:
    """The version, in the short form where that says it all and its neighbour has it."""
    image = landscape.images().get(released.image, {})
    model = landscape.versions(released.image).get(near or "", {})
    order = [region for ids in ids_of(model).values() for region in ids]
    node = version_node(released.ids, order)
    if wish.classification:
        node["classification"] = wish.classification
    if wish.expires:
        node["expirationDate"] = wish.expires
    if wish.shared and isinstance(image, dict) and image and said(image, "shared") != "true":
        node["shared"] = TRUE
    near_long = near is not None and is_long(below(file.tree, path_of(released.image, near)))
    is_short = [*node] == ["regions"] and not near_long
    return node["regions"] if is_short else sorted_keys(node)


def _again(landscape: Landscape, released: Released, node: Version, wish: Wish) -> Outcome:
    """The outcome for a version that is there."""
    image, version, found = released.image, released.version, ids_of(node)
    name = f"{image} {version}"
    if found == released.ids:
        return Outcome((f"{name} is there already, {kind_of_version(node)}",))
    differences = [*_differences(found, released.ids)]
    if not wish.replace:
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
