"""The user's values: what has to stand over the generated ones to give those that were found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.credentials.policy import REDACTED
from generator.importing.release import Note
from generator.importing.residual import residual
from generator.importing.verify import access_key
from generator.overlay import merge_values
from generator.values import chart_values, image_values

if TYPE_CHECKING:
    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.importing.deployed import Deployed
    from generator.importing.sorting import Sorted

_OWNER = "machineImageOwnerSecret"
_SHARED = "toBeSharedImageIDs"


def with_values(
    tree: dict[str, Value], found: Sorted, catalog: Catalog, notes: list[Note]
) -> dict[str, Value]:
    """The tree of a catalog with the values that its documents need; `catalog` is without them."""
    generated = chart_values(catalog, access_key(catalog))
    primary = found.deployment or found.extension
    if primary is None:
        return tree
    over = _over(generated, primary, notes)
    tree = _put(tree, "controllerDeployment", "values", over)
    if found.extension is None or "extension" not in tree:
        return tree
    deployed = merge_values(generated, over)
    if found.extension is not primary:
        tree = _put(tree, "extension", "values", _over(deployed, found.extension, notes))
    item = found.extension.item
    runtime = item.value("spec", "deployment", "extension", "runtimeClusterValues")
    over = residual({"image": image_values(catalog)}, runtime)
    return _put(tree, "extension", "runtimeClusterValues", over)


def _put(
    tree: dict[str, Value], section: str, key: str, value: dict[str, Value]
) -> dict[str, Value]:
    if not value:
        return tree
    old = tree.get(section)
    return {**tree, section: {**(old if isinstance(old, dict) else {}), key: value}}


def _over(generated: dict[str, Value], deployed: Deployed, notes: list[Note]) -> dict[str, Value]:
    """What stands over the generated values, without what is better left to the generator."""
    over = _without_keys(residual(generated, deployed.values), deployed, notes)
    for key, value in over.items():
        if value is None and isinstance(generated.get(key), dict):
            message = f"there is no {key}, so `{key}: null` takes it away, whatever you add to it"
            notes.append(Note(deployed.item, (*deployed.helm, "values"), message))
    config, base = over.get("config"), generated.get("config")
    if not isinstance(config, dict) or not isinstance(base, dict):
        return over
    owner = config.get(_OWNER)
    if isinstance(owner, dict) and {*owner.values()} <= {None}:
        # The generator always names the Secret: a chart may have no default for it.
        config = {key: value for key, value in config.items() if key != _OWNER}
    if _is_reordered(config.get(_SHARED), base.get(_SHARED)):
        config = {key: value for key, value in config.items() if key != _SHARED}
        message = f"{_SHARED} will stand in the order of the images, which rolls the extension once"
        notes.append(Note(deployed.item, (*deployed.config, _SHARED), message))
    kept = {**over, "config": config}
    return {key: value for key, value in kept.items() if key != "config" or value}


def _without_keys(
    over: dict[str, Value], deployed: Deployed, notes: list[Note]
) -> dict[str, Value]:
    """The values without an access key that is not the one which the catalog refers to."""
    config = over.get("config")
    if not isinstance(config, dict) or REDACTED not in str(config.get(_OWNER)):
        return over
    message = "an access key that the catalog does not refer to"
    notes.append(Note(deployed.item, (*deployed.config, _OWNER), message))
    return {**over, "config": {key: value for key, value in config.items() if key != _OWNER}}


def _is_reordered(one: Value, other: Value) -> bool:
    if not isinstance(one, list) or not isinstance(other, list):
        return False
    return {*map(str, one)} == {*map(str, other)}
