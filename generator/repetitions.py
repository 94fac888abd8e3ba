"""Problems that repeat: each is told once, and of a kind the first and how many more there are.

The one place that decides how many problems are shown, whatever finds them and in every format; the
exit code follows from all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.problems import FORMAT, Severity, and_more, without_more

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.problems import Problem

SHOWN: Final = 20
"""Problems of a kind that are shown of a file: enough to see what they have in common."""

_Kind: TypeAlias = "tuple[str, Severity, str, str]"


def shortened(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, sorted, and of each kind the first, as `first_of_each_kind` has it."""
    return sorted(first_of_each_kind(_once(problems)))


def first_of_each_kind(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Not more than `SHOWN` problems of a kind, in their order; the last counts the rest."""
    kinds = [_kind(problem) for problem in problems]
    totals, seen = Counter(kinds), Counter[_Kind]()
    for problem, kind in zip(problems, kinds, strict=True):
        seen[kind] += 1
        if seen[kind] < SHOWN:
            yield problem
        elif seen[kind] == SHOWN:
            more = and_more(totals[kind] - SHOWN, "this kind")
            yield problem._replace(message=problem.message + more)


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, sorted: all catalogs that extend a base have what is wrong with it.

    Where they differ in how many more there are, the most are told; and what is an error for one of
    them and a warning for another is an error.
    """
    found: dict[Problem, Problem] = {}
    for problem in problems:
        alike = problem._replace(message=without_more(problem.message), severity=Severity.ERROR)
        known = found.setdefault(alike, problem)
        if known is not problem:
            message = max(known.message, problem.message, key=lambda text: (len(text), text))
            severity = min(known.severity, problem.severity)
            found[alike] = problem._replace(message=message, severity=severity)
    return sorted(found.values())


def _kind(problem: Problem) -> _Kind:
    """What is wrong, whatever it is wrong with: the rule says it, or else the words do."""
    by_rule = problem.rule and problem.rule != FORMAT
    words = "" if by_rule else _common_words(problem.message)
    return problem.file, problem.severity, problem.rule, words


def _common_words(message: str) -> str:
    """A message without what differs from one to the next: what is quoted, or has digits."""
    words = re.sub(r'"[^"]*"', "", message).split(" ")
    return " ".join(word for word in words if not re.search("[0-9]", word))
