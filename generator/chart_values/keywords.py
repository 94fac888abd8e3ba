"""Where schemas stand in a schema, and which of them Helm looks at.

Source: the drafts of JSON Schema, and santhosh-tekuri/jsonschema v6.0.2 (`draft.go`,
`objcompiler.go`), which knows the keywords of earlier drafts in a later one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeGuard

from generator.chart_values.pointers import pointed_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value

PREFIX_ITEMS: Final = 2020
"""The first draft without `additionalItems`."""

REF_BESIDE_OTHERS: Final = 2019
"""The first draft that looks at what stands beside a `$ref`."""

_MAPS: Final = {
    **dict.fromkeys(("properties", "patternProperties", "definitions", "dependencies"), 4),
    **dict.fromkeys(("$defs", "dependentSchemas"), 2019),
}
_LISTS: Final = {**dict.fromkeys(("allOf", "anyOf", "oneOf", "items"), 4), "prefixItems": 2020}
_SCHEMAS: Final = {
    **dict.fromkeys(("not", "items", "additionalItems", "additionalProperties"), 4),
    **dict.fromkeys(("contains", "propertyNames"), 6),
    **dict.fromkeys(("if", "then", "else"), 7),
    **dict.fromkeys(("unevaluatedItems", "unevaluatedProperties"), 2019),
}
"""Keywords by what stands at them, schemas by names, a list of them or one, each with the first
draft that has it."""

_NEVER: Final = 9999
_STORES: Final = frozenset({"definitions", "$defs"})
"""Where schemas stand for others to refer to."""


def is_map(value: Value, key: str, draft: int) -> TypeGuard[dict[str, Value]]:
    """Whether schemas by names stand at a keyword."""
    return draft >= _MAPS.get(key, _NEVER) and isinstance(value, dict)


def is_list(value: Value, key: str, draft: int) -> TypeGuard[list[Value]]:
    """Whether a list of schemas stands at a keyword."""
    return draft >= _LISTS.get(key, _NEVER) and isinstance(value, list)


def is_schema(key: str, draft: int) -> bool:
    """Whether a schema stands at a keyword."""
    return draft >= _SCHEMAS.get(key, _NEVER)


def reached(document: Value, draft: int) -> Iterator[dict[str, Value]]:
    """The schemas that Helm looks at when it reads a schema: those that something leads to."""
    waiting, seen = [document], set[int]()
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict) and id(node) not in seen:
            seen.add(id(node))
            yield node
            waiting += _below(node, document, draft)


def _below(node: dict[str, Value], document: Value, draft: int) -> Iterator[Value]:
    reference = node.get("$ref")
    if isinstance(reference, str):
        yield pointed_at(reference, document)
        if draft < REF_BESIDE_OTHERS:
            return
    for key, value in node.items():
        if key in _STORES or not _is_used(key, node):
            continue
        if is_map(value, key, draft):
            yield from value.values()
        elif is_list(value, key, draft):
            yield from value
        elif is_schema(key, draft):
            yield value


def _is_used(key: str, node: dict[str, Value]) -> bool:
    """Whether a keyword means anything beside the others."""
    if key in ("then", "else"):
        return "if" in node
    return key != "additionalItems" or isinstance(node.get("items"), list)
