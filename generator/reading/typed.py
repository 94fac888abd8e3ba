"""The parts of a catalog that are ordinary YAML, typed as Go would: `values` and `spec`.

They end in objects that Go programs read, so `010` is 8 and `12:30` is text here as it is there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generator.problems import quoted
from generator.yamlio.emit import flow
from generator.yamlio.golang import resolve
from generator.yamlio.read import Plain

if TYPE_CHECKING:
    from generator.catalog.values import Value
    from generator.problems import Path
    from generator.reading.section import Section
    from generator.yamlio.read import Node


def typed(node: Node, below: Path, section: Section) -> Value:
    """The typed value of a node that stands `below` a section, which takes what is wrong."""
    if isinstance(node, dict):
        return {
            _key(key, below, section): typed(item, (*below, key), section)
            for key, item in node.items()
        }
    if isinstance(node, list):
        return [typed(item, (*below, index), section) for index, item in enumerate(node)]
    if type(node) is not Plain:
        return node
    value = resolve(node)
    if isinstance(value, float) and not math.isfinite(value):
        section.wrong(below, f"found {quoted(node)}", "a number that JSON can hold, or quoted text")
    return value


def _key(key: str, below: Path, section: Section) -> str:
    value = resolve(key) if type(key) is Plain else key
    if isinstance(value, (bool, float, type(None))):
        section.wrong(
            (*below, key),
            f"Go reads the key {quoted(key)} as {flow(value)}",
            "a key that is text",
            f"write {quoted(key)}, with the quotes",
        )
    return str(key)
