"""The verb `add`: a new version of an image."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.edit.changes import put
from generator.edit.known import again
from generator.edit.landscape import below, said, versions_in
from generator.edit.outcome import Outcome
from generator.edit.released import ids_of, version_node
from generator.edit.versions import (
    is_long,
    likes,
    next_to,
    path_of,
    sorted_keys,
    written,
)
from generator.gardener.version_order import version_order
from generator.problems import Problem, Severity, counted, fail, nearest
from generator.yamlio.read import Plain

if TYPE_CHECKING:
    from generator.edit.changes import Change
    from generator.edit.landscape import File, Landscape, Version
    from generator.edit.released import Released
    from generator.problems import Path, ProblemsError
    from generator.yamlio.read import Node

_TRUE = Plain("true")


@dataclass(frozen=True, slots=True)
class Wish:
    """What `add` was asked to say of a version; empty texts say nothing.

    `replace` allows to change IDs that are there, `remove` names regions that shall have none.
    """

    classification: str = ""
    expires: str = ""
    shared: bool = False
    replace: bool = False
    remove: tuple[str, ...] = ()


def added(landscape: Landscape, released: Released, wish: Wish) -> Outcome:
    """What it takes to have a release in a catalog; raises `ProblemsError` where it cannot be.

    Of a version that is there, only the regions change that are named (see `known.again`).
    """
    released = released.without(wish.remove)
    known = landscape.versions(released.image)
    if released.version in known:
        return again(landscape, released, replace=wish.replace, remove=wish.remove)
    for version, node in known.items():
        if _is_same(version, node, released):
            same = replace(released, version=version)
            outcome = again(landscape, same, replace=False, remove=wish.remove)
            there = f"{released.image} {released.version} is there already, as {version}"
            return replace(outcome, told=(there, *(outcome.told if outcome.changes else ())))
    if not released.ids:
        raise _nothing(landscape, released)
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
    """Whether a version is the released one written otherwise: it has one of its IDs, no other."""
    if version_order(version) != version_order(released.version):
        return False
    found = ids_of(node)
    pairs = [
        (found.get(flavor, {}).get(region), image_id)
        for flavor, ids in released.meant(found).items()
        for region, image_id in ids.items()
    ]
    return any(old == new for old, new in pairs) and all(old in (None, new) for old, new in pairs)


def _nothing(landscape: Landscape, released: Released) -> ProblemsError:
    hint = nearest(released.version, landscape.versions(released.image))
    hint = hint or nearest(released.image, landscape.images())
    message = f"there is no {released.image} {released.version}, and no ID to add"
    return fail(message, file=landscape.name, hint=hint)


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
        value = {"shared": _TRUE, **value}
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
        node["shared"] = _TRUE
    near_long = near is not None and is_long(below(file.tree, path_of(released.image, near)))
    is_short = [*node] == ["regions"] and not near_long
    return node["regions"] if is_short else sorted_keys(node)
