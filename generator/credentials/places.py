"""Which leaves of a document are private by their places: in a Secret, beside a name, in a list."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from generator.credentials.given_names import given_names_start
from generator.credentials.policy import (
    is_key_name,
    is_number,
    is_owner_section,
    is_part_of_secret,
    is_private,
    is_private_key,
    is_random,
    is_reference,
    may_be_number,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.problems import Path

SECRET_FIELDS: Final = frozenset({"data", "stringData", "binaryData"})
"""Where a Secret has its values."""

_PUBLIC_IN_OWNER: Final = frozenset({"name", "namespace", "resource"})

_REFERENCES: Final = frozenset({"env", "file", "placeholder"})
"""How a catalog refers to a credential that stands elsewhere."""

_REMOTE: Final = ("secrets", "external", "remote")
"""Where a catalog names entries of a store, which could be credentials that got there by a slip."""

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
    """What a node of a document is, as far as its path tells.

    NO_NUMBER: private, but for numbers, which count something there.
    """

    OPEN = auto()
    NAME = auto()
    OWNER = auto()
    NO_NUMBER = auto()
    PRIVATE = auto()


class PrivateLeaves:
    """Which leaves of a document are private; made of all its leaves, by their paths."""

    def __init__(self, leaves: Iterable[tuple[Path, str]]) -> None:
        self._fields: dict[Path, dict[str, str]] = {}
        self._after_flags: dict[Path, _Place] = {}
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
                self._after_flags[(*path[:-1], key + 1)] = _of_key(text)
        elif key in ("kind", "apiVersion", "type", *_NAMING):
            self._fields.setdefault(path[:-1], {})[key] = text

    def is_private(self, path: Path, text: str) -> bool:
        """Whether the leaf at a path is a credential."""
        if self._is_below_names(path):
            return is_private(path[-1], text) and is_random(text)
        place = self._below(self._place(path[:-1]), path) if path else _Place.OPEN
        if path and self._hides_key(path):
            return True
        if place is _Place.NAME and path[-1] == "env":
            return is_random(text) or not re.fullmatch(_VARIABLE, text)
        if place is _Place.NAME and path[-1] == "placeholder":
            return not is_reference(text)
        if place is _Place.NAME:
            return is_random(text) and not is_reference(text)
        if place is _Place.OPEN:
            return bool(path) and is_private(path[-1], text)
        if place is _Place.NO_NUMBER and is_number(text):
            return False
        return not is_reference(text)

    def hides_key(self, path: Path) -> bool:
        """Whether the last key of a path could itself be a credential that got there by a slip."""
        return not self._is_below_names(path) and self._hides_key(path)

    def _hides_key(self, path: Path) -> bool:
        if self._place(path[:-1]) is _Place.OWNER:
            return not is_key_name(str(path[-1]))
        # `accessKeySecret: {…}` or `{env: {…}}`, where a reference was meant.
        above = [self._place(path[:end]) for end in range(len(path))]
        is_wrong = self._place(path) is _Place.PRIVATE or _Place.NAME in above
        return _Place.OWNER in above[:-1] and is_wrong

    def _is_below_names(self, path: Path) -> bool:
        start = given_names_start(path)
        return start is not None and self._place(path[:start]) is _Place.OPEN

    def _place(self, path: Path) -> _Place:
        found = self._places.get(path)
        if found is None:
            found = self._places[path] = self._below(self._place(path[:-1]), path)
        return found

    def _below(self, above: _Place, path: Path) -> _Place:
        key = path[-1]
        if isinstance(key, int):
            return self._after_flags.get(path, above)
        if above in (_Place.PRIVATE, _Place.NO_NUMBER):
            return _below_private(path, above)
        if above is _Place.OWNER:
            return _Place.NAME if key in _PUBLIC_IN_OWNER else _Place.PRIVATE
        if path[-3:] == _REMOTE or (above is _Place.NAME and "remote" in path):
            return _Place.NAME
        if is_owner_section(key) or path[-2:] == ("backup", "secret"):
            return _Place.OWNER
        beside = self._fields.get(path[:-1], {})
        if key in SECRET_FIELDS and _is_secret(self._kind(path[:-1]), beside, key):
            return _Place.PRIVATE
        if is_part_of_secret(path):
            return _Place.PRIVATE
        named = [beside[name] for name in _NAMING if key in _NAMED and name in beside]
        private = next((name for name in (str(key), *named) if is_private_key(name)), None)
        return _Place.OPEN if private is None else _of_key(private)

    def _kind(self, path: Path) -> str | None:
        """The kind of an object, which the items of a list need not repeat."""
        own = self._fields.get(path, {}).get("kind")
        if own is None and path[-2:-1] == ("items",):
            kind = self._fields.get(path[:-2], {}).get("kind", "").lower()
            return kind.removesuffix("list") or None
        return own


def _of_key(private: str) -> _Place:
    """The place of what stands behind a private key."""
    return _Place.PRIVATE if may_be_number(private) else _Place.NO_NUMBER


def _below_private(path: Path, private: _Place) -> _Place:
    """A credential may be given by reference, and a schema describes it."""
    *_, above, key = path
    if is_private_key(above) and key in _ABOUT_THE_KEY:
        return _Place.OPEN
    if key in _REFERENCES and is_private_key(above):
        return _Place.NAME
    return _Place.OPEN if str(key).endswith(("Ref", "valueFrom")) else private


def _is_secret(kind: str | None, fields: Iterable[str], key: str) -> bool:
    """Whether an object with such fields is a Secret; one without a kind is taken for one."""
    if kind is not None:
        return kind.lower() == "secret"
    return key == "stringData" or not {"apiVersion", "metadata", "type"}.isdisjoint(fields)
