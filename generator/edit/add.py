"""The verb `add`: a new version of an image."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.decode.paths import node_at
from generator.edit.catalog_files import text_at
from generator.edit.changes import ChangeSet, put
from generator.edit.image_ids import ids_of, version_node
from generator.edit.region_changes import version_after
from generator.edit.region_coverage import not_yet_covered
from generator.edit.update_version import update_version
from generator.edit.version_nodes import (
    is_long,
    next_version,
    sorted_keys,
    stated_versions,
    style_models,
    version_path,
)
from generator.edit.version_shape import check_shape
from generator.gardener.version_order import version_order
from generator.problems import Problem, Severity, counted, fail, nearest
from generator.yamlio.read import Plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from generator.edit.catalog_files import CatalogFile, CatalogFiles, Version
    from generator.edit.changes import Change
    from generator.edit.image_ids import ReleasedVersion
    from generator.problems import Path, ProblemsError
    from generator.yamlio.read import Node

_TRUE = Plain("true")


@dataclass(frozen=True, slots=True)
class AddOptions:
    """What a new version gets beside its IDs; empty texts add nothing.

    `replace` allows changes of IDs that are there, `remove` names regions that lose theirs.
    """

    classification: str = ""
    expires: str = ""
    shared: bool = False
    replace: bool = False
    remove: tuple[str, ...] = ()


def add_version(catalog: CatalogFiles, released: ReleasedVersion, options: AddOptions) -> ChangeSet:
    """The changes that add a released version to a catalog; raises `ProblemsError`.

    Of a version that is there, only the regions change that are named (see `update_version`).
    Regions that it does not have yet are told: they may come later, so this is not a mistake.
    """
    added = _added(catalog, released, options)
    what = f"{released.image} {released.version} is of the flavor"
    missing = [
        sentence
        for image, version in added.versions
        for sentence in _not_yet_covered(catalog, added, image, version, options.remove)
    ]
    flavors = [f"{what} {build}" for build in released.builds]
    return replace(added, messages=(*added.messages, *flavors, *missing))


def _added(catalog: CatalogFiles, released: ReleasedVersion, options: AddOptions) -> ChangeSet:
    released = released.without(options.remove)
    known = catalog.versions(released.image)
    if released.version in known:
        return update_version(catalog, released, replace=options.replace, remove=options.remove)
    for version, node in known.items():
        if _is_same(version, node, released):
            same = replace(released, version=version)
            update = update_version(catalog, same, replace=False, remove=options.remove)
            there = f"{released.image} {released.version} is already there, as {version}"
            return replace(update, messages=(there, *(update.messages if update.changes else ())))
    if not released.ids:
        raise _nothing(catalog, released)
    check_shape(catalog, released.image, released.version)
    file = catalog.own()
    change = _new(file, catalog, released, options)
    is_new = released.image not in catalog.images()
    return ChangeSet(
        (_message(released, options, is_new=is_new),),
        {file.name: [change]},
        ((released.image, released.version),),
        warnings=_misspelt(file, catalog, released.image) if is_new else (),
    )


def _not_yet_covered(
    catalog: CatalogFiles, added: ChangeSet, image: str, version: str, left_out: Collection[str]
) -> Iterator[str]:
    try:
        node = version_after(catalog, added.changes, image, version)
    except LookupError:
        # `edit_text` refuses such changes, and says why.
        return
    yield from not_yet_covered(catalog, image, version, node, left_out)


def _is_same(version: str, node: Version, released: ReleasedVersion) -> bool:
    """Whether a version is the released one, its number written differently.

    It is where it has at least one of the released IDs, and no other ID for the same region.
    """
    if version_order(version) != version_order(released.version):
        return False
    found = ids_of(node)
    pairs = [
        (found.get(flavor, {}).get(region), image_id)
        for flavor, ids in released.resolved(found).items()
        for region, image_id in ids.items()
    ]
    return any(old == new for old, new in pairs) and all(old in (None, new) for old, new in pairs)


def _nothing(catalog: CatalogFiles, released: ReleasedVersion) -> ProblemsError:
    hint = nearest(released.version, catalog.versions(released.image))
    hint = hint or nearest(released.image, catalog.images())
    message = f"there is no {released.image} {released.version}, and no ID to add"
    return fail(message, file=catalog.name, hint=hint)


def _message(released: ReleasedVersion, options: AddOptions, *, is_new: bool) -> str:
    regions = dict.fromkeys(region for ids in released.ids.values() for region in ids)
    what = "a new image" if is_new else "added"
    kind = f", {options.classification}" if options.classification else ""
    until = f", expires on {options.expires[:10]}" if options.expires else ""
    shared = ", shared" if options.shared else ""
    count = counted(len(regions), "region")
    return f"{released.image} {released.version}: {what} in {count}{kind}{until}{shared}"


def _misspelt(file: CatalogFile, catalog: CatalogFiles, image: str) -> tuple[Problem, ...]:
    hint = nearest(image, catalog.images())
    if not hint:
        return ()
    message = f"{image} is a new image"
    return (Problem(file.name, 0, 0, message, severity=Severity.WARNING, hint=hint),)


def _new(
    file: CatalogFile, catalog: CatalogFiles, released: ReleasedVersion, options: AddOptions
) -> Change:
    """The change that puts a version where it belongs in the order of versions."""
    image, version = released.image, released.version
    siblings = stated_versions(file, image)
    # As people wrote them: merging puts versions that only a landscape has behind the others.
    others = (
        stated_versions(other, name)
        for name in (image, *catalog.images())
        for other in (file, *catalog.files)
    )
    before = next_version(version, siblings, others)
    neighbour = before or (siblings[-1] if siblings else None)
    node = _node(file, catalog, released, options, neighbour)
    models = style_models(file, image, neighbour, is_short=not is_long(node))
    if image in catalog.images():
        return put(file.tree, version_path(image, version), node, before, models)
    below_image: dict[Path, Path] = {("versions", version, *p): at for p, at in models.items()}
    model = models.get((), models.get(("regions",)))
    if model is not None:
        below_image |= {(): model[:2], ("versions",): model[:3]}
    value: Version = {"versions": {version: node}}
    if options.shared:
        value = {"shared": _TRUE, **value}
    return put(file.tree, ("images", image), value, None, below_image)


def _node(
    file: CatalogFile,
    catalog: CatalogFiles,
    released: ReleasedVersion,
    options: AddOptions,
    neighbour: str | None,
) -> Node:
    """The version, in the short form where that is enough and its neighbour has it, too."""
    image = catalog.images().get(released.image, {})
    model = catalog.versions(released.image).get(neighbour or "", {})
    order = [region for ids in ids_of(model).values() for region in ids]
    node = version_node(released.ids, order)
    if options.classification:
        node["classification"] = options.classification
    if options.expires:
        node["expirationDate"] = options.expires
    if options.shared and isinstance(image, dict) and image and text_at(image, "shared") != "true":
        node["shared"] = _TRUE
    is_short = [*node] == ["regions"]
    if neighbour is not None:
        is_short &= not is_long(node_at(file.tree, version_path(released.image, neighbour)))
    return node["regions"] if is_short else sorted_keys(node)
