"""Problems as annotations of GitHub Actions: workflow commands, which it reads from the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.report.details import details
from generator.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.problems import Problem


def notice(file: str, message: str) -> str:
    """Something to know about a file that is not a problem, as an annotation of GitHub Actions."""
    return _command("notice", {"file": file}, visible(message))


def annotation(problem: Problem, path: str) -> str:
    """A problem at its line; `path` is that of its file from the top of the work tree."""
    fields = {
        "file": path,
        "line": problem.line,
        "col": problem.column,
        "title": problem.rule,
    }
    return _command(problem.severity, fields, details(problem))


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
