"""What `check` prints: the files that are not as they should be, and what to do about them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from generator.commands.output import bytes_to_stdout, lines_to_stdout
from generator.commands.reporting import path_in_work_tree, show_problems
from generator.decode.project import PROJECT_FILE
from generator.problems import Problem, counted
from generator.visible import json_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from generator.review.drift import Drift
    from generator.yamlio.locate import Positions


@dataclass(frozen=True, slots=True)
class FoundDrift:
    """A file that is not as it should be.

    `catalog` is the file of its catalog, or that of the project from which the catalog is gone;
    `asked_by` are the files that may say why, the last of them first.
    """

    catalog: str
    drift: Drift
    asked_by: tuple[str, ...] = ()


def wrong_ones(found: Sequence[FoundDrift]) -> list[FoundDrift]:
    """Those of which `generate` would change anything."""
    return [each for each in found if each.drift.is_wrong]


def show_drifts(found: Sequence[FoundDrift], output: Path, form: str) -> None:
    """The files, one a line: data, so on standard output."""
    if form == "text":
        lines_to_stdout(*(_line(each.drift, output) for each in found))
    elif form == "json":
        bytes_to_stdout("".join(_json(each, output) for each in found).encode())
    elif form == "github":
        bytes_to_stdout(_annotations(found, output).encode())


def _line(drift: Drift, output: Path) -> str:
    state = f"{drift.state:8}" if drift.is_wrong else f"{drift.state}:"
    return f"{state} {output / drift.path}"


def _json(found: FoundDrift, output: Path) -> str:
    fields = {
        "file": str(output / found.drift.path),
        "state": found.drift.state,
        "catalog": found.catalog,
    }
    return json_text(fields)


def _annotations(found: Sequence[FoundDrift], output: Path) -> str:
    from generator.report.github import notice
    from generator.report.render import render_problems

    notices = [
        notice(path_in_work_tree(str(output / each.drift.path)), each.drift.state)
        for each in found
        if not each.drift.is_wrong
    ]
    problems = drift_problems(found, output)
    annotations = render_problems(problems, "github", str, color=False, path_of=path_in_work_tree)
    return annotations + "".join(notices)


def drift_problems(found: Sequence[FoundDrift], output: Path) -> list[Problem]:
    """What is wrong with each file, where a catalog asks for it."""
    positions = _Positions()
    return [_problem(each, output, positions) for each in wrong_ones(found)]


def _problem(found: FoundDrift, output: Path, positions: _Positions) -> Problem:
    from generator.documents.plan import REQUESTED_BY

    path = found.drift.path
    requested_by = REQUESTED_BY.get(path.rpartition("/")[2])
    section = requested_by.section if requested_by else ""
    file, line = _place(found, section, positions)
    hint = f"run `{_remedy([found.catalog], output)}` and commit"
    return Problem(file, line, 0, f"{output / path} is {found.drift.state}", hint=hint)


class _Positions(dict[str, "Positions"]):
    """The positions of files that catalogs share, each read once."""

    def __missing__(self, file: str) -> Positions:
        from generator.app.excerpts import text_of
        from generator.yamlio.locate import Positions

        self[file] = positions = Positions(text_of(file))
        return positions


def _place(found: FoundDrift, section: str, positions: _Positions) -> tuple[str, int]:
    """Where a section stands in the last file that has it, which decided it; else the images."""
    from generator.decode.positions import place_of

    for key in (section, "images"):
        for file in found.asked_by:
            if line := place_of((key,), positions[file]):
                return file, line
    return found.catalog, 1


def _remedy(catalogs: Collection[str], output: Path) -> str:
    """The command that brings what was found up to date, also where a catalog is gone."""
    if any(PurePath(catalog).name == PROJECT_FILE for catalog in catalogs):
        return "alicloud-generator generate"
    return f"alicloud-generator generate {' '.join(catalogs)} -o {output}"


def say_what_to_do(wrong: Sequence[FoundDrift], output: Path, form: str) -> None:
    """How many files are wrong, and the command that mends them, on standard error."""
    catalogs = [*dict.fromkeys(each.catalog for each in wrong)]
    message = f"{counted(len(wrong), 'file')} out of date"
    hint = f"run `{_remedy(catalogs, output)}`"
    # An annotation is at each file already.
    show_problems([Problem("", 0, 0, message, hint=hint)], "json" if form == "json" else "text")
