"""From the path of a finding to the line and column that the user wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.problems import Problem
from generator.yamlio.locate import Positions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.problems import Finding, Path


def located(findings: Iterable[Finding], text: str, file: str) -> list[Problem]:
    """The findings as problems of a file whose text is given."""
    positions = Positions(text)
    return [_located(finding, positions, file) for finding in findings]


def _located(finding: Finding, positions: Positions, file: str) -> Problem:
    line, column = _find(finding.path, positions, of_key=finding.of_key)
    return Problem(
        file,
        line,
        column,
        finding.message,
        severity=finding.severity,
        rule=finding.rule,
        expected=finding.expected,
        hint=finding.hint,
    )


def _find(path: Path, positions: Positions, *, of_key: bool) -> tuple[int, int]:
    """The place of a path, or of the nearest thing above it that stands in the text."""
    for end in range(len(path), 0, -1):
        part = path[:end]
        # What is missing is shown at the key of what it is missing from.
        key = of_key or end < len(path)
        found = positions.find(part, of_key=key) or positions.find(_short(part), of_key=key)
        if found is not None:
            return found
    return 0, 0


def _short(path: Path) -> Path:
    """The path in a version's short form: without the `regions` of the long form."""
    return tuple(step for step in path if step != "regions")
