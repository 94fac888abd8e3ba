"""Which leaves of a document are private by their places: in a Secret, beside a name, in a list."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from generator.credentials.policy import (
    is_key_name,
    is_owner_section,
    is_private,
    is_private_key,
    is_random,
    is_reference,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.problems import Path

SECRET_FIELDS: Final = frozenset({"data", "stringData"})
"""Where a Secret has its values."""

_PUBLIC_IN_OWNER: Final = frozenset({"name", "namespace", "resource"})

_REFERENCES: Final = frozenset({"env", "file", "placeholder"})
"""How a catalog refers to a credential that stands elsewhere."""

_VARIABLE: Final = r"[A-Za-z_][0-9A-Za-z_]*"

_NAMING: Final = ("name", "key", "path")

_NAMED: Final = frozenset({"value", "default"})
"""`{name: PASSWORD, value: …}`: variables of containers, parameters of Helm, JSON patches."""

_FLAG: Final = r"--?[\w.-]+"

_ABOUT_THE_KEY: Final = frozenset(
    {"$ref", "description", "format", "maxLength", "minLength", "pattern", "title", "type"}
)
"""What a JSON Schema says of a key; `default` and `examples` could hold one."""


class _Place(Enum):
    """What a node of a document is, as far as its path tells."""

    OPEN = auto()
    NAME = auto()
    OWNER = auto()
    PRIVATE = auto()


class PrivateLeaves:
    """Which leaves of a document are private; made of all its leaves, by their paths."""

    def __init__(self, leaves: Iterable[tuple[Path, str]]) -> None:
        self._fields: dict[Path, dict[str, str]] = {}
        self._after_flags: set[Path] = set()
        self._places: dict[Path, _Place] = {(): _Place.OPEN}
        for path, text in leaves:
            self._note(path, text)

    def _note(self, path: Path, text: str) -> None:
        """What tells about the leaves beside this one."""
        key = path[-1] if path else ""
        if "metadata" in path:
            self._fields.setdefault(path[: path.index("metadata")], {})["metadata"] = ""
        if isinstance(key, int):
            if text.startswith("-") and re.fullmatch(_FLAG, text) and is_private_key(text):
                self._after_flags.add((*path[:-1], key + 1))
        elif key in ("kind", "apiVersion", "type", *_NAMING):
            self._fields.setdefault(path[:-1], {})[key] = text

    def is_private(self, path: Path, text: str) -> bool:
        """Whether the leaf at a path is a credential."""
        place = self._below(self._place(path[:-1]), path) if path else _Place.OPEN
        if place is _Place.PRIVATE and self.hides_key(path):
            return True
        if place is _Place.NAME and path[-1] == "env":
            return is_random(text) or not re.fullmatch(_VARIABLE, text)
        if place is _Place.NAME:
            return is_random(text) and not is_reference(text)
        if place is _Place.OPEN:
            return bool(path) and is_private(path[-1], text)
        return not is_reference(text)

    def hides_key(self, path: Path) -> bool:
        """Whether the last key of a path could itself be a credential that got there by a slip."""
        is_among_keys = self._place(path[:-1]) is _Place.OWNER
        return is_among_keys and not is_key_name(str(path[-1]))

    def _place(self, path: Path) -> _Place:
        found = self._places.get(path)
        if found is None:
            found = self._places[path] = self._below(self._place(path[:-1]), path)
        return found

    def _below(self, above: _Place, path: Path) -> _Place:
        key = path[-1]
        if isinstance(key, int):
            return _Place.PRIVATE if path in self._after_flags else above
        if above is _Place.PRIVATE:
            return _below_private(path)
        if above is _Place.OWNER:
            return _Place.NAME if key in _PUBLIC_IN_OWNER else _Place.PRIVATE
        if is_owner_section(key) or path[-2:] == ("backup", "secret"):
            return _Place.OWNER
        beside = self._fields.get(path[:-1], {})
        if key in SECRET_FIELDS and _is_secret(beside, key):
            return _Place.PRIVATE
        if key in _NAMED and any(is_private_key(beside.get(name)) for name in _NAMING):
            return _Place.PRIVATE
        return _Place.PRIVATE if is_private_key(key) else _Place.OPEN


def _below_private(path: Path) -> _Place:
    """A credential may be given by reference, and a schema describes it."""
    *_, above, key = path
    if is_private_key(above) and key in _ABOUT_THE_KEY:
        return _Place.OPEN
    if key in _REFERENCES and is_private_key(above):
        return _Place.NAME
    return _Place.OPEN if str(key).endswith(("Ref", "valueFrom")) else _Place.PRIVATE


def _is_secret(fields: dict[str, str], key: str) -> bool:
    """Whether an object with such fields is a Secret; one without a kind is taken for one."""
    if "kind" in fields:
        return fields["kind"].lower() == "secret"
    return key == "stringData" or not fields.keys().isdisjoint({"apiVersion", "metadata", "type"})
