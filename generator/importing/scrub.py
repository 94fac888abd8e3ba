"""Credentials, taken out of items before anything else looks at them.

From here on `REDACTED` stands where a catalog will have a reference, and nothing where it will not,
so that no credential can reach a catalog, a comment or a message. They are found by the keys that
they stand under; every other text that repeats one, in plain text or encoded (kubectl's annotation
of what was last applied, say), or that looks like an access key ID of Alibaba Cloud, goes as well.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.credentials import encoded
from generator.importing import chart
from generator.problems import ACCESS_KEY_NAMES, ProblemsError
from generator.yamlio.golang import resolve
from generator.yamlio.read import Plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from generator.importing.documents import Item
    from generator.problems import Path, Problem
    from generator.yamlio.read import Node

REDACTED: Final = "<redacted>"

_PRIVATE: Final = re.compile(r"access_?key|key_?id|key_?secret|secret_?key|password|token", re.I)
"""Keys whose text is a credential, the names of Secrets apart."""

_OWNER: Final = re.compile(r"owner_?secret", re.I)
"""Keys below which every text but `name` is a credential, however its key is spelt."""

_ACCESS_KEY_ID: Final = re.compile(
    r"(?i:LTAI)[0-9A-Za-z]{12,}|TFRBS[0-9A-Za-z+/]{11,}|VEZSQ[0-9A-Za-z+/]{12,}"
)
"""How access key IDs start: in plain text, in base64, and in base64 of that."""

_REFERENCE: Final = re.compile(r"\{\{ *\.resources\.[0-9A-Za-z]+\.data\.[0-9A-Za-z]+ *\}\}")
"""What gardenlet replaces by the text of a Secret: no credential itself."""

_HALVES: Final = tuple((name,) for name in ACCESS_KEY_NAMES)
_DEPLOYING: Final = ("ControllerDeployment", "ControllerRegistration", "Extension", "")
_OF_VALUES: Final = (
    ("values", "config", "machineImageOwnerSecret"),
    ("config", "machineImageOwnerSecret"),
)
"""Where values hold the owner's access key: in an object, and in a file of their own."""

_SHORTEST: Final = 8
"""Characters of a text that is worth looking for elsewhere."""

_MOST: Final = 10_000
"""Credentials in all files of one call; a landscape has a few dozen."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A text that was taken out of an item."""

    item: Item
    path: Path


def scrub(items: Sequence[Item]) -> tuple[tuple[Item, ...], tuple[Removed, ...]]:
    """The items without credentials, and what is lost by that.

    Raises `ProblemsError` where the owner of the shared images has several access keys.
    """
    credentials = [dict(_credentials(item.tree, (), _kind(item))) for item in items]
    _check_owner(items, credentials)
    finder = _Finder({text for found in credentials for text in found.values()}, items[0])
    removed: list[Removed] = []
    clean = []
    for item, found in zip(items, credentials, strict=True):
        tree = _Cleaner(item, frozenset(found), finder, removed).clean(item.tree, ())
        clean.append(item.with_tree(tree if isinstance(tree, dict) else {}))
    return tuple(clean), tuple(removed)


def is_kept(path: Path, kind: str) -> bool:
    """Whether a catalog can refer to the credential at a path of an object."""
    if path[-1:] not in _HALVES:
        return False
    if kind == "Secret":
        return path[:-1] in {("data",), ("stringData",)}
    return kind in _DEPLOYING and path[-4:-1] in _OF_VALUES


def _kind(item: Item) -> str:
    return str(item.tree.get("kind", ""))


def _credentials(node: Node, path: Path, kind: str) -> Iterator[tuple[Path, str]]:
    """The texts of an object that are credentials, by the keys that they stand under."""
    if isinstance(node, dict):
        for key, item in node.items():
            yield from _credentials(item, (*path, key), kind)
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _credentials(item, (*path, index), kind)
    elif _is_private(path, kind) and _is_text(node) and not _REFERENCE.fullmatch(node):
        yield path, str(node)


def _is_text(node: str) -> bool:
    return bool(node) and (type(node) is not Plain or isinstance(resolve(node), str))


def _is_private(path: Path, kind: str) -> bool:
    if is_kept(path, kind) or (kind == "Secret" and path[:1] in {("data",), ("stringData",)}):
        return True
    if path[-1:] in {("name",), ("namespace",)}:
        return False
    keys = [step for step in path if isinstance(step, str)]
    return any(map(_OWNER.search, keys)) or any(map(_PRIVATE.search, keys[-1:]))


def _check_owner(items: Sequence[Item], credentials: Sequence[dict[Path, str]]) -> None:
    first: dict[str, tuple[Item, Path, str]] = {}
    problems: list[Problem] = []
    for item, found in zip(items, credentials, strict=True):
        for path, text in found.items():
            if _kind(item) == "Secret" or not is_kept(path, ""):
                continue
            known = first.setdefault(str(path[-1]), (item, path, text))
            if known[2] != text:
                message = f"another {path[-1]} than at {known[0].place(known[1])}"
                problems.append(item.problem(path, message, "one owner of the shared images"))
    if problems:
        raise ProblemsError(problems)


def _forms(text: str) -> Iterator[str]:
    """A credential as it stands, encoded once and twice, and what it is the encoding of."""
    for _ in range(3):
        yield from (text, encoded(text), encoded(encoded(text)))
        try:
            text = base64.b64decode("".join(text.split()).encode(), validate=True).decode()
        except (binascii.Error, UnicodeError):
            return


class _Finder:
    """Looks for many texts at once, in time that does not grow with their number."""

    def __init__(self, credentials: Collection[str], item: Item) -> None:
        if len(credentials) > _MOST:
            message = f"there are more than {_MOST:,} credentials in it"
            hint = "leave out the Secrets that no backup uses"
            raise item.refusal((), message, hint=hint)
        self._by_head: dict[str, dict[int, set[str]]] = {}
        for form in {form for text in credentials for form in _forms(text)}:
            if len(form) >= _SHORTEST:
                by_length = self._by_head.setdefault(form[:_SHORTEST], {})
                by_length.setdefault(len(form), set()).add(form)

    def is_in(self, text: str) -> bool:
        """Whether a text holds one of the credentials, in plain text or encoded."""
        by_head = self._by_head
        return any(
            text[start : start + length] in forms
            for start in range(len(text) - _SHORTEST + 1 if by_head else 0)
            if (by_length := by_head.get(text[start : start + _SHORTEST]))
            for length, forms in by_length.items()
        )


class _Cleaner:
    """Rebuilds one tree without what is private."""

    def __init__(
        self, item: Item, places: frozenset[Path], finder: _Finder, removed: list[Removed]
    ) -> None:
        self._item = item
        self._kind = _kind(item)
        self._places = places
        self._finder = finder
        self._removed = removed

    def clean(self, node: Node, path: Path) -> Node | None:
        """The node, `REDACTED` for a credential that can be kept, None where it has to go."""
        if isinstance(node, str):
            return self._text(node, path)
        if isinstance(node, dict):
            pairs = {
                key: self.clean(item, (*path, key))
                for key, item in node.items()
                if not self._is_removed(key, path)
            }
            return {key: item for key, item in pairs.items() if item is not None}
        items = [self.clean(item, (*path, index)) for index, item in enumerate(node)]
        return [item for item in items if item is not None]

    def _text(self, text: str, path: Path) -> str | None:
        # The letters of a compressed chart say nothing, though some may look like a key by chance.
        if self._kind in _DEPLOYING and path in chart.PLACES:
            return text
        if path in self._places and is_kept(path, self._kind):
            return REDACTED
        if path in self._places:
            self._removed.append(Removed(self._item, path))
            return None
        return None if self._is_removed(text, path) else text

    def _is_removed(self, text: str, path: Path) -> bool:
        if not _ACCESS_KEY_ID.search(text) and not self._finder.is_in(text):
            return False
        self._removed.append(Removed(self._item, path))
        return True
