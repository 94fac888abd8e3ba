"""Problems as a Code Quality report of GitLab: a list, empty where nothing is wrong."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from generator.problems import Severity
from generator.report.details import check_of, details
from generator.visible import json_text, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.problems import Problem

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def code_quality(problems: Iterable[Problem], path_of: Callable[[str], str]) -> str:
    """The report; paths are those from the top of the work tree.

    A problem keeps its fingerprint where lines above it come and go, so that a merge request shows
    what it brings itself.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    report: list[dict[str, Any]] = []
    for problem in problems:
        path = visible(path_of(problem.file)) or "."
        alike = path, problem.rule, problem.message
        seen[alike] += 1
        identity = "\0".join([*alike, str(seen[alike])])
        report.append(
            {
                "description": details(problem),
                "check_name": check_of(problem),
                "fingerprint": hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest(),
                "severity": _SEVERITIES[problem.severity],
                "location": {"path": path, "lines": {"begin": problem.line or 1}},
            }
        )
    return json_text(report, 2)
