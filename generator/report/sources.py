"""The files that problems stand in: their lines, without credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.credentials.known_access_keys import NO_ACCESS_KEYS
from generator.credentials.text import masked_message, private_lines
from generator.problems import ProblemsError
from generator.visible import columns, visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.problems import Problem

_LONGEST: Final = 2_000
"""Characters of a message."""

_EXCERPT: Final = 200
"""Characters of a line that is shown."""


class _Source:
    """A file that problems stand in: its lines, and which of them may be shown."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        # YAML knows more line ends than one; both sides have to count the same lines.
        masked = private_lines("\n".join(self.lines))
        self.private = masked.lines
        self.access_keys = masked.access_keys


class Sources:
    """The files that problems stand in, each read when it is asked for; never a credential."""

    def __init__(self, read_text: Callable[[str], str]) -> None:
        self._read_text = read_text
        self._sources: dict[str, _Source] = {}

    def excerpt(self, problem: Problem) -> list[str]:
        """The line of a problem with a caret below it; nothing where it cannot be shown."""
        if not problem.line:
            return []
        source = self._source(problem.file)
        if problem.line > len(source.lines) or problem.line in source.private:
            return []
        line = source.lines[problem.line - 1]
        shown = visible(line[:_EXCERPT])[:_EXCERPT]
        before = visible(line[: min(problem.column - 1, _EXCERPT + 1)])
        margin = f"  {problem.line} | "
        caret = " " * (len(margin) - 2) + "| " + " " * columns(before) + "^"
        return [margin + shown] + ([caret] if problem.column and len(before) <= len(shown) else [])

    def masked(self, problem: Problem) -> Problem:
        """The problem without the credentials that its texts may quote."""
        texts = (problem.message, problem.expected, str(problem.hint))
        access_keys = self._source(problem.file).access_keys if problem.line else NO_ACCESS_KEYS
        message, expected, hint = (masked_message(_cut(text), access_keys) for text in texts)
        lines = tuple(masked_message(_cut(line), access_keys) for line in problem.lines)
        return problem._replace(message=message, expected=expected, hint=hint, lines=lines)

    def _source(self, name: str) -> _Source:
        if name not in self._sources:
            self._sources[name] = _Source(self._load(name))
        return self._sources[name]

    def _load(self, name: str) -> str:
        try:
            return self._read_text(name)
        except (OSError, UnicodeError, ProblemsError):
            return ""


def _cut(text: str) -> str:
    """A text that may quote one of any length, such as the name of an object."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
