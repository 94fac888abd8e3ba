"""What holds where a catalog says nothing, and why."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from generator.catalog.images import ImageVersion
from generator.decode import decode
from generator.decode.paths import known_keys
from generator.documents.machine_images import machine_image_version
from generator.explain.filled_in import filled_in
from generator.explain.keys import default_in_reference
from generator.problems import ProblemsError
from generator.record import Record
from generator.yamlio.emit import document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalog import Catalog
    from generator.decode.layers import Layer
    from generator.problems import Path


class Default(Record):
    """A value as YAML, None where only words say it; and where it comes from, in words."""

    value: str | None
    why: str


def default_of(layers: Sequence[Layer], path: Path, as_of: date | None) -> Default | None:
    """What holds at a path where nothing stands; None where nothing does.

    Where the catalog cannot be used, only the reference says it, and only of what has no name.
    """
    stated = default_in_reference(path)
    catalog = _usable(layers, as_of)
    if catalog is None:
        has_names = any(step not in known_keys(path[:end]) for end, step in enumerate(path))
        return Default(None, f"default: {stated}") if stated and not has_names else None
    for value, why in filled_in(catalog, path):
        return Default(_yaml(value), why)
    return _of_key(catalog, path, stated) if stated else None


def is_hidden_by_errors(layers: Sequence[Layer], path: Path, as_of: date | None) -> bool:
    """Whether there may be a default at a path that the errors of the catalog leave unknown."""
    is_filled_in = path[0] == "rules" or {"values", "spec"} & {*path[1:3]}
    may_be = is_filled_in or default_in_reference(path)
    return bool(may_be) and _usable(layers, as_of) is None


def _usable(layers: Sequence[Layer], as_of: date | None) -> Catalog | None:
    """The catalog that layers make up; None where it has errors."""
    try:
        # Without a day, no version is held back for its age: another default needs none.
        return decode(layers, as_of or date.max)
    except ProblemsError:
        return None


def _of_key(catalog: Catalog, path: Path, stated: str) -> Default | None:
    """A default that the reference states, and the value that the catalog's model has for it."""
    if path[:2] == ("controllerDeployment", "image"):
        for filled, _ in filled_in(catalog, ("controllerDeployment", "values", *path[1:])):
            return Default(_yaml(filled), f"default: {stated}")
    if getattr(catalog, _field(path[0]), catalog) is None:
        return Default(None, f"{path[0]} is not set; in it, the default is: {stated}")
    value: object = catalog
    for step in path if path != ("metadata", "name") else ("name",):
        value = _below(value, step, catalog)
        if value is _NOTHING:
            return None
    text = _yaml(value) or (stated if re.fullmatch(r"\S+", stated) else None)
    return Default(text, "default" if text == stated else f"default: {stated}")


_NOTHING: Final = object()


def _below(value: object, step: str | int, catalog: Catalog) -> object:
    """What the model has below a value: its fields are named like the keys, in Python's spelling.

    None where it does not have the key, `_NOTHING` where it does not have the item.
    """
    if isinstance(value, dict):
        found: object = value.get(str(step))
        return found
    if isinstance(value, ImageVersion):
        profile = catalog.cloud_profile
        written = machine_image_version(value, profile.capabilities if profile else None)
        return written.get(str(step), getattr(value, _field(step), None))
    if type(value) is tuple and isinstance(step, int):
        return value[step] if step < len(value) else _NOTHING
    if type(value) is tuple:
        named = ((getattr(each, "version", getattr(each, "name", None)), each) for each in value)
        return next((each for name, each in named if name == step), _NOTHING)
    return getattr(value, _field(step), None)


def _field(key: str | int) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", str(key)).lower()


def _yaml(value: object) -> str | None:
    """A value as YAML; None for a part of the model."""
    if isinstance(value, (str, bool, int, list, dict)):
        return document(value).removesuffix("\n")
    return None
