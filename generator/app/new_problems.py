"""Which problems of a catalog a change brings, and which were there before, on other lines."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from generator.problems import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.problems import Problem


def new_problems(old: Iterable[Problem], new: Iterable[Problem]) -> list[Problem]:
    """The new problems that are not among the old ones.

    A problem may stand for several of its kind, or list several regions, and has other words as
    soon as one of them is solved. So the change is not to blame where a rule finds fewer places.
    What keeps a catalog from being decoded has no such rule, and counts as it stands.
    """
    old, new = [*old], [*new]
    known = Counter(map(_wherever, old))
    before, after = _places(old), _places(new)
    added = []
    for problem in new:
        key = _wherever(problem)
        known[key] -= 1
        has_become_less = problem.rule != FORMAT and after[problem.rule] < before[problem.rule]
        if known[key] < 0 and not has_become_less:
            added.append(problem)
    return added


def _wherever(problem: Problem) -> Problem:
    """The problem without its line, that of a setting which contradicts it, and which flavor it is.

    Of a version, the first flavor is named that has the problem.
    """
    message = re.sub(r":\d+ asks for$", " asks for", problem.message)
    message = re.sub(r"\bflavor \d+\b", "flavor", message)
    return problem._replace(line=0, column=0, message=message)


def _places(problems: Iterable[Problem]) -> Counter[str]:
    """How many places each rule finds, as far as its messages list and count them."""
    found: Counter[str] = Counter()
    for problem in problems:
        more = re.findall(r"\band (\d+) more\b", problem.message)
        found[problem.rule] += 1 + problem.message.count(", ") + sum(map(int, more))
    return found
