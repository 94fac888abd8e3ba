"""The parts of a catalog that are ordinary YAML, typed as Go would: `values` and `spec`.

They end in objects that Go programs read, so `010` is 8 and `12:30` is text here as it is there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generator.problems import Finding, quoted
from generator.yamlio.emit import flow
from generator.yamlio.golang import resolve
from generator.yamlio.read import Plain

if TYPE_CHECKING:
    from generator.catalog.values import Value
    from generator.problems import Path
    from generator.yamlio.read import Node


def typed(node: Node, path: Path, findings: list[Finding]) -> Value:
    """The typed value of the node at a path; what JSON cannot hold becomes a finding."""
    if isinstance(node, dict):
        return {
            _key(key, path, findings): typed(item, (*path, key), findings)
            for key, item in node.items()
        }
    if isinstance(node, list):
        return [typed(item, (*path, index), findings) for index, item in enumerate(node)]
    if type(node) is not Plain:
        return node
    value = resolve(node)
    if isinstance(value, float) and not math.isfinite(value):
        expected = "a number that JSON can hold, or a quoted string"
        findings.append(Finding(path, f"found {quoted(node)}", expected))
    return value


def _key(key: str, path: Path, findings: list[Finding]) -> str:
    value = resolve(key) if type(key) is Plain else key
    if isinstance(value, (bool, float, type(None))):
        message = f"Go reads the key {quoted(key)} as {flow(value)}"
        hint = f"write {quoted(key)}, with the quotes"
        findings.append(Finding((*path, key), message, "a key that is a string", hint))
    return str(key)
