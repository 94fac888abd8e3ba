"""Problems that repeat: each is told once, and of a kind the first and how many more there are.

The one place that decides how many problems are shown, whatever finds them and in every format; the
exit code follows from all of them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.problems import FORMAT, Severity, and_more, without_more

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.problems import Problem

SHOWN: Final = 20
"""Problems of a kind that are shown of a file: enough to see what they have in common."""

_OWN_WORDS: Final = re.compile(r'"[^"]*"|[^ ]*[0-9][^ ]*')
"""In a message, what differs from one problem to the next: what is quoted, or has digits."""

_Kind: TypeAlias = "tuple[str, Severity, str, str]"


def shortened(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, sorted, and not more than `SHOWN` of a kind; the last counts the rest."""
    kinds: dict[_Kind, list[Problem]] = {}
    for problem in _once(problems):
        kinds.setdefault(_kind(problem), []).append(problem)
    return sorted(problem for alike in kinds.values() for problem in _first(alike))


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, sorted: all catalogs that extend a base have what is wrong with it.

    Where they differ in how many more there are, the most are told; and what is an error for one of
    them and a warning for another is an error.
    """
    found: dict[Problem, Problem] = {}
    for problem in problems:
        alike = replace(problem, message=without_more(problem.message), severity=Severity.ERROR)
        known = found.setdefault(alike, problem)
        if known is not problem:
            message = max(known.message, problem.message, key=lambda text: (len(text), text))
            severity = min(known.severity, problem.severity)
            found[alike] = replace(problem, message=message, severity=severity)
    return sorted(found.values())


def _kind(problem: Problem) -> _Kind:
    """What is wrong, whatever it is wrong with: the rule says it, or else the words do."""
    by_rule = problem.rule and problem.rule != FORMAT
    words = "" if by_rule else _OWN_WORDS.sub("", problem.message)
    return problem.file, problem.severity, problem.rule, words


def _first(alike: list[Problem]) -> list[Problem]:
    *first, last = alike[:SHOWN]
    more = and_more(len(alike) - len(first) - 1, "this kind")
    return [*first, replace(last, message=last.message + more)]
