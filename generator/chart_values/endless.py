"""Schemas that refer to themselves without ever looking deeper into the values.

Helm notices at the first value that gets there, and refuses it; our library takes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.chart_values.keywords import REF_BESIDE_OTHERS, reached
from generator.chart_values.pointers import pointed_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value

_SAME_VALUE: Final = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")
"""Keywords whose schemas look at the same value as the one that they stand in."""

_REFERENCES: Final = ("$ref", "$dynamicRef", "$recursiveRef")


def is_endless(document: Value, draft: int) -> bool:
    """Whether a part of a schema leads back to itself; by pointers, anchors are not followed."""
    done: dict[int, bool] = {}

    def leads_back(node: Value) -> bool:
        if not isinstance(node, dict):
            return False
        if id(node) in done:
            return not done[id(node)]
        done[id(node)] = False
        found = any(leads_back(each) for each in _same_value(node, document, draft))
        done[id(node)] = True
        return found

    return any(leads_back(node) for node in reached(document, draft))


def _same_value(node: dict[str, Value], document: Value, draft: int) -> Iterator[Value]:
    for key in _REFERENCES:
        reference = node.get(key)
        if isinstance(reference, str):
            yield pointed_at(reference, document)
            if draft < REF_BESIDE_OTHERS:
                return
    for key in _SAME_VALUE:
        below = node.get(key)
        if key == "dependentSchemas" and isinstance(below, dict):
            yield from below.values()
        elif isinstance(below, list):
            yield from below
        else:
            yield below
