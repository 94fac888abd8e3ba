"""One JSON value after another in a text, as commands print them that are run several times."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.problems import ProblemsError
from generator.record import Record
from generator.yamlio.read import read_documents

if TYPE_CHECKING:
    from generator.yamlio.read import Node

_SPACE: Final = re.compile(r"[ \t\r\n]*")


class JSONValue(Record):
    """A value of a sequence, its text with as many spaces before it as its column has.

    `lines` are those before its first one.
    """

    lines: int
    text: str
    tree: Node


def read_json_sequence(text: str, file: str) -> list[JSONValue]:
    """Each value but nulls; none where it is not a sequence of at least two.

    Raises `ProblemsError` for what JSON allows and we do not, such as a key that stands twice.
    """
    return [
        JSONValue(lines, part, tree)
        for lines, part in _parts(text)
        for tree in _read(part, file, lines)
    ]


def _parts(text: str) -> list[tuple[int, str]]:
    if text.lstrip()[:1] not in ("{", "["):
        return []
    import json

    decoder, found, lines, end = json.JSONDecoder(), list[tuple[int, str]](), 0, 0
    while (start := _end_of_space(text, end)) < len(text):
        lines += text.count("\n", end, start)
        try:
            _, stop = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            return []
        column = start - (text.rfind("\n", 0, start) + 1)
        found.append((lines, " " * column + text[start:stop]))
        lines += text.count("\n", start, stop)
        end = stop
    return found if len(found) > 1 else []


def _end_of_space(text: str, start: int) -> int:
    found = _SPACE.match(text, start)
    return found.end() if found else start


def _read(text: str, file: str, lines: int) -> list[Node]:
    try:
        return read_documents(text, file)
    except ProblemsError as error:
        raise ProblemsError(
            problem._replace(line=problem.line and problem.line + lines)
            for problem in error.problems
        ) from None
