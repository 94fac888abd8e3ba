"""From classified objects to the tree of a catalog, but for its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from generator.decode import catalog_keys
from generator.decode.cloud_profile import DEFAULT_NAME as DEFAULT_PROFILE
from generator.decode.deployment import DEFAULT_NAME as DEFAULT_DEPLOYMENT
from generator.gardener.releases import BEFORE_CREDENTIALS_REF, CREDENTIALS_REF, DEFAULT_EXTENSION
from generator.importing import controllers, external_secrets, metadata, seeds
from generator.importing.access_key_variables import OWNER, references_to, variable_references
from generator.importing.deployed import csi, image, owner_secret, shared_ids
from generator.importing.deployed_release import deployed_release
from generator.importing.image_sections import images_section, merged_images, shared_images
from generator.importing.profile_sections import (
    cloud_profile,
    missing_strategies,
    namespaced_profile,
    region_names,
)
from generator.importing.release import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from generator.catalog.values import Value
    from generator.importing.classify import ClassifiedObjects
    from generator.importing.deployed import Deployed
    from generator.manifest.located_objects import LocatedObject

Tree: TypeAlias = "dict[str, Value]"

EXTENSION_TARGET: Final = "target.extension"
"""Is among the sections to leave out where the image's tag cannot be the target."""


def assemble(
    objects: ClassifiedObjects, chart: str, notes: list[Note], left_out: Collection[str]
) -> Tree:
    """The catalog without values; `chart` is the path of its chart, empty if built in.

    Sections that are `left_out` are not in it, and nothing in it depends on them. Manifests that
    have no ControllerDeployment among them do without one. Raises `ProblemsError` with all
    conflicts.
    """
    images = merged_images(objects, notes)
    primary = objects.deployment or objects.extension
    has_profile = objects.profile and "cloudProfile" not in left_out
    profile = cloud_profile(objects.profile) if objects.profile and has_profile else {}
    shared = shared_images(images, shared_ids(primary) if primary else ())
    tree: Tree = {
        "target": _target(objects, primary, notes, left_out),
        "labels": _shared_metadata(objects, metadata.labels_of),
        "annotations": _shared_metadata(objects, metadata.annotations_of),
        "images": images_section(images, shared, region_names(profile)),
        "share": [*shared.share],
    }
    if primary:
        tree["ownerSecret"] = _owner_secret(objects, primary, notes)
        tree["csi"] = csi(primary)
    elif len(owners := seeds.owner_secrets(objects.secrets)) == 1:
        key = references_to(seeds.data_of(owners[0]), OWNER)
        tree["ownerSecret"] = {"resource": owners[0].name, **key}
    elif len(names := external_secrets.owner_resources(objects.external_secrets)) == 1:
        tree["ownerSecret"] = {"resource": names[0]}
    if objects.deployment:
        tree["controllerDeployment"] = _deployment(objects.deployment, chart, tree)
    elif objects.manifests():
        tree["controllerDeployment"] = None
    if objects.registration:
        tree["controllerRegistration"] = _registration(objects.registration, tree)
    if objects.extension:
        tree["extension"] = _extension(objects.extension.item, tree, notes)
    tree["seeds"] = _seeds(objects, tree, notes)
    tree["secrets"] = _secrets(objects, tree, notes)
    if objects.profile:
        tree["cloudProfile"] = _with_own_metadata(objects.profile, profile, tree)
    tree["namespacedCloudProfiles"] = _namespaced(objects, profile, tree, notes)
    if objects.kustomization:
        tree["kustomization"] = {}
    wanted = {"controllerRegistration", "extension", "kustomization"}
    kept = {
        key: value
        for key, value in tree.items()
        if key not in left_out and (value or value is None or key in wanted)
    }
    # A file without any key would be no catalog.
    return in_order(kept or {"controllerDeployment": {}})


def in_order(tree: Tree) -> Tree:
    """The sections in the order of the reference."""
    return {key: tree[key] for key in catalog_keys.TOP if key in tree}


def _target(
    objects: ClassifiedObjects,
    primary: Deployed | None,
    notes: list[Note],
    left_out: Collection[str],
) -> Tree:
    target: Tree = {}
    old = next((item for item in objects.seeds if seeds.uses_secret_ref(item)), None)
    if old:
        guess = target["gardener"] = BEFORE_CREDENTIALS_REF
        message = (
            f"secretRef is from Gardener before {CREDENTIALS_REF}: the target {guess} is a guess"
        )
        notes.append(Note(old, ("spec", "backup", "secretRef"), message))
    found = deployed_release(primary) if primary else None
    if primary is None or found is None or found.release == DEFAULT_EXTENSION:
        return target
    if EXTENSION_TARGET in left_out:
        message = (
            f"{found.release} is not used as the target: it does not support everything that is "
            "here"
        )
        notes.append(Note(primary.item, found.path, message))
        return target
    target["extension"] = found.release
    if found.doubt:
        notes.append(Note(primary.item, found.path, found.doubt))
    return target


def _shared_metadata(objects: ClassifiedObjects, read: Callable[[LocatedObject], Tree]) -> Tree:
    items = objects.manifests()
    if items and items in (objects.secrets[:1], objects.external_secrets[:1]):
        return read(items[0])  # There is no other place for those of a Secret.
    return metadata.shared([read(item) for item in items])


def _with_own_metadata(item: LocatedObject, section: Tree, tree: Tree) -> Tree:
    """A section with the labels and annotations that only its object has; they follow its name."""
    own: Tree = {}
    for key, read in (("labels", metadata.labels_of), ("annotations", metadata.annotations_of)):
        shared = tree.get(key)
        if left := metadata.without_shared(read(item), shared if isinstance(shared, dict) else {}):
            own[key] = left
    names: Tree = {key: section[key] for key in ("name", "namespace") if key in section}
    return {**names, **own, **{key: value for key, value in section.items() if key not in names}}


def _owner_secret(objects: ClassifiedObjects, primary: Deployed, notes: list[Note]) -> Tree:
    section = owner_secret(primary, notes)
    place = (seeds.DEFAULT_NAMESPACE, section.get("resource"))
    for item in objects.secrets:
        if seeds.secret_place(item) == place:
            section |= references_to(seeds.data_of(item), OWNER) or variable_references(OWNER)
    return section


def _deployment(deployed: Deployed, chart: str, tree: Tree) -> Tree:
    section = controllers.controller_deployment(deployed, chart)
    repository, tag = image(deployed)
    target = tree["target"]
    usual = target.get("extension") if isinstance(target, dict) else None
    stated: Tree = {"repository": repository} if repository else {}
    if tag not in ("", usual or DEFAULT_EXTENSION):
        stated["tag"] = tag
    if stated:
        section["image"] = stated
    if "kind" in deployed.item.tree:
        section |= controllers.inject_garden_kubeconfig_key(deployed.item)
        return _with_own_metadata(deployed.item, section, tree)
    owner = tree.get("ownerSecret")
    if isinstance(owner, dict) and "resource" in owner:
        # The only version of a ControllerDeployment that can refer to a Secret.
        return {"apiVersion": "v1", **section}
    return section


def _registration(item: LocatedObject, tree: Tree) -> Tree:
    deployment = tree.get("controllerDeployment")
    name = deployment.get("name", "") if isinstance(deployment, dict) else ""
    section = controllers.registration(item, str(name or DEFAULT_DEPLOYMENT))
    return _with_own_metadata(item, section, tree)


def _extension(item: LocatedObject, tree: Tree, notes: list[Note]) -> Tree:
    if not (controllers.is_patch(item) or item.part("spec", "deployment", "admission")):
        message = "there is no admission component: the catalog adds it"
        notes.append(Note(item, ("spec", "deployment"), message))
    deployment, target = tree.get("controllerDeployment"), tree["target"]
    chart = deployment.get("chart") if isinstance(deployment, dict) else None
    oci = chart.get("oci") if isinstance(chart, dict) else None
    stated = target.get("extension") if isinstance(target, dict) else None
    release = stated if isinstance(stated, str) else DEFAULT_EXTENSION
    section = controllers.extension(item, release, oci if isinstance(oci, dict) else {})
    return _with_own_metadata(item, section, tree)


def _seeds(objects: ClassifiedObjects, tree: Tree, notes: list[Note]) -> list[Value]:
    used = [seeds.secret_place(item) for item in objects.seeds]
    owner = tree.get("ownerSecret")
    resource = owner.get("resource") if isinstance(owner, dict) else None
    others = [
        item
        for item in objects.secrets
        if seeds.secret_place(item) != (seeds.DEFAULT_NAMESPACE, resource)
    ]
    if others and objects.secrets == objects.manifests() and not objects.published:
        return seeds.seeds_of_secrets(others, notes)
    variables = seeds.references(others, used, notes)
    return [_with_own_metadata(item, seeds.seed(item, variables), tree) for item in objects.seeds]


def _secrets(objects: ClassifiedObjects, tree: Tree, notes: list[Note]) -> Tree:
    owner = tree.get("ownerSecret")
    resource = owner.get("resource") if isinstance(owner, dict) else None
    used = [seeds.secret_place(item) for item in objects.seeds]
    return external_secrets.secrets_section(objects.external_secrets, resource, used, notes)


def _namespaced(
    objects: ClassifiedObjects, profile: Tree, tree: Tree, notes: list[Note]
) -> list[Value]:
    parent = str(profile.get("name", DEFAULT_PROFILE)) if profile else ""
    for item in objects.namespaced:
        if item.text("spec", "parent", "name") != parent:
            notes += missing_strategies(item)
    return [
        _with_own_metadata(item, namespaced_profile(item, parent), tree)
        for item in objects.namespaced
    ]
