"""Masking what was read: objects, values, catalogs, or parts of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from generator.credentials.known_access_keys import NO_ACCESS_KEYS, KnownAccessKeys
from generator.credentials.places import PrivateLeaves
from generator.credentials.policy import REDACTED, is_suspect
from generator.yamlio import golang
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.problems import Path
    from generator.yamlio.read import Node

_Any: TypeAlias = Any
"""A part of a `Value` or of a `Node`, and the same of what is shown for it."""

_Tree = TypeVar("_Tree", bound="Value | Node")


def masked(tree: _Tree, access_keys: KnownAccessKeys = NO_ACCESS_KEYS) -> _Tree:
    """The tree with `<redacted>` for every credential, keys that hold one included.

    Credentials are known by what `policy` says, inside of texts too, and `access_keys` wherever one
    stands. Whatever is neither stays the same object, with its type.
    """
    mask = _Mask(tree, access_keys)
    return cast("_Tree", mask.node(tree, ()))


def private_leaves(tree: Value | Node, prefix: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every leaf that is a credential, with its path; `prefix` is that of the tree itself."""
    found = [*_leaves(tree, prefix)]
    places = PrivateLeaves(found)
    return ((path, text) for path, text in found if places.is_private(path, text))


def private_places(tree: Value | Node, prefix: Path) -> Iterator[Path]:
    """Where a tree holds a credential: as a leaf, or inside of a text or of a key."""
    found = [*_leaves(tree, prefix)]
    steps = {str(step) for path, _ in found for step in path}
    if not is_suspect("\n".join([*steps, *(text for _, text in found)])):
        return
    places = PrivateLeaves(found)
    for path, text in found:
        key = path[-1] if path else ""
        inside = (text, key) if isinstance(key, str) else (text,)
        if places.is_private(path, text) or any(masked_text(each) != each for each in inside):
            yield path


def _leaves(node: Value | Node, path: Path) -> Iterator[tuple[Path, str]]:
    """All leaves but nulls and booleans, which say nothing."""
    if isinstance(node, dict):
        for key, item in node.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _leaves(item, (*path, index))
    elif isinstance(node, str):
        if not is_null(node):
            yield path, node
    elif node is not None and not isinstance(node, bool):
        yield path, golang.to_text(node)


def masked_text(text: str, access_keys: KnownAccessKeys = NO_ACCESS_KEYS) -> str:
    """A text of unknown content without its credentials; a chart's blob is left as it is."""
    if not access_keys and not is_suspect(text):
        return text
    from generator.credentials.lines import is_blob, mask_value

    shown = mask_value(text)
    return shown if is_blob(shown) else access_keys.masked(shown)


class _Mask:
    def __init__(self, tree: Value | Node, access_keys: KnownAccessKeys) -> None:
        found = [*_leaves(tree, ())]
        self._places = PrivateLeaves(found)
        self._private = {path for path, text in found if self._places.is_private(path, text)}
        self._access_keys = access_keys

    def node(self, node: _Any, path: Path) -> _Any:
        if isinstance(node, dict):
            pairs = ((key, self.node(item, (*path, key))) for key, item in node.items())
            return {self._key((*path, key)): item for key, item in pairs}
        if isinstance(node, list):
            return [self.node(item, (*path, index)) for index, item in enumerate(node)]
        if path in self._private:
            return REDACTED
        return self._text(node) if isinstance(node, str) else node

    def _key(self, path: Path) -> str:
        return REDACTED if self._places.hides_key(path) else self._text(str(path[-1]))

    def _text(self, text: str) -> str:
        shown = masked_text(text, self._access_keys)
        return text if shown == text else shown
