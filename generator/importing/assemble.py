"""From sorted objects to the tree of a catalog, what follows from the generated values apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from generator.decode.cloud_profile import DEFAULT_NAME as DEFAULT_PROFILE
from generator.gardener.releases import BEFORE_CREDENTIALS_REF, CREDENTIALS_REF, DEFAULT_EXTENSION
from generator.importing import controllers, metadata, offered, seeds
from generator.importing.deployed import (
    OWNER_VARIABLES,
    csi,
    customized,
    image,
    owner_secret,
    shared_ids,
)
from generator.importing.image_trees import image_trees
from generator.importing.pool import Pool
from generator.importing.release import Note
from generator.importing.releases import reader_of
from generator.importing.sharing import sharing
from generator.problems import ProblemsError
from generator.reading.text_formats import RELEASE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from generator.catalog.values import Value
    from generator.importing.deployed import Deployed
    from generator.importing.documents import Item
    from generator.importing.pool import PooledImage
    from generator.importing.sorting import Sorted

Tree: TypeAlias = "dict[str, Value]"

EXTENSION_TARGET: Final = "target.extension"
"""Stands among what is left out where the image's tag cannot be the target."""

SECTIONS: Final = (
    "metadata",
    "target",
    "labels",
    "annotations",
    "images",
    "share",
    "ownerSecret",
    "csi",
    "controllerDeployment",
    "controllerRegistration",
    "extension",
    "seeds",
    "cloudProfile",
    "namespacedCloudProfiles",
)
"""The keys of an imported catalog, in their order."""


def assemble(found: Sorted, chart: str, notes: list[Note], left_out: Collection[str]) -> Tree:
    """The catalog without user values; `chart` is the path of its chart, empty if built in.

    Sections that are `left_out` are not in it, nor does anything depend on them. Raises
    `ProblemsError` with all conflicts.
    """
    images = pooled(found, notes)
    primary = found.deployment or found.extension
    has_profile = found.profile and "cloudProfile" not in left_out
    profile = offered.cloud_profile(found.profile) if found.profile and has_profile else {}
    shared = sharing(images, shared_ids(primary) if primary else ())
    tree: Tree = {
        "target": _target(found, primary, notes, left_out),
        "labels": _common(found, metadata.labels_of),
        "annotations": _common(found, metadata.annotations_of),
        "images": image_trees(images, shared, offered.region_names(profile)),
        "share": [*shared.share],
    }
    if primary:
        tree["ownerSecret"] = _owner_secret(found, primary, notes)
        tree["csi"] = csi(primary)
        tree["controllerDeployment"] = _deployment(found, primary, chart, tree)
    if found.registration:
        section = controllers.registration(found.registration)
        tree["controllerRegistration"] = _described(found.registration, section, tree)
    if found.extension:
        tree["extension"] = _extension(found.extension.item, tree)
    tree["seeds"] = _seeds(found, tree, notes)
    if found.profile:
        tree["cloudProfile"] = _described(found.profile, profile, tree)
    tree["namespacedCloudProfiles"] = _namespaced(found, profile, tree, notes)
    wanted = {"controllerRegistration", "extension"}
    kept = {key: tree[key] for key in tree if key not in left_out and (tree[key] or key in wanted)}
    return ordered(kept)


def ordered(tree: Tree) -> Tree:
    """The sections in the order in which people read them."""
    return {key: tree[key] for key in SECTIONS if key in tree}


def pooled(found: Sorted, notes: list[Note]) -> tuple[PooledImage, ...]:
    """The images of all objects; raises `ProblemsError` for conflicts, and for none at all."""
    pool = Pool()
    items = [*([found.profile] if found.profile else []), *found.namespaced, *found.published]
    for item in items:
        if reader := reader_of(item.tree):
            published = reader.read(item)
            pool.add(published.releases)
            notes += published.notes
    for deployed in (found.deployment, found.extension):
        if deployed:
            pool.add_customized([*customized(deployed)], found.profile)
    if pool.problems:
        raise ProblemsError(pool.problems)
    notes += pool.notes
    images = pool.images()
    if not images:
        deployed_items = [d.item for d in (found.deployment, found.extension) if d]
        first = [*deployed_items, *found.objects(), *items][0]
        hint = "name the file of the CloudProfile, or of a release, too"
        raise first.refusal((), "there is no image in it, and a catalog has one", hint=hint)
    return images


def _target(
    found: Sorted, primary: Deployed | None, notes: list[Note], left_out: Collection[str]
) -> Tree:
    target: Tree = {}
    old = next((item for item in found.seeds if seeds.uses_secret_ref(item)), None)
    if old:
        guess = target["gardener"] = BEFORE_CREDENTIALS_REF
        message = (
            f"secretRef is of Gardener before {CREDENTIALS_REF}: the target {guess} is a guess"
        )
        notes.append(Note(old, ("spec", "backup", "secretRef"), message))
    tag = image(primary)[1] if primary else ""
    known = tag != DEFAULT_EXTENSION and RELEASE.pattern.fullmatch(tag)
    if primary and known and EXTENSION_TARGET in left_out:
        message = f"{tag} is not taken as the target: it does not know what stands here"
        notes.append(Note(primary.item, (*primary.place.values, "image", "tag"), message))
    elif known:
        target["extension"] = tag
    return target


def _common(found: Sorted, read: Callable[[Item], Tree]) -> Tree:
    return metadata.common([read(item) for item in found.objects()])


def _described(item: Item, section: Tree, tree: Tree) -> Tree:
    """A section with the labels and annotations that only its object has, behind its name."""
    own: Tree = {}
    for key, read in (("labels", metadata.labels_of), ("annotations", metadata.annotations_of)):
        shared = tree.get(key)
        if left := metadata.own(read(item), shared if isinstance(shared, dict) else {}):
            own[key] = left
    names: Tree = {key: section[key] for key in ("name", "namespace") if key in section}
    return {**names, **own, **{key: value for key, value in section.items() if key not in names}}


def _owner_secret(found: Sorted, primary: Deployed, notes: list[Note]) -> Tree:
    section = owner_secret(primary, notes)
    place = (seeds.DEFAULT_NAMESPACE, section.get("resource"))
    if any(seeds.secret_place(item) == place for item in found.secrets):
        section |= {key: {"env": name} for key, name in OWNER_VARIABLES.items()}
    return section


def _deployment(found: Sorted, primary: Deployed, chart: str, tree: Tree) -> Tree:
    """The section; of an Extension alone it has the container image, which both share."""
    section: Tree = {}
    if found.deployment:
        section = controllers.controller_deployment(found.deployment, chart)
    repository, tag = image(primary)
    target = tree["target"]
    usual = target.get("extension") if isinstance(target, dict) else None
    stated: Tree = {"repository": repository} if repository else {}
    if tag not in ("", usual or DEFAULT_EXTENSION):
        stated["tag"] = tag
    if stated:
        section["image"] = stated
    if found.deployment and "kind" in found.deployment.item.tree:
        section |= controllers.injects(found.deployment.item)
        return _described(found.deployment.item, section, tree)
    owner = tree.get("ownerSecret")
    if isinstance(owner, dict) and "resource" in owner:
        # The only version of a ControllerDeployment that can refer to a Secret.
        return {"apiVersion": "v1", **section}
    return section


def _extension(item: Item, tree: Tree) -> Tree:
    deployment, target = tree["controllerDeployment"], tree["target"]
    chart = deployment.get("chart") if isinstance(deployment, dict) else None
    oci = chart.get("oci") if isinstance(chart, dict) else None
    stated = target.get("extension") if isinstance(target, dict) else None
    release = stated if isinstance(stated, str) else DEFAULT_EXTENSION
    section = controllers.extension(item, release, oci if isinstance(oci, dict) else {})
    return _described(item, section, tree)


def _seeds(found: Sorted, tree: Tree, notes: list[Note]) -> list[Value]:
    used = [seeds.secret_place(item) for item in found.seeds]
    owner = tree.get("ownerSecret")
    resource = owner.get("resource") if isinstance(owner, dict) else None
    others = [
        item
        for item in found.secrets
        if seeds.secret_place(item) != (seeds.DEFAULT_NAMESPACE, resource)
    ]
    variables = seeds.references(others, used, notes)
    return [_described(item, seeds.seed(item, variables), tree) for item in found.seeds]


def _namespaced(found: Sorted, profile: Tree, tree: Tree, notes: list[Note]) -> list[Value]:
    parent = str(profile.get("name", DEFAULT_PROFILE)) if profile else ""
    for item in found.namespaced:
        if item.text("spec", "parent", "name") != parent:
            notes += offered.without_strategy(item)
    return [
        _described(item, offered.namespaced_profile(item, parent), tree)
        for item in found.namespaced
    ]
