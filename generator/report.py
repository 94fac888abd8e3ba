"""Problems as people and machines read them: text, JSON lines, or annotations of GitHub Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.ansi import BOLD, RED, YELLOW, paint
from generator.problems import PRIVATE_KEYS, ProblemsError, Severity
from generator.visible import json_text, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.problems import Problem


def render_problems(
    problems: Iterable[Problem], form: str, read_text: Callable[[str], str], *, color: bool
) -> str:
    """All problems as `text`, `json` or `github`, sorted; `read_text` gives a file's text."""
    ordered = sorted(problems)
    if form == "json":
        return "".join(map(_json, ordered))
    if form == "github":
        return "".join(map(_github, ordered))
    excerpts = _Excerpts(read_text)
    return "".join(_text(problem, excerpts, color=color) for problem in ordered)


def _text(problem: Problem, excerpts: _Excerpts, *, color: bool) -> str:
    place = visible(problem.file)
    if problem.line:
        place += f":{problem.line}" + (f":{problem.column}" if problem.column else "")
    start = f"{paint(place, BOLD, color=color)}: " if place else ""
    style = RED if problem.severity is Severity.ERROR else YELLOW
    severity = paint(problem.severity, style, color=color)
    rule = f" [{visible(problem.rule)}]" if problem.rule else ""
    lines = [f"{start}{severity}: {visible(problem.message)}{rule}"]
    lines += excerpts.lines(problem)
    if problem.expected:
        lines.append(f"  expected {visible(problem.expected)}")
    if problem.hint:
        lines.append(f"  hint: {visible(problem.hint)}")
    return "\n".join(lines) + "\n"


class _Excerpts:
    """The lines of the files that problems stand in, without those that hold credentials."""

    def __init__(self, read_text: Callable[[str], str]) -> None:
        self._read_text = read_text
        self._files: dict[str, tuple[list[str], set[int]]] = {}

    def lines(self, problem: Problem) -> list[str]:
        """The line of a problem with a caret below it; nothing where it cannot be shown."""
        if not problem.line:
            return []
        if problem.file not in self._files:
            self._files[problem.file] = self._load(problem.file)
        lines, private = self._files[problem.file]
        if problem.line > len(lines) or problem.line in private:
            return []
        line = lines[problem.line - 1]
        shown, before = visible(line)[:200], len(visible(line[: problem.column - 1]))
        margin = f"  {problem.line} | "
        caret = " " * (len(margin) - 2) + "| " + " " * before + "^"
        return [margin + shown] + ([caret] if problem.column and before <= len(shown) else [])

    def _load(self, file: str) -> tuple[list[str], set[int]]:
        try:
            text = self._read_text(file)
            return text.splitlines(), _private_lines(text)
        except (OSError, UnicodeError, ProblemsError):
            return [], set()


_WORDS = ("ccess", "keyid", "ecret", "ltai", "tfrbs")
"""Pieces, in lower case, of lines that may hold a credential even where a key is misspelt.

The last two are how access key IDs of Alibaba Cloud start, in plain text and in base64.
"""


def _private_lines(text: str) -> set[int]:
    """The lines with credentials; where the text is no YAML, all of a file that may hold some."""
    lower = text.lower()
    if not any(word in lower for word in _WORDS):
        return set()
    from generator.yamlio.locate import lines_under

    lines = lower.splitlines()
    found = lines_under(text, PRIVATE_KEYS)
    if found is None:
        return set(range(1, len(lines) + 1))
    return found | {n for n, line in enumerate(lines, 1) if any(word in line for word in _WORDS)}


def _json(problem: Problem) -> str:
    import dataclasses

    return json_text(dataclasses.asdict(problem))


def _github(problem: Problem) -> str:
    """A workflow command, which GitHub shows at the line: its syntax wants `%`, CR, LF escaped."""
    details = [problem.message, problem.expected and f"expected {problem.expected}"]
    details.append(problem.hint and f"hint: {problem.hint}")
    message = _escape("\n".join(visible(detail) for detail in details if detail))
    fields = {
        "file": problem.file,
        "line": problem.line,
        "col": problem.column,
        "title": problem.rule,
    }
    properties = ",".join(
        f"{key}={_escape(visible(str(value))).replace(':', '%3A').replace(',', '%2C')}"
        for key, value in fields.items()
        if value
    )
    return f"::{problem.severity} {properties}::{message}\n"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
