"""The long form of a catalog file: what merging and decoding work on.

A version may be written short, as a mapping of regions to IDs; it is recognised by having none of
the long form's keys and nothing but scalars. Trees of any shape pass; `decode` says what is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.decode import keys
from generator.yamlio.read import Plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.yamlio.read import Node

_VERSION_KEYS = frozenset(keys.VERSION)


def long_form(tree: Node) -> Node:
    """The same catalog with every version in the long form."""
    return _below(tree, "images", lambda images: _each(images, _image))


def _image(image: Node) -> Node:
    return _below(image, "versions", lambda versions: _each(versions, _version))


def _version(version: Node) -> Node:
    short = (
        isinstance(version, dict)
        and _VERSION_KEYS.isdisjoint(version)
        and {*map(type, version.values())} <= {str, Plain}
    )
    return {"regions": version} if short else version


def _below(node: Node, key: str, change: Callable[[Node], Node]) -> Node:
    if not isinstance(node, dict) or key not in node:
        return node
    return {name: change(item) if name == key else item for name, item in node.items()}


def _each(node: Node, change: Callable[[Node], Node]) -> Node:
    return {name: change(item) for name, item in node.items()} if isinstance(node, dict) else node
