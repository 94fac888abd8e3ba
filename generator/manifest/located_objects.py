"""Objects with the lines that their parts stand in, read strictly, for whoever cannot guess.

Their scalars are the characters that were written: a version is what people see. The readers of
`objects` take them like any other object; those here raise `ProblemsError` for what is of another
type, at its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final, cast

from generator.manifest.json_sequence import JSONValue, read_json_sequence
from generator.manifest.no_manifest import problem_of_other_text, problem_of_template
from generator.manifest.objects import Object, fix_indentation, kind_of_object, objects_in
from generator.problems import Problem, ProblemsError
from generator.reading.section import kind_of
from generator.reading.typed_values import typed
from generator.yamlio.locate import Positions
from generator.yamlio.read import decode_text, is_null, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.catalog.values import Value
    from generator.problems import Finding, Hint, Path
    from generator.yamlio.read import Node

_MARKER: Final = re.compile(r"^(---|\.\.\.)(?=\s|$)", re.MULTILINE)
"""Starts or ends a document wherever it stands: YAML allows no text to have such a line."""


_SEPARATORS: Final = ("\n", ",", "- ")
"""What stands between values, however they are written."""

_MOST_PARTS: Final = 2_000_000
"""Values in a file, about: 150,000 IDs are half of that."""


class _Stream:
    """The documents of a text, which is split once, and only when somebody asks for a line.

    `values` are those of a text that is a sequence of JSON.
    """

    def __init__(self, text: str, values: Sequence[JSONValue] = ()) -> None:
        self._text = text
        self._values = values

    @cached_property
    def documents(self) -> list[tuple[int, Positions]]:
        """Of each document that is not empty the lines before it, and its own positions."""
        text = self._text
        if self._values:
            return [(value.lines, Positions(value.text)) for value in self._values]
        if not _MARKER.search(text):
            return [(0, Positions(text))]
        starts = [0, *(match.start() for match in _MARKER.finditer(text)), len(text)]
        found, lines = [], 0
        for start, end in pairwise(starts):
            chunk = text[start:end]
            if _has_content(chunk):
                found.append((lines, Positions(chunk)))
            lines += chunk.count("\n")
        return found


class _Lines:
    """Where the parts of one document of a stream stand."""

    def __init__(self, stream: _Stream, index: int) -> None:
        self._stream = stream
        self._index = index

    def find(self, path: Path, *, of_key: bool = False) -> tuple[int, int] | None:
        """Line and column, from 1, of the value (or the key) at `path`; None where it is absent."""
        offset, positions = self._stream.documents[self._index]
        found = positions.find(path, of_key=of_key)
        return (found[0] + offset, found[1]) if found else None


def _has_content(chunk: str) -> bool:
    try:
        return bool(read_documents(chunk, ""))
    except ProblemsError:
        return False


@dataclass(frozen=True, eq=False)
class LocatedObject(Object):
    """An object that knows where its parts stand.

    `path` leads from the top of its document to it, `positions` knows the document's lines.
    """

    path: Path
    positions: _Lines = field(repr=False)

    @property
    def tree(self) -> dict[str, Node]:
        """The body, of scalars as they were written."""
        return cast("dict[str, Node]", self.body)

    def at(self, below: Path = (), *, of_key: bool = False) -> tuple[int, int]:
        """Line and column of a part (or of its key), or of the nearest thing above it."""
        path = (*self.path, *below)
        for end in range(len(path), -1, -1):
            if found := self.positions.find(path[:end], of_key=of_key or end < len(path)):
                return found
        return 0, 0

    def place(self, below: Path = ()) -> str:
        """`file:line` of a part."""
        return f"{self.file}:{self.at(below)[0]}"

    def problem(self, below: Path, message: str, expected: str = "", hint: Hint = "") -> Problem:
        """An error at a part of the object."""
        return Problem(self.file, *self.at(below), message, expected=expected, hint=hint)

    def refusal(
        self, below: Path, message: str, expected: str = "", hint: Hint = ""
    ) -> ProblemsError:
        """The same as an exception."""
        return ProblemsError([self.problem(below, message, expected, hint)])

    def part(self, *path: str) -> dict[str, Node]:
        """The mapping at a path; an empty one where it is absent; raises `ProblemsError`."""
        node: Node = self.tree
        for end, key in enumerate(path, 1):
            node = node.get(key, {}) if isinstance(node, dict) else {}
            if not isinstance(node, dict) and not is_null(node):
                raise self.refusal(path[:end], f"found {kind_of(node)}", "a mapping")
        return node if isinstance(node, dict) else {}

    def text(self, *path: str) -> str:
        """The text at a path; empty where it is absent; raises `ProblemsError`."""
        node = self.part(*path[:-1]).get(path[-1])
        if node is None or is_null(node):
            return ""
        if not isinstance(node, str):
            raise self.refusal(path, f"found {kind_of(node)}", "a string")
        return str(node)

    def value(self, *path: str) -> dict[str, Value]:
        """The mapping at a path, typed as Go types it; raises `ProblemsError`."""
        found = typed_value(self, self.part(*path), path)
        return found if isinstance(found, dict) else {}

    def entries(self, *path: str) -> Iterator[tuple[Path, dict[str, Node]]]:
        """The mappings in the list at a path, each with its own path; raises `ProblemsError`."""
        return entries(self, self.part(*path[:-1]), path)

    def with_tree(self, tree: dict[str, Node]) -> LocatedObject:
        """The same object with another content."""
        body = cast("dict[str, Value]", tree)
        return replace(self, kind=kind_of_object(body), body=body)


def entries(
    item: LocatedObject, holder: Mapping[str, Node], path: Path
) -> Iterator[tuple[Path, dict[str, Node]]]:
    """The mappings in the list that `holder` has at the last step of `path`."""
    node = holder.get(str(path[-1]))
    if node is None or is_null(node):
        return
    if not isinstance(node, list):
        raise item.refusal(path, f"found {kind_of(node)}", "a list")
    for index, entry in enumerate(node):
        if not isinstance(entry, dict):
            raise item.refusal((*path, index), f"found {kind_of(entry)}", "a mapping")
        yield (*path, index), entry


def typed_value(item: LocatedObject, node: Node, path: Path) -> Value:
    """A node of an item as Go types it; raises `ProblemsError`."""
    findings: list[Finding] = []
    value = typed(node, path, findings)
    if findings:
        raise ProblemsError(
            item.problem(finding.path, finding.message, finding.expected, finding.hint)
            for finding in findings
        )
    return value


def read_located_objects(data: bytes, file: str) -> tuple[LocatedObject, ...]:
    """Every object in a file; raises `ProblemsError` for what is not YAML, and for no object.

    JSON values may follow one another, and stand in one list.
    """
    text = decode_text(fix_indentation(data), file)
    if sum(map(text.count, _SEPARATORS)) > _MOST_PARTS:
        raise ProblemsError(
            [Problem(file, 0, 0, f"there are more than {_MOST_PARTS:,} values in it")]
        )
    try:
        items = _objects(text, file)
    except ProblemsError:
        if problem := problem_of_other_text(text, file):
            raise ProblemsError([problem]) from None
        raise
    if any("{{" in item.name for item in items) and (problem := problem_of_template(text, file)):
        raise ProblemsError([problem])
    return items


def _objects(text: str, file: str) -> tuple[LocatedObject, ...]:
    trees, stream = _read(text, file)
    if not trees:
        raise ProblemsError([Problem(file, 0, 0, "found nothing in this file")])
    return tuple(
        _object(body, path, file, _Lines(stream, index))
        for index, tree in enumerate(trees)
        for at, listed in _listed(tree)
        for path, body in objects_in(listed, at)
    )


def _read(text: str, file: str) -> tuple[list[Node], _Stream]:
    """The documents of a text, which may be values of JSON; raises `ProblemsError`."""
    try:
        trees = read_documents(text, file)
    except ProblemsError:
        # YAML has markers between documents.
        if values := read_json_sequence(text, file):
            return [value.tree for value in values], _Stream(text, values)
        raise
    return trees, _Stream(text)


def _listed(tree: Node) -> list[tuple[Path, Node]]:
    """The mappings of a list, each with its path; else the tree itself."""
    if isinstance(tree, list) and tree and all(isinstance(item, dict) for item in tree):
        return [((index,), item) for index, item in enumerate(tree)]
    return [((), tree)]


def _object(body: object, path: Path, file: str, positions: _Lines) -> LocatedObject:
    item = LocatedObject(file, "", {}, path, positions)
    if isinstance(body, dict):
        return item.with_tree(body)
    raise item.refusal((), f"found {kind_of(cast('Node', body))}", "a mapping")
