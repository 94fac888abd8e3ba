"""The two forms of a version in a catalog: short, and the long one that all work is done on.

A version may be written short, as a mapping of regions to IDs; it is recognized by having none of
the long form's keys and nothing but scalars. Trees of any shape pass; `decode` says what is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.decode import catalog_keys
from generator.yamlio.read import Plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.problems import Path
    from generator.yamlio.read import Node

_VERSION_KEYS = frozenset(catalog_keys.VERSION)


def long_form(tree: Node) -> Node:
    """The same catalog with every version in the long form."""
    return _below(tree, "images", lambda images: _each(images, _image))


def in_long_form(path: Path, trees: Iterable[Node]) -> Path:
    """The path of a region's ID with the `regions` of the long form, which `trees` are in."""
    from generator.decode.paths import node_at

    in_flavor = path[4:5] == ("flavors",)
    end, known = (6, catalog_keys.FLAVOR) if in_flavor else (4, catalog_keys.VERSION)
    if path[:1] != ("images",) or path[2:3] != ("versions",) or len(path) == end:
        return path
    if {*path[end : end + 1]} <= known.keys() or any(node_at(t, path) is not None for t in trees):
        return path
    return (*path[:end], "regions", *path[end:])


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
