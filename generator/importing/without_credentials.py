"""Takes the credentials out of items, before anything else looks at them.

Afterwards `REDACTED` stands where a catalog will have a reference to a credential, and nothing
where it will have none, so that no credential can reach a catalog, a comment or a message. The
package `credentials` knows what a credential is, and finds copies of access keys in other texts
(kubectl's annotation of what was last applied, say).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.credentials.known_access_keys import KnownAccessKeys
from generator.credentials.policy import REDACTED
from generator.credentials.tree import masked_text, private_leaves
from generator.importing.release import Note
from generator.manifest.shapes import CHART_TEXTS
from generator.problems import ProblemsError, dotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.manifest.located_objects import LocatedObject
    from generator.problems import Path, Problem
    from generator.yamlio.read import Node

_ACCESS_KEY_ENDS: Final = tuple((name,) for name in ACCESS_KEY_NAMES)
_KINDS_WITH_VALUES: Final = ("ControllerDeployment", "ControllerRegistration", "Extension", "")
_OWNER_SECRETS: Final = (
    ("values", "config", "machineImageOwnerSecret"),
    ("config", "machineImageOwnerSecret"),
)
"""Where values have the owner's access key: in an object, and in a file of values alone."""

_PAGE_TOKEN: Final = ("NextToken",)
"""Where an answer of an API says that there is another page, see `answer_pages`."""

_MOST: Final = 10_000
"""Credentials in all files of one call; a landscape has a few dozen."""


def without_credentials(
    items: Sequence[LocatedObject],
) -> tuple[tuple[LocatedObject, ...], list[Note]]:
    """The items without credentials, and notes on those that a catalog cannot refer to.

    Raises `ProblemsError` where the owner of the shared images has several access keys.
    """
    credentials = [dict(private_leaves(item.tree)) for item in items]
    if sum(map(len, credentials)) > _MOST:
        hint = "leave out the Secrets that no backup uses"
        raise items[0].refusal((), f"there are more than {_MOST:,} credentials in it", hint=hint)
    _check_one_owner(items, credentials)
    access_keys = KnownAccessKeys(leaf for found in credentials for leaf in found.items())
    notes: list[Note] = []
    clean = []
    for item, found in zip(items, credentials, strict=True):
        tree = _Cleaner(item, frozenset(found), access_keys, notes).clean(item.tree, ())
        clean.append(item.with_tree(tree if isinstance(tree, dict) else {}))
    return tuple(clean), notes


def _becomes_reference(path: Path, kind: str) -> bool:
    """Whether a catalog can refer to the credential at a path of an object."""
    if path[-1:] not in _ACCESS_KEY_ENDS:
        return False
    if kind == "Secret":
        return path[:-1] in {("data",), ("stringData",)}
    return kind in _KINDS_WITH_VALUES and path[-4:-1] in _OWNER_SECRETS


def _check_one_owner(
    items: Sequence[LocatedObject], credentials: Sequence[dict[Path, str]]
) -> None:
    first: dict[str, tuple[LocatedObject, Path, str]] = {}
    problems: list[Problem] = []
    for item, found in zip(items, credentials, strict=True):
        for path, text in found.items():
            if item.kind == "Secret" or not _becomes_reference(path, ""):
                continue
            known = first.setdefault(str(path[-1]), (item, path, text))
            if known[2] != text:
                message = f"a different {path[-1]} than at {known[0].place(known[1])}"
                problems.append(item.problem(path, message, "one owner of the shared images"))
    if problems:
        raise ProblemsError(problems)


class _Cleaner:
    """Rebuilds one tree without credentials."""

    def __init__(
        self,
        item: LocatedObject,
        places: frozenset[Path],
        access_keys: KnownAccessKeys,
        notes: list[Note],
    ) -> None:
        self._item = item
        self._kind = item.kind
        self._places = places
        self._access_keys = access_keys
        self._notes = notes

    def clean(self, node: Node, path: Path) -> Node | None:
        """The node; `REDACTED` for a credential that becomes a reference, None for another one."""
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
        if self._kind in _KINDS_WITH_VALUES and path in CHART_TEXTS:
            return text
        if path in self._places and (path == _PAGE_TOKEN or _becomes_reference(path, self._kind)):
            return REDACTED
        if path in self._places:
            self._note(path)
            return None
        return None if self._is_removed(text, path) else text

    def _is_removed(self, text: str, path: Path) -> bool:
        if masked_text(text, self._access_keys) == text:
            return False
        self._note(path)
        return True

    def _note(self, path: Path) -> None:
        self._notes.append(Note(self._item, path, f"{dotted(path)}: it holds a credential"))
