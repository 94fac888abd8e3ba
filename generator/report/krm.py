"""Problems as the results of a KRM function.

The fields are those of `Result` in sigs.k8s.io/kustomize/kyaml/fn/framework, which have no place
for lines: they stand in the tags, and where people read them, in the message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.report.details import check_of, details
from generator.report.render import told
from generator.report.sources import Sources
from generator.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.catalog.values import Value
    from generator.problems import Problem

_STANDARD_INPUT: Final = "-"


def results(problems: Iterable[Problem], read_text: Callable[[str], str]) -> list[Value]:
    """A result for each problem; `read_text` gives a file's text."""
    return [_result(problem) for problem in told(problems, Sources(read_text))]


def _result(problem: Problem) -> Value:
    place = ":".join(map(str, filter(None, (problem.line, problem.column))))
    tags = {"line": problem.line, "column": problem.column, "rule": check_of(problem)}
    result: dict[str, Value] = {
        "message": ": ".join(filter(None, (place, details(problem)))),
        "severity": str(problem.severity),
        "tags": {key: str(value) for key, value in tags.items() if value},
    }
    if problem.file and problem.file != _STANDARD_INPUT:
        result["file"] = {"path": visible(problem.file)}
    return result
