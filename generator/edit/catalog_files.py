"""The files that a catalog is made of, and which of them an edit may change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

from generator.decode.paths import node_at
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
class CatalogFile:
    """One file: its text, its tree as it is written, and its tree in the long form."""

    name: str
    text: str
    tree: Node
    long: Node


class CatalogFiles:
    """A catalog as its files state it, the catalog's own file last.

    `named` are the names of the files that may be changed; where it is empty, only the catalog's
    own file may.
    """

    def __init__(self, layers: Sequence[Layer], named: frozenset[str] = frozenset()) -> None:
        self.files = tuple(
            CatalogFile(layer.file, layer.text, read_document(layer.text, layer.file), layer.tree)
            for layer in layers
        )
        self.tree = reduce(merge_trees, [layer.tree for layer in layers])
        self._named = named

    @property
    def name(self) -> str:
        """The catalog's own file."""
        return self.files[-1].name

    def may_change(self, file: CatalogFile) -> bool:
        """Whether edits may go to a file."""
        return file.name in (self._named or {self.name})

    def versions(self, image: str) -> dict[str, Version]:
        """The versions of an image, of all files merged; none where there is no such image."""
        return versions_in(self.tree, image)

    def images(self) -> dict[str, Node]:
        """The images of all files merged."""
        found = node_at(self.tree, ("images",))
        return found if isinstance(found, dict) else {}

    def home(self, image: str, version: str) -> CatalogFile:
        """The file in which a version is changed; raises `ProblemsError`.

        It is the last file that states the version; where that may not be changed, a file that may
        be and is merged over it.
        """
        path = ("images", image, "versions", version)
        stating = [i for i, file in enumerate(self.files) if not is_null(node_at(file.long, path))]
        owner = self.files[stating[-1]]
        return owner if self.may_change(owner) else self.over(owner, path)

    def over(self, owner: CatalogFile, path: Path) -> CatalogFile:
        """The last file that may be changed and is merged over `owner`; raises `ProblemsError`."""
        later = self.files[self.files.index(owner) + 1 :]
        found = [file for file in later if file.name in self._named]
        if not found:
            raise self._refusal(owner, path)
        return found[-1]

    def refusal(
        self, path: Path, message: str, *, hint: str = "", lines: tuple[str, ...] = ()
    ) -> ProblemsError:
        """The error at a key, or at the one above it, in the last file that states it."""
        file = [file for file in self.files if node_at(file.long, path)][-1]
        places = (Positions(file.text).find(place, of_key=True) for place in (path, path[:-1]))
        line, column = next(filter(None, places), (0, 0))
        return ProblemsError([Problem(file.name, line, column, message, hint=hint, lines=lines)])

    def _refusal(self, owner: CatalogFile, path: Path) -> ProblemsError:
        line, column = Positions(owner.text).find(path, of_key=True) or (0, 0)
        why, hint = f"{self.name} only extends", f"`--in {owner.name}` changes it here, for every "
        hint += f"landscape that extends it; `--in {self.name}` only for that one"
        if owner.name == self.name:
            why, hint = "`--in` does not name", f"`--in {owner.name}` changes it here"
        message = f"{' '.join(map(str, path[1::2]))} is in this file, which {why}"
        return ProblemsError([Problem(owner.name, line, column, message, hint=hint)])

    def own(self) -> CatalogFile:
        """The file that gets new entries: the last one that may be changed."""
        return [file for file in self.files if self.may_change(file)][-1]


def versions_in(tree: Node, image: str) -> dict[str, Version]:
    """The versions of an image in a tree of the long form, without those that are not mappings."""
    found = node_at(tree, ("images", image, "versions"))
    items = found.items() if isinstance(found, dict) else ()
    return {str(version): node for version, node in items if isinstance(node, dict)}


def text_at(version: Version, key: str) -> str:
    """The text that a version has at a key; empty where it has none."""
    node = version.get(key)
    return str(node) if isinstance(node, str) and not is_null(node) else ""
