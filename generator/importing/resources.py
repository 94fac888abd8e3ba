"""References of values to garden resources: `{{ .resources.<name>.data.<key> }}`.

A ControllerDeployment of v1 and an Extension declare what they refer to in `resources`, and a
catalog has one of them to say: the Secret with the owner's access key, `ownerSecret.resource`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.documents.values import RESOURCE_NAME
from generator.importing.release import Note
from generator.manifest.shapes import CHARTS_OF_KIND, ChartPlace
from generator.problems import Problem, ProblemsError, dotted, quoted

if TYPE_CHECKING:
    from generator.manifest.located_objects import LocatedObject
    from generator.problems import Path
    from generator.yamlio.read import Node

_REFERENCE: Final = re.compile(
    r"\{\{\s*\.resources\.(?P<name>[0-9A-Za-z]+)\.data\.(?P<key>[0-9A-Za-z]+)\s*\}\}", re.ASCII
)
_VALUES_ALONE: Final = ChartPlace("", (), "", ())
_OWNER: Final = ("config", "machineImageOwnerSecret")
_ONLY_OWNER: Final = "a catalog can only have the owner's resource"
_SHOWN_BY: Final = (
    "v1beta1 does not show `resources`: import what "
    "`kubectl get controllerdeployments.v1.core.gardener.cloud -o yaml` prints"
)


def owner_resource(item: LocatedObject, place: ChartPlace) -> str:
    """The Secret that both halves of the owner's access key come from; empty where none is."""
    reference = _declared(item, place).get(_owner_name(item, place), {})
    return str(reference.get("name", "")) if reference.get("kind") == "Secret" else ""


def _owner_name(item: LocatedObject, place: ChartPlace) -> str:
    """The resource that both halves refer to, each to its own key."""
    owner = item.part(*place.values, *_OWNER)
    matches = [_REFERENCE.fullmatch(str(owner.get(half, ""))) for half in ACCESS_KEY_NAMES]
    keys = tuple(match["key"] for match in matches if match)
    names = {match["name"] for match in matches if match}
    return names.pop() if keys == ACCESS_KEY_NAMES and len(names) == 1 else ""


def without_other_references(item: LocatedObject, notes: list[Note]) -> LocatedObject:
    """An object without the values that refer to resources which no catalog can declare.

    The owner's resource gets the name that we generate. Raises `ProblemsError` for references to
    what the object itself does not declare.
    """
    places = CHARTS_OF_KIND.get(item.kind, (_VALUES_ALONE,))
    problems: list[Problem] = []
    tree = item.tree
    for path, place in {place.values: place for place in places}.items():
        if values := item.part(*path):
            kept = _Remover(item, place, notes, problems).kept(values, path)
            tree = _with(tree, path, kept) if kept != values else tree
            tree = _with_usual_name(tree, item, place, notes)
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
        if self._is_known and path[:-1] == self._owner and path[-1] in ACCESS_KEY_NAMES:
            return _usual_reference(str(path[-1]))
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
        if not names:
            return False
        for name in dict.fromkeys(names):
            if name in self._declared:
                self._notes.append(Note(self._item, path, f"{dotted(path)}: {_ONLY_OWNER}"))
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


def _usual_reference(key: str) -> str:
    return f"{{{{ .resources.{RESOURCE_NAME}.data.{key} }}}}"


def _with_usual_name(
    tree: dict[str, Node], item: LocatedObject, place: ChartPlace, notes: list[Note]
) -> dict[str, Node]:
    """A tree in whose `resources` the owner's has the name that we generate."""
    name = _owner_name(item, place) if owner_resource(item, place) else ""
    if name in ("", RESOURCE_NAME):
        return tree
    renamed: list[Node] = []
    for path, entry in item.entries(*place.resources):
        if entry.get("name") == name:
            message = f"the owner's resource, {quoted(name)}, becomes {quoted(RESOURCE_NAME)}"
            notes.append(Note(item, (*path, "name"), message))
            renamed.append({**entry, "name": RESOURCE_NAME})
        elif entry.get("name") == RESOURCE_NAME:
            notes.append(Note(item, path, f"{dotted(path)}: {_ONLY_OWNER}"))
        else:
            renamed.append(entry)
    return _with(tree, place.resources, renamed)


def _with(tree: dict[str, Node], path: Path, node: Node | None) -> dict[str, Node]:
    """A tree with another node at a path of keys, an empty one for None."""
    if not path:
        return node if isinstance(node, dict) else {}
    key, *below = path
    if not below:
        return {**tree, str(key): {} if node is None else node}
    inner = tree.get(str(key))
    assert isinstance(inner, dict)  # noqa: S101  something stands at the path
    return {**tree, str(key): _with(inner, tuple(below), node)}
