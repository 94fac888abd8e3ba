"""Catalogs named by a pattern, for those who call without a shell: hooks, containers, pipelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import files
from generator.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable


def expanded(arguments: Iterable[str], problems: list[Problem]) -> list[str]:
    """The files that arguments name, each once; a problem is added for a pattern of nothing.

    An argument with `*`, `?` or `[` is a pattern, `**` for any folders, where it is not a file.
    """
    named: list[str] = []
    for argument in arguments:
        if _is_pattern(argument):
            found = files.matching(argument)
            named += found
            if not found:
                message = "no such file, and as a pattern it matches no file"
                problems.append(Problem(argument, 0, 0, message, expected="catalogs"))
        else:
            named.append(argument)
    return list(dict.fromkeys(named))


def _is_pattern(argument: str) -> bool:
    return any(sign in argument for sign in "*?[") and not files.exists(argument)
