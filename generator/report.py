"""Problems as people and machines read them: text, JSON lines, or annotations of GitHub Actions."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final

from generator.ansi import BOLD, RED, YELLOW, paint
from generator.credentials.known_access_keys import NO_ACCESS_KEYS
from generator.credentials.text import masked_message, private_lines
from generator.problems import ProblemsError, Severity
from generator.repetitions import shortened
from generator.visible import json_text, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from generator.problems import Problem


_LONGEST: Final = 2_000
"""Characters of a message."""

_EXCERPT: Final = 200
"""Characters of a line that is shown."""


def render_problems(
    problems: Iterable[Problem],
    form: str,
    read_text: Callable[[str], str],
    *,
    color: bool,
    path_of: Callable[[str], str] = str,
) -> str:
    """Problems as `text`, `json` or `github`, sorted; of many of a kind the first.

    `read_text` gives a file's text, `path_of` its path in annotations.
    """
    files = _Files(read_text)
    # What was told apart by a credential alone is the same now.
    ordered = [*dict.fromkeys(map(files.masked, shortened(problems)))]
    if form == "json":
        return "".join(map(_json, ordered))
    if form == "github":
        return "".join(_github(problem, path_of(problem.file)) for problem in ordered)
    return "".join(_text(problem, files, color=color) for problem in ordered)


def _text(problem: Problem, files: _Files, *, color: bool) -> str:
    place = visible(problem.file)
    if problem.line:
        place += f":{problem.line}" + (f":{problem.column}" if problem.column else "")
    start = f"{paint(place, BOLD, color=color)}: " if place else ""
    style = RED if problem.severity is Severity.ERROR else YELLOW
    severity = paint(problem.severity, style, color=color)
    rule = f" [{visible(problem.rule)}]" if problem.rule else ""
    lines = [f"{start}{severity}: {visible(problem.message)}{rule}"]
    lines += files.excerpt(problem)
    if problem.expected:
        lines.append(f"  expected {visible(problem.expected)}")
    if hint := str(problem.hint):
        lines.append(f"  hint: {visible(hint)}{':' if problem.lines else ''}")
    # As they are to be written, so that they can be copied.
    lines += map(visible, problem.lines)
    return "\n".join(lines) + "\n"


class _File:
    """A file that problems stand in: its lines, and which of them may be shown."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        # YAML knows more line ends than one; both sides have to count the same lines.
        masked = private_lines("\n".join(self.lines))
        self.private = masked.lines
        self.access_keys = masked.access_keys


class _Files:
    """The files that problems stand in, each read when it is asked for; never a credential."""

    def __init__(self, read_text: Callable[[str], str]) -> None:
        self._read_text = read_text
        self._files: dict[str, _File] = {}

    def excerpt(self, problem: Problem) -> list[str]:
        """The line of a problem with a caret below it; nothing where it cannot be shown."""
        if not problem.line:
            return []
        file = self._file(problem.file)
        if problem.line > len(file.lines) or problem.line in file.private:
            return []
        line = file.lines[problem.line - 1]
        shown = visible(line[:_EXCERPT])[:_EXCERPT]
        before = len(visible(line[: min(problem.column - 1, _EXCERPT + 1)]))
        margin = f"  {problem.line} | "
        caret = " " * (len(margin) - 2) + "| " + " " * before + "^"
        return [margin + shown] + ([caret] if problem.column and before <= len(shown) else [])

    def masked(self, problem: Problem) -> Problem:
        """The problem without the credentials that its texts may quote."""
        texts = (problem.message, problem.expected, str(problem.hint))
        access_keys = self._file(problem.file).access_keys if problem.line else NO_ACCESS_KEYS
        message, expected, hint = (masked_message(_cut(text), access_keys) for text in texts)
        lines = tuple(masked_message(_cut(line), access_keys) for line in problem.lines)
        return replace(problem, message=message, expected=expected, hint=hint, lines=lines)

    def _file(self, name: str) -> _File:
        if name not in self._files:
            self._files[name] = _File(self._load(name))
        return self._files[name]

    def _load(self, name: str) -> str:
        try:
            return self._read_text(name)
        except (OSError, UnicodeError, ProblemsError):
            return ""


def _cut(text: str) -> str:
    """A text that may quote one of any length, such as the name of an object."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _json(problem: Problem) -> str:
    fields = asdict(problem)
    del fields["traceback"]
    if not problem.lines:
        del fields["lines"]
    return json_text(fields)


def notice(file: str, message: str) -> str:
    """Something to know about a file that is no problem, as an annotation of GitHub Actions."""
    return _command("notice", {"file": file}, visible(message))


def _github(problem: Problem, path: str) -> str:
    details = [problem.message, problem.expected and f"expected {problem.expected}"]
    if hint := str(problem.hint):
        details.append(f"hint: {hint}")
    fields = {
        "file": path,
        "line": problem.line,
        "col": problem.column,
        "title": problem.rule,
    }
    message = "\n".join(visible(detail) for detail in (*details, *problem.lines) if detail)
    return _command(problem.severity, fields, message)


def _command(name: str, fields: Mapping[str, object], message: str) -> str:
    """A workflow command, which GitHub shows at the line: its syntax wants `%`, CR, LF escaped."""
    properties = ",".join(
        f"{key}={_escape(visible(str(value))).replace(':', '%3A').replace(',', '%2C')}"
        for key, value in fields.items()
        if value
    )
    return f"::{name} {properties}::{_escape(message)}\n"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
