"""A catalog's tree without what could be a credential: what may be shown of it.

A reference to a credential is none, and neither are the names beside it. Whatever else stands where
a credential may is hidden, keys included: it may have got there by a slip.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.decode import keys
from generator.decode.paths import known_keys
from generator.problems import ACCESS_KEY_NAMES
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from generator.problems import Path
    from generator.yamlio.read import Node

REDACTED = "<redacted>"

_LIKE_CREDENTIAL = re.compile(r"(?:LTAI|TFRBS).*|(?=.*[0-9])[0-9A-Za-z]{16,}={0,2}")
"""An access key ID, plain or as base64, or text as random as a secret's."""

_CREDENTIAL_BEHIND_KEY = re.compile(r"accesskey\w*[\"']?\s*[:=]", re.IGNORECASE)
"""`accessKeyID:LTAI…`: without the space that YAML wants, it is text."""

_MISSPELT_KEY = re.compile(r"[A-Za-z]{1,15}")
"""The name of a key that nobody knows; it is too short for a credential."""


def public(node: Node, path: Path = ()) -> Node:
    """What may be shown of the node at a path of a catalog."""
    if is_null(node):
        return node
    if _holds_access_key(path):
        return _secret(node, path)
    if isinstance(node, dict):
        return {_key(key): _value(key, item, path) for key, item in node.items()}
    if isinstance(node, list):
        return [public(item, (*path, index)) for index, item in enumerate(node)]
    return REDACTED if _CREDENTIAL_BEHIND_KEY.search(node) else node


def _holds_access_key(path: Path) -> bool:
    if len(path) == 4:
        return (path[0], *path[2:]) == ("seeds", "backup", "secret")
    return path == ("ownerSecret",)


def _secret(node: Node, path: Path) -> Node:
    """A section with an access key: nothing is shown in it but what has its place there."""
    if not isinstance(node, dict):
        return REDACTED
    shown: dict[str, Node] = {}
    for key, item in node.items():
        if key in ACCESS_KEY_NAMES:
            shown[key] = _credential(item)
        elif key in known_keys(path):
            shown[key] = item if _is_harmless(item) else REDACTED
        else:
            shown[key if _MISSPELT_KEY.fullmatch(key) else REDACTED] = REDACTED
    return shown


def _key(key: str) -> str:
    return REDACTED if _CREDENTIAL_BEHIND_KEY.search(key) else key


def _value(key: str, item: Node, path: Path) -> Node:
    if key in ACCESS_KEY_NAMES:
        return _credential(item)
    return REDACTED if "accesskey" in key.lower() else public(item, (*path, key))


def _credential(node: Node) -> Node:
    """A reference to a credential; anything else could be the credential itself."""
    if is_null(node):
        return node
    if isinstance(node, dict) and len(node) == 1:
        ((key, item),) = node.items()
        if key in keys.CREDENTIAL and _is_harmless(item):
            return node
    return REDACTED


def _is_harmless(node: Node) -> bool:
    """Whether this is the name or the path that it is taken for."""
    if not isinstance(node, str) or _CREDENTIAL_BEHIND_KEY.search(node):
        return False
    return not any(map(_LIKE_CREDENTIAL.fullmatch, node.split("/")))
