"""What is wrong with a text that cannot be read, in words: imported when one cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.problems import Problem
from generator.yamlio.locate import first_of_duplicates

if TYPE_CHECKING:
    import yaml


def with_firsts(problems: list[Problem], text: str) -> list[Problem]:
    """The problems, a duplicate key with the line where it stands first."""
    firsts = first_of_duplicates(text)
    return [
        replace(problem, hint=f"it stands in line {firsts[problem.line, problem.column]} already")
        if (problem.line, problem.column) in firsts
        else problem
        for problem in problems
    ]


def syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """What keeps a text from being YAML, where libyaml noticed it."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        at = getattr(error, "position", 0)
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        return Problem(file, line, column, "this character is not allowed in YAML")
    context = getattr(error, "context", None)
    problem = getattr(error, "problem", None) or "this is not YAML"
    message = f"{problem} ({context})" if context else problem
    return Problem(file, mark.line + 1, mark.column + 1, f"not valid YAML: {message}")
