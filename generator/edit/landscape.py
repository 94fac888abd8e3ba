"""The files that a catalog is made of, and which of them an edit may change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

from generator.merge import merge_trees
from generator.problems import Problem, ProblemsError
from generator.yamlio.locate import Positions
from generator.yamlio.read import is_null, read_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.decode.layers import Layer
    from generator.problems import Path
    from generator.yamlio.read import Node

Version: TypeAlias = "dict[str, Node]"
"""A version in the long form."""


@dataclass(frozen=True, slots=True)
class File:
    """One file: its text, its tree as it is written, and its tree in the long form."""

    name: str
    text: str
    tree: Node
    long: Node


class Landscape:
    """A catalog as its files say it, the catalog's own file last.

    `named` are the files to change, as they are called here; where it is empty, that is the
    catalog's own, and only where an entry stands there.
    """

    def __init__(self, layers: Sequence[Layer], named: frozenset[str] = frozenset()) -> None:
        self.files = tuple(
            File(layer.file, layer.text, read_document(layer.text, layer.file), layer.tree)
            for layer in layers
        )
        self.tree = reduce(merge_trees, [layer.tree for layer in layers])
        self._named = named

    @property
    def name(self) -> str:
        """The catalog's own file."""
        return self.files[-1].name

    def may_change(self, file: File) -> bool:
        """Whether edits may go to a file."""
        return file.name in (self._named or {self.name})

    def versions(self, image: str) -> dict[str, Version]:
        """The versions of an image as all files say them; none where there is no such image."""
        return versions_in(self.tree, image)

    def images(self) -> dict[str, Node]:
        """The images as all files say them."""
        found = below(self.tree, ("images",))
        return found if isinstance(found, dict) else {}

    def home(self, image: str, version: str) -> File:
        """The file to change where it is about a version; raises `ProblemsError`.

        That is the last one that states it, where it may be changed, else a named one that is
        merged over it.
        """
        path = ("images", image, "versions", version)
        stating = [i for i, file in enumerate(self.files) if not is_null(below(file.long, path))]
        owner = self.files[stating[-1]]
        return owner if self.may_change(owner) else self.over(owner, path)

    def over(self, owner: File, path: Path) -> File:
        """A named file that is merged over one; raises `ProblemsError` where there is none."""
        later = self.files[self.files.index(owner) + 1 :]
        found = [file for file in later if file.name in self._named]
        if not found:
            raise self._refusal(owner, path)
        return found[-1]

    def _refusal(self, owner: File, path: Path) -> ProblemsError:
        line, column = Positions(owner.text).find(path, of_key=True) or (0, 0)
        why, hint = f"{self.name} only extends", f"`--in {owner.name}` changes it here, for every "
        hint += f"landscape that extends it; `--in {self.name}` for that one alone"
        if owner.name == self.name:
            why, hint = "`--in` does not name", f"`--in {owner.name}` changes it here"
        message = f"{' '.join(map(str, path[1::2]))} stands in this file, which {why}"
        return ProblemsError([Problem(owner.name, line, column, message, hint=hint)])

    def own(self) -> File:
        """The file that new entries go to: the last of those that may be changed."""
        return [file for file in self.files if self.may_change(file)][-1]


def below(tree: Node | None, path: Path) -> Node | None:
    """The node at a path; None where it is absent."""
    for step in path:
        tree = tree.get(str(step)) if isinstance(tree, dict) else None
    return tree


def versions_in(tree: Node, image: str) -> dict[str, Version]:
    """The versions of an image in a tree of the long form, without those that are no mappings."""
    found = below(tree, ("images", image, "versions"))
    items = found.items() if isinstance(found, dict) else ()
    return {str(version): node for version, node in items if isinstance(node, dict)}


def said(version: Version, key: str) -> str:
    """The text that a version has at a key; empty where it has none."""
    node = version.get(key)
    return str(node) if isinstance(node, str) and not is_null(node) else ""
