"""Problems for people, as compilers write them, with the line and a caret below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.ansi import BOLD, SEVERITIES, paint
from generator.visible import visible, visible_lines

if TYPE_CHECKING:
    from generator.problems import Problem
    from generator.report.sources import Sources


def as_text(problem: Problem, sources: Sources, *, color: bool) -> str:
    """A problem, its line where that can be shown, what was expected, and a hint."""
    place = visible(problem.file)
    if problem.line:
        place += f":{problem.line}" + (f":{problem.column}" if problem.column else "")
    start = f"{paint(place, BOLD, color=color)}: " if place else ""
    severity = paint(problem.severity, SEVERITIES[problem.severity], color=color)
    rule = f" [{visible(problem.rule)}]" if problem.rule else ""
    lines = [f"{start}{severity}: {visible(problem.message)}{rule}"]
    lines += sources.excerpt(problem)
    if problem.expected:
        lines.append(f"  expected {visible(problem.expected)}")
    if hint := str(problem.hint):
        lines.append(f"  hint: {visible(hint)}{':' if problem.lines else ''}")
    # As they are to be written, so that they can be copied: nothing of ours stands before them.
    lines += (visible_lines(visible(line)) for line in problem.lines)
    return "\n".join(lines) + "\n"
