"""The keys `values` of a catalog: what turns the generated values into those that were found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.checks.values_conflict import conflicts
from generator.credentials.policy import REDACTED
from generator.documents.values import chart_values, image_values, stated_image
from generator.importing.release import Note
from generator.importing.verify import access_key
from generator.merge import merge_values
from generator.problems import dotted

if TYPE_CHECKING:
    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.importing.classify import ClassifiedObjects
    from generator.importing.deployed import Deployed
    from generator.problems import Path

_IMAGES: Final = "machineImages"
_OWNER: Final = "machineImageOwnerSecret"
_SHARED: Final = "toBeSharedImageIDs"
_RUNTIME: Final = ("spec", "deployment", "extension", "runtimeClusterValues")


def with_values(
    tree: dict[str, Value], objects: ClassifiedObjects, catalog: Catalog, notes: list[Note]
) -> dict[str, Value]:
    """The tree of a catalog with the values that its documents need.

    `catalog` is what the tree says without them.
    """
    deployed = chart_values(catalog, access_key(catalog))
    if objects.deployment is not None:
        if _IMAGES in _config(deployed) and _config(objects.deployment.values).get(_IMAGES) is None:
            tree = _with_key(tree, "controllerDeployment", _IMAGES, value=False)
            deployed = chart_values(_without_images(catalog), access_key(catalog))
        over = _overriding(deployed, objects.deployment, catalog, notes, strict=True)
        tree = _with_key(tree, "controllerDeployment", "values", over)
        deployed = merge_values(deployed, over)
    if objects.extension is None or "extension" not in tree:
        return tree
    image: dict[str, Value] = {"image": image_values(catalog)}
    if catalog.extension is not None and catalog.extension.is_patch:
        image = stated_image(catalog)
        deployed = {**{key: value for key, value in deployed.items() if key != "image"}, **image}
    own = _overriding(deployed, objects.extension, catalog, notes, strict=False)
    tree = _with_key(tree, "extension", "values", own)
    runtime = objects.extension.item.value(*_RUNTIME)
    over = overriding_values(image, runtime)
    over = _without_conflicts(over, catalog, objects.extension, _RUNTIME, notes)
    return _with_key(tree, "extension", "runtimeClusterValues", over)


def overriding_values(generated: dict[str, Value], found: dict[str, Value]) -> dict[str, Value]:
    """The smallest values that, merged over the generated ones, give those that were found.

    It is the reverse of `merge.merge_values`: maps merge, everything else replaces, null removes.
    So a null that was found in place of something generated cannot be kept.
    """
    over: dict[str, Value] = {key: None for key in generated if key not in found}
    for key, value in found.items():
        if key not in generated:
            over[key] = value
            continue
        base = generated[key]
        if isinstance(base, dict) and isinstance(value, dict):
            if below := overriding_values(base, value):
                over[key] = below
        elif not equal_in_go(base, value):
            over[key] = value
    return over


def equal_in_go(one: Value, other: Value) -> bool:
    """Whether two values are equal in Go, where true and 1 differ, unlike in Python."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal_in_go(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal_in_go, one, other))
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str) and one == other
    return type(one) is type(other) and one == other


def _with_key(tree: dict[str, Value], section: str, key: str, value: Value) -> dict[str, Value]:
    if value == {}:
        return tree
    old = tree.get(section)
    return {**tree, section: {**(old if isinstance(old, dict) else {}), key: value}}


def _config(values: dict[str, Value]) -> dict[str, Value]:
    config = values.get("config")
    return config if isinstance(config, dict) else {}


def _without_images(catalog: Catalog) -> Catalog:
    deployment = catalog.controller_deployment._replace(machine_images=False)
    return catalog._replace(controller_deployment=deployment)


def _overriding(
    generated: dict[str, Value],
    deployed: Deployed,
    catalog: Catalog,
    notes: list[Note],
    *,
    strict: bool,
) -> dict[str, Value]:
    """The overriding values of one object, without what is better left to the generator."""
    over = overriding_values(generated, deployed.values)
    over = _without_unknown_key(over, deployed, notes)
    over = _without_generated(over, generated, deployed, notes)
    place = deployed.place.values
    over = _without_conflicts(over, catalog, deployed, place, notes, strict=strict)
    for key, value in over.items():
        if value is None and isinstance(generated.get(key), dict):
            message = (
                f"there is no {key}, so `{key}: null` removes it, whatever the catalog sets in it"
            )
            notes.append(Note(deployed.item, place, message))
    return over


def _without_unknown_key(
    over: dict[str, Value], deployed: Deployed, notes: list[Note]
) -> dict[str, Value]:
    """The values without an access key that the catalog does not refer to."""
    if REDACTED not in str(_config(over).get(_OWNER)):
        return over
    message = "an access key that the catalog does not refer to"
    notes.append(Note(deployed.item, (*deployed.config, _OWNER), message))
    return _without(over, ("config", _OWNER))


def _without_generated(
    over: dict[str, Value], generated: dict[str, Value], deployed: Deployed, notes: list[Note]
) -> dict[str, Value]:
    """The values without what the generator always says, and an order that means nothing."""
    owner = _config(over).get(_OWNER)
    if isinstance(owner, dict) and all(value is None for value in owner.values()):
        # The generator always names the Secret: a chart may have no default for it.
        over = _without(over, ("config", _OWNER))
    if _is_reordered(_config(over).get(_SHARED), _config(generated).get(_SHARED)):
        message = (
            f"{_SHARED} will follow the order of the images, which restarts the extension once"
        )
        notes.append(Note(deployed.item, (*deployed.config, _SHARED), message))
        over = _without(over, ("config", _SHARED))
    return over


def _without_conflicts(
    over: dict[str, Value],
    catalog: Catalog,
    deployed: Deployed,
    place: tuple[str, ...],
    notes: list[Note],
    *,
    strict: bool = False,
) -> dict[str, Value]:
    """The values without those that rule `values-conflict` refuses."""
    for path in dict.fromkeys(c.path for c in conflicts(catalog, (), over, strict=strict)):
        message = f"{dotted(path)} differs from the catalog's value for all objects, which is used"
        notes.append(Note(deployed.item, (*place, *map(str, path)), message))
        over = _without(over, path)
    return over


def _without(values: dict[str, Value], path: Path) -> dict[str, Value]:
    """The values without what stands at a path, and without mappings that are empty then."""
    key, *below = path
    inner = values[str(key)]
    kept = _without(inner, tuple(below)) if below and isinstance(inner, dict) else {}
    others = {name: value for name, value in values.items() if name != key}
    return {**values, str(key): kept} if kept else others


def _is_reordered(one: Value, other: Value) -> bool:
    if not isinstance(one, list) or not isinstance(other, list):
        return False
    return {*map(str, one)} == {*map(str, other)}
