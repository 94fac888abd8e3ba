"""The user's values: what has to stand over the generated ones to give those that were found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.importing.release import Note
from generator.importing.residual import residual
from generator.importing.scrub import REDACTED
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
    over = residual(generated, deployed.values)
    config, base = over.get("config"), generated.get("config")
    if not isinstance(config, dict) or not isinstance(base, dict):
        return over
    config = dict(config)
    if config.get(_OWNER) == {"name": None}:
        # The generator always names the Secret: a chart may have no default for it.
        del config[_OWNER]
    if _is_reordered(config.get(_SHARED), base.get(_SHARED)):
        del config[_SHARED]
        message = f"{_SHARED} will stand in the order of the images, which rolls the extension once"
        notes.append(Note(deployed.item, (*deployed.config, _SHARED), message))
    if REDACTED in str(config.get(_OWNER)):
        del config[_OWNER]
        notes.append(
            Note(deployed.item, (*deployed.config, _OWNER), "an access key stands here alone")
        )
    return {
        key: value
        for key, value in {**over, "config": config}.items()
        if value != {} or key != "config"
    }


def _is_reordered(one: Value, other: Value) -> bool:
    if not isinstance(one, list) or not isinstance(other, list):
        return False
    return sorted(map(str, one)) == sorted(map(str, other))
