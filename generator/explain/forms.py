"""What the schema of a key allows, in a few words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalog.values import Value
    from generator.schema.kinds import Kind


def alternatives(kind: Value) -> list[Kind]:
    """The schemas of which what stands there has one, without null, which removes a key."""
    if not isinstance(kind, dict) or kind.get("type") == "null":
        return []
    parts = kind.get("anyOf")
    if isinstance(parts, list):
        return [each for part in parts for each in alternatives(part)]
    return [kind]


def keys_of(kinds: Iterable[Kind]) -> dict[str, Value]:
    """The keys that a schema names for a mapping, with their schemas."""
    found = [kind.get("properties") for kind in kinds]
    return {
        key: below
        for properties in found
        if isinstance(properties, dict)
        for key, below in properties.items()
    }


def value_for(kinds: Iterable[Kind], name: str) -> Kind | None:
    """The schema of what stands at a name that the user chooses; None where there are no such.

    A name in capitals stands for any.
    """
    for kind in kinds:
        value, names = kind.get("additionalProperties"), kind.get("propertyNames")
        pattern = names.get("pattern") if isinstance(names, dict) else None
        if isinstance(value, dict) and (
            name.isupper() or not isinstance(pattern, str) or re.search(pattern, name)
        ):
            return value
    return None


def item_of(kinds: Iterable[Kind]) -> Kind | None:
    """The schema of the items of a list; None where there is no list of such."""
    items = (kind.get("items") for kind in kinds)
    return next((item for item in items if isinstance(item, dict)), None)


def is_open(kinds: Iterable[Kind]) -> bool:
    """Whether a mapping may have any key, of which nothing is said here."""
    return any("object" in _types(kind) and "additionalProperties" not in kind for kind in kinds)


def is_scalar(kinds: Iterable[Kind]) -> bool:
    """Whether nothing can stand below."""
    return not any({"object", "array"} & {*_types(kind)} for kind in kinds)


def form(kinds: Iterable[Kind]) -> str:
    """What may stand there, in a few words; empty where nothing is said of it."""
    found = dict.fromkeys(map(_form, kinds))
    # Of a version, the keys of the long form are listed, and the short form among them.
    of_map = [each for each in found if each.startswith(_MAPPING)][1:]
    return ", or ".join(each for each in found if each not in of_map)


_MAPPING: Final = "a mapping"


def _form(kind: Kind) -> str:
    choices = kind.get("enum", [kind["const"]] if "const" in kind else None)
    if isinstance(choices, list):
        words = [choice for choice in choices if isinstance(choice, str)]
        return f"one of {', '.join(words)}" if len(words) > 1 else f'"{words[0]}"'
    if isinstance(kind.get("title"), str):
        return str(kind["title"])
    types = _types(kind)
    if "object" in types:
        value = alternatives(kind.get("additionalProperties"))
        return f"{_MAPPING}, each value {form(value)}" if value and is_scalar(value) else _MAPPING
    if "array" in types:
        items = form(alternatives(kind.get("items")))
        return f"a list, each item {items}" if items else "a list"
    return "text" if "string" in types else "true or false" if types else ""


def _types(kind: Kind) -> list[Value]:
    types = kind.get("type", [])
    return [each for each in (types if isinstance(types, list) else [types]) if each]
