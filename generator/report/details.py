"""What formats for programs have in common: what is said of a problem, and what found it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.visible import visible

if TYPE_CHECKING:
    from generator.problems import Problem


OF_NO_RULE: Final = "alicloud-generator"


def check_of(problem: Problem) -> str:
    """What found the problem: the rule, or else the program."""
    return problem.rule or OF_NO_RULE


def details(problem: Problem) -> str:
    """The message, and a line each for what was expected, for the hint, and for what to write."""
    found = [problem.message, problem.expected and f"expected {problem.expected}"]
    if hint := str(problem.hint):
        found.append(f"hint: {hint}")
    return "\n".join(visible(each) for each in (*found, *problem.lines) if each)
