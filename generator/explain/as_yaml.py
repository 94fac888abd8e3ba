"""A part of a catalog as its author wrote it: block style, but no scalar changes its type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.yamlio.emit import block
from generator.yamlio.emit import text as safe_text
from generator.yamlio.read import Plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.yamlio.read import Node

_UNLIKE_PLAIN = re.compile(r"\Z|---|\.\.\.|.*(?:: | #|:\Z)")
"""Texts that are not plain scalars after a key.

Reading yields no such `Plain`, but one can be a path that got the folder of its file in front.
"""

_IMAGE_ID = re.compile(r"m-[a-z0-9]{20}")
"""IDs, which reading in bulk does not mark as plain scalars although they were."""


def as_yaml(node: Node) -> str:
    """A node as YAML in block style, without a line break at its end."""
    if isinstance(node, str):
        return _scalar(node, "  ").removeprefix(" ")
    return "\n".join(_lines(node, ""))


def _lines(node: dict[str, Node] | list[Node], pad: str) -> Iterator[str]:
    if not node:
        yield f"{pad}{_empty(node)}"
    elif isinstance(node, dict):
        for key, item in node.items():
            yield from _entry(
                f"{pad}{_key(key)}:", item, pad, "" if isinstance(item, list) else "  "
            )
    else:
        for item in node:
            yield from _entry(f"{pad}-", item, pad, "  ")


def _entry(head: str, item: Node, pad: str, indent: str) -> Iterator[str]:
    """The lines of an item behind its key or dash; a dash has the first of them beside it."""
    if isinstance(item, str):
        yield head + _scalar(item, pad + "  ")
    elif not item:
        yield f"{head} {_empty(item)}"
    elif head.endswith(":"):
        yield head
        yield from _lines(item, pad + indent)
    else:
        first, *others = _lines(item, pad + indent)
        yield f"{head} {first.lstrip(' ')}"
        yield from others


def _empty(node: dict[str, Node] | list[Node]) -> str:
    return "{}" if isinstance(node, dict) else "[]"


def _scalar(value: str, pad: str) -> str:
    """A scalar as it stands behind a key, with the space before it."""
    if type(value) is Plain:
        if value == "":
            return " null"
        return f" {_plain(value)}"
    if "\n" in value:
        return block(str(value), len(pad))
    if _IMAGE_ID.fullmatch(value):
        return f" {value}"
    quoted = safe_text(value)
    return f" {quoted}" if quoted.startswith('"') else f' "{quoted}"'


def _key(key: str) -> str:
    return _plain(key) if type(key) is Plain else safe_text(key)


def _plain(value: str) -> str:
    if value.isprintable() and not _UNLIKE_PLAIN.match(value):
        return value
    return safe_text(value)
