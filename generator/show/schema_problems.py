"""What does not fit the API of an object, each with its line where the text tells it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from generator.decode.paths import node_at
from generator.manifest.field_findings import mistyped, unknown
from generator.manifest.located_objects import LocatedObject, read_located_objects
from generator.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.manifest.objects import Object
    from generator.problems import Finding, Path


class Lines:
    """Where the parts of the objects of a text stand; read anew, as nearly no text needs it."""

    def __init__(self, data: bytes, file: str) -> None:
        self._data = data
        self._file = file

    @cached_property
    def _objects(self) -> tuple[LocatedObject, ...]:
        try:
            return read_located_objects(self._data, self._file)
        except ProblemsError:
            # What Go reads may be more than what we read strictly.
            return ()

    def of(self, index: int, item: Object) -> LocatedObject | None:
        """The object of a number in the text, as it was written; None where that is not known."""
        found = self._objects[index] if index < len(self._objects) else None
        return found if found and (found.kind, found.name) == (item.kind, item.name) else None


def schema_problems(item: Object, index: int, lines: Lines) -> Iterator[Problem]:
    """Unknown fields, images in a shape of old, and values of a wrong type."""

    def written(path: Path) -> str:
        located = lines.of(index, item)
        node = node_at(located.tree, path) if located else None
        return node if isinstance(node, str) else ""

    body, kind = item.body, item.kind
    for finding in (*mistyped(kind, body, written), *unknown(kind, body)):
        yield _problem(finding, item, lines.of(index, item))


def _problem(finding: Finding, item: Object, located: LocatedObject | None) -> Problem:
    line, column = located.at(finding.path, of_key=finding.of_key) if located else (0, 0)
    return Problem(
        item.file,
        line,
        column,
        finding.message,
        finding.severity,
        expected=finding.expected,
        hint=finding.hint,
    )
