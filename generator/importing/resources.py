"""References of values to garden resources: `{{ .resources.<name>.data.<key> }}`.

A ControllerDeployment of v1 and an Extension declare what they refer to in `resources`, and a
catalog has one of them to say: the Secret with the owner's access key, `ownerSecret.resource`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.importing.release import Note, dotted
from generator.manifest.shapes import CHARTS_OF_KIND, ChartPlace
from generator.problems import Problem, ProblemsError, quoted

if TYPE_CHECKING:
    from generator.manifest.located_objects import LocatedObject
    from generator.problems import Path
    from generator.yamlio.read import Node

_REFERENCE: Final = re.compile(
    r"\{\{\s*\.resources\.(?P<name>[0-9A-Za-z]+)\.data\.(?P<key>[0-9A-Za-z]+)\s*\}\}", re.ASCII
)
_VALUES_ALONE: Final = ChartPlace("", (), "", ())
_OWNER: Final = ("config", "machineImageOwnerSecret")
_SHOWN_BY: Final = (
    "v1beta1 does not show `resources`: import what "
    "`kubectl get controllerdeployments.v1.core.gardener.cloud -o yaml` prints"
)


def owner_resource(item: LocatedObject, place: ChartPlace) -> str:
    """The Secret that both halves of the owner's access key come from; empty where none is."""
    owner = item.part(*place.values, *_OWNER)
    matches = [_REFERENCE.fullmatch(str(owner.get(half, ""))) for half in ACCESS_KEY_NAMES]
    keys = tuple(match["key"] for match in matches if match)
    names = {match["name"] for match in matches if match}
    if keys != ACCESS_KEY_NAMES or len(names) != 1:
        return ""
    reference = _declared(item, place).get(names.pop(), {})
    return str(reference.get("name", "")) if reference.get("kind") == "Secret" else ""


def without_other_references(item: LocatedObject, notes: list[Note]) -> LocatedObject:
    """An object without the values that refer to resources which no catalog can declare.

    Raises `ProblemsError` for references to what the object itself does not declare.
    """
    places = CHARTS_OF_KIND.get(item.kind, (_VALUES_ALONE,))
    problems: list[Problem] = []
    tree = item.tree
    for path, place in {place.values: place for place in places}.items():
        if values := item.part(*path):
            kept = _Remover(item, place, notes, problems).kept(values, path)
            tree = _with(tree, path, kept) if kept != values else tree
    if problems:
        raise ProblemsError(problems)
    return item if tree is item.tree else item.with_tree(tree)


class _Remover:
    """Rebuilds the values at one place; what is left out becomes a note, or a problem."""

    def __init__(
        self, item: LocatedObject, place: ChartPlace, notes: list[Note], problems: list[Problem]
    ) -> None:
        self._item = item
        self._declared = _declared(item, place)
        self._notes = notes
        self._problems = problems
        self._owner = (*place.values, *_OWNER)
        self._is_known = bool(owner_resource(item, place))

    def kept(self, node: Node, path: Path) -> Node | None:
        """The node; None for a text that refers to another resource.

        An access key, or an item of a list, that holds such a text goes as a whole: half of it
        would mean another thing.
        """
        if isinstance(node, str):
            return None if self._refers(node, path) else node
        if isinstance(node, dict):
            below = {
                key: self.kept(value, (*path, key))
                for key, value in node.items()
                if not self._refers(key, (*path, key))
            }
            whole = {key: value for key, value in below.items() if value is not None}
            return None if path == self._owner and whole.keys() != node.keys() else whole
        items: list[Node] = []
        for index, value in enumerate(node):
            told = len(self._notes) + len(self._problems)
            item = self.kept(value, (*path, index))
            if item is not None and told == len(self._notes) + len(self._problems):
                items.append(item)
        return items

    def _refers(self, text: str, path: Path) -> bool:
        names = [match["name"] for match in _REFERENCE.finditer(text)]
        if not names or (self._is_known and path[:-1] == self._owner):
            return False
        for name in dict.fromkeys(names):
            if name in self._declared:
                message = f"{dotted(path)}: a catalog has no resource but the owner's"
                self._notes.append(Note(self._item, path, message))
            else:
                self._problems.append(self._undeclared(name, path))
        return True

    def _undeclared(self, name: str, path: Path) -> Problem:
        is_v1beta1 = "providerConfig" in path
        message = f"there is no resource named {quoted(name)}"
        hint = _SHOWN_BY if is_v1beta1 else ""
        return self._item.problem(path, message, "one that `resources` declares", hint)


def _declared(item: LocatedObject, place: ChartPlace) -> dict[str, dict[str, Node]]:
    """The references of `resources` by their names."""
    return {
        str(entry.get("name", "")): reference
        for _, entry in (item.entries(*place.resources) if place.resources else ())
        if isinstance(reference := entry.get("resourceRef"), dict)
    }


def _with(tree: dict[str, Node], path: Path, node: Node | None) -> dict[str, Node]:
    """A tree with another mapping at a path of keys."""
    if not path:
        return node if isinstance(node, dict) else {}
    key, *below = path
    inner = tree.get(str(key))
    assert isinstance(inner, dict)  # noqa: S101  something stands at the path
    return {**tree, str(key): _with(inner, tuple(below), node)}
