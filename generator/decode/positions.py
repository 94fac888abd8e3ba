"""From the path of a finding to the line and column that the user wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.images import EVERY_REGION
from generator.problems import FORMAT, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.decode.layers import Layer
    from generator.decode.set_option import AppliedSetting
    from generator.problems import Finding, Path
    from generator.yamlio.locate import Positions


def located(
    findings: Sequence[Finding], layers: Sequence[Layer], settings: Sequence[AppliedSetting] = ()
) -> list[Problem]:
    """The findings as problems; `layers` are those of a catalog, bases first.

    What stands in several files is shown in the last, which decided it; what one of the `settings`
    over them says stands in none.
    """
    files = [(layer.file, layer.positions) for layer in reversed(layers)]
    problems = []
    for finding in findings:
        problem = _located(finding, files)
        due = [setting for setting in settings if setting.sets(finding.path)]
        if due:
            message = f"{due[-1]}: {problem.message}"
            problem = problem._replace(file=layers[-1].file, line=0, column=0, message=message)
        problems.append(problem)
    return problems


def place_of(path: Path, positions: Positions) -> int:
    """The line of the key at a path of the long form; 0 where it is absent."""
    found = _at(path, positions, of_key=True)
    return found[0] if found else 0


def _located(finding: Finding, files: Sequence[tuple[str, Positions]]) -> Problem:
    file, line, column = _find(finding.path, files, of_key=finding.of_key)
    return Problem(
        file,
        line,
        column,
        finding.message + _asking(finding.asked_by, files),
        severity=finding.severity,
        rule=finding.rule or FORMAT,
        expected=finding.expected,
        hint=finding.hint,
    )


def _asking(paths: Sequence[Path], files: Sequence[tuple[str, Positions]]) -> str:
    """The end of a message that names the line which asks for the contrary; empty without one."""
    if not paths:
        return ""
    stated = (path for path in paths if any(_at(path, text, of_key=True) for _, text in files))
    file, line, _ = _find(next(stated, paths[-1]), files, of_key=True)
    place = f"{file}:{line}" if line else file
    return f", which {place} asks for"


def _find(
    path: Path, files: Sequence[tuple[str, Positions]], *, of_key: bool
) -> tuple[str, int, int]:
    """File, line and column of a path, or of its nearest parent that stands in a file."""
    for place in (path, *_of_every_region(path), *_above(path)) if path else ():
        # What is missing is shown at the key of what it is missing from.
        key = of_key or len(place) < len(path)
        for file, positions in files:
            if found := _at(place, positions, of_key=key):
                return file, *found
    return files[0][0], 0, 0


def _of_every_region(path: Path) -> Iterator[Path]:
    """Where the ID of a region stands that has none of its own."""
    if path[0] == "images" and path[-2:-1] == ("regions",):
        yield (*path[:-1], EVERY_REGION)


def _above(path: Path) -> Iterator[Path]:
    """The parents of a path, the nearest first."""
    return (path[:end] for end in range(len(path) - 1, 0, -1))


def _at(path: Path, positions: Positions, *, of_key: bool) -> tuple[int, int] | None:
    """Line and column of a path, each of path and text in the short or the long form."""
    short = tuple(step for step in path if step != "regions")
    long = (*path[:-1], "regions", *path[-1:])
    for spelling in (path, short, long):
        if found := positions.find(spelling, of_key=of_key):
            return found
    return None
