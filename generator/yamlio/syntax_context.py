"""Where libyaml stopped at a text that is not YAML, and what stands around there."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from generator.record import Record

if TYPE_CHECKING:
    import yaml

_LINE_BREAK: Final = r"\r\n|[\r\n\x85\u2028\u2029]"

_Mark: TypeAlias = Any
"""A place as PyYAML has it; its stubs give it no attributes."""


class Mistake(Record):
    """Where something is wrong (line and column from 1; 0 is unknown), and what to do."""

    line: int
    column: int
    message: str
    expected: str = ""
    hint: str = ""


class SyntaxContext:
    """The two places that libyaml names, from 0, with the lines around them."""

    def __init__(self, error: yaml.YAMLError, data: bytes) -> None:
        is_utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        encoding = "utf-16" if is_utf_16 else "utf-8-sig"
        text = data.decode(encoding, "replace")
        self.problem: str = getattr(error, "problem", None) or ""
        self.doing: str = getattr(error, "context", None) or ""
        self.text = text
        self.lines = re.split(_LINE_BREAK, text)
        # libyaml counts the bytes before what it cannot read.
        position: int | None = getattr(error, "position", None)
        self.before_unreadable = (
            None if position is None else data[:position].decode(encoding, "replace")
        )
        self.line, self.column = mark_place(getattr(error, "problem_mark", None))
        self.from_line, self.from_column = mark_place(getattr(error, "context_mark", None))

    def at(self, number: int) -> str:
        """A line by its number; a mark can stand behind the last."""
        return self.lines[number] if number < len(self.lines) else ""

    @property
    def here(self) -> str:
        """The line of the problem."""
        return self.at(self.line)

    @property
    def start(self) -> str:
        """The character where the context starts."""
        return self.at(self.from_line)[self.from_column : self.from_column + 1]

    @property
    def above(self) -> tuple[int, str]:
        """The line before that has something to say, with its number."""
        for number in range(self.line - 1, -1, -1):
            line = self.at(number)
            if line.strip() and not line.lstrip().startswith("#"):
                return number, line
        return self.line, ""

    def mistake_here(self, message: str, expected: str = "", hint: str = "") -> Mistake:
        """A mistake at the problem."""
        return Mistake(self.line + 1, self.column + 1, message, expected, hint)

    def mistake_at_start(self, message: str, expected: str = "", hint: str = "") -> Mistake:
        """A mistake where the context starts."""
        return Mistake(self.from_line + 1, self.from_column + 1, message, expected, hint)


def place_behind(text: str) -> tuple[int, int]:
    """The line and column, from 1, of what follows a text."""
    *above, last = re.split(_LINE_BREAK, text)
    return len(above) + 1, len(last) + 1


def mark_place(mark: _Mark) -> tuple[int, int]:
    """The line and column of a mark, from 0; the start of the text without one."""
    return (mark.line, mark.column) if mark else (0, 0)
