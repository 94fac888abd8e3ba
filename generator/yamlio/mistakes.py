"""What is wrong with a text that cannot be read, in words: imported when one cannot."""

from __future__ import annotations

from dataclasses import replace

import yaml

from generator.problems import Problem
from generator.yamlio.locate import first_of_duplicates
from generator.yamlio.read import NULL_TEXTS


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


def not_one_document(count: int, text: str, file: str) -> Problem:
    """The problem of a text with so many documents, at the second of those that are not empty."""
    expected = "one YAML document"
    if not count:
        return Problem(file, 0, 0, "found nothing in this file", expected=expected)
    nodes = [*yaml.compose_all(text, Loader=yaml.CSafeLoader)]
    second = [node for node in nodes if not _is_null(node)][1].start_mark
    message = f"found {count} YAML documents, of which this is the second"
    return Problem(file, second.line + 1, second.column + 1, message, expected=expected)


def _is_null(node: yaml.Node | None) -> bool:
    is_plain = isinstance(node, yaml.ScalarNode) and not node.style
    return node is None or (is_plain and node.value in NULL_TEXTS)
