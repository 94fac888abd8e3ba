"""What is wrong with a template, by what Jinja raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.documents.template_names import SUFFIX
from generator.problems import Problem

if TYPE_CHECKING:
    from types import TracebackType

_SHOWN = 200
"""Characters that are shown of what an exception says."""


def template_problem(error: Exception, file: str) -> Problem:
    """The problem that an exception is, in the template's file, or in one that it includes."""
    found = getattr(error, "filename", None)
    line = getattr(error, "lineno", None)
    if line is None:
        found, line = _innermost_line(error.__traceback__)
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    message = message if len(message) <= _SHOWN else message[:_SHOWN] + "…"
    return Problem(found or file, line or 0, 0, f"the template cannot be rendered: {message}")


def _innermost_line(traceback: TracebackType | None) -> tuple[str | None, int | None]:
    """The template's file and line in a traceback that Jinja has rewritten."""
    found: tuple[str | None, int | None] = None, None
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file.endswith(SUFFIX):
            found = file, traceback.tb_lineno
        traceback = traceback.tb_next
    return found
