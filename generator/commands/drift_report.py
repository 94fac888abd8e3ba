"""What `check` has found, in every format: files of an output folder, or objects in clusters."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from generator.ansi import RED, paint
from generator.commands.output import bytes_to_stdout, notes_to_stderr, text_to_stdout
from generator.commands.reporting import (
    REPORTS,
    exit_code,
    path_in_work_tree,
    show_problems,
    show_problems_briefly,
)
from generator.commands.terminal import has_color
from generator.problems import Problem, counted
from generator.visible import json_text, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.yamlio.locate import Positions


@dataclass(frozen=True, slots=True)
class Found:
    """What is not as a catalog wants it, `what` being its path or name, and its `state` in a word.

    `catalog` is the catalog's file, or that of the project from which the catalog is gone.
    `document` is the name of the document that it is, or stands in; `asked_by` are the files that
    may say why it should be there, the last of them first.
    """

    catalog: str
    what: str
    state: str
    document: str
    asked_by: tuple[str, ...]
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """What is compared, in a word, which JSON has as a key, and what to do where it is wrong.

    `remedy` says it of some catalogs; `note` says what was not compared.
    """

    noun: Literal["file", "object"]
    remedy: Callable[[Sequence[str]], str]
    note: str


def report(found: Sequence[Found], problems: Sequence[Problem], subject: Subject, form: str) -> int:
    """Print what was found, and what is wrong beside; returns the exit code."""
    wrong = [each for each in found if each.is_wrong]
    if form == "text":
        show_problems_briefly(problems)
    elif form in REPORTS:
        show_problems([*problems, *_problems(wrong, subject)], form)
    else:
        show_problems(problems, form)
    _show(found, subject, form)
    if wrong:
        _say_what_to_do(wrong, subject, form)
    if form == "text":
        is_fine = not wrong and not exit_code(problems)
        done = "everything is up to date" if is_fine else ""
        notes_to_stderr(*filter(None, (subject.note, done)))
    return max(int(bool(wrong)), exit_code(problems))


def _show(found: Sequence[Found], subject: Subject, form: str) -> None:
    """What was found, one a line: data, so on standard output."""
    if form == "text":
        color = has_color(sys.stdout)
        text_to_stdout("".join(_line(each, color=color) for each in found), color=color)
    elif form == "json":
        bytes_to_stdout("".join(_json(each, subject) for each in found).encode())
    elif form == "github":
        bytes_to_stdout(_annotations(found, subject).encode())


def _line(found: Found, *, color: bool) -> str:
    what = visible(found.what)
    if not found.is_wrong:
        return f"{found.state}: {what}\n"
    return f"{paint(f'{found.state:8}', RED, color=color)} {what}\n"


def _json(found: Found, subject: Subject) -> str:
    fields = {subject.noun: found.what, "state": found.state, "catalog": found.catalog}
    return json_text(fields)


def _annotations(found: Sequence[Found], subject: Subject) -> str:
    from generator.report.github import notice
    from generator.report.render import render_problems

    notices = [
        notice(path_in_work_tree(each.what), each.state) for each in found if not each.is_wrong
    ]
    problems = _problems([each for each in found if each.is_wrong], subject)
    annotations = render_problems(problems, "github", str, color=False, path_of=path_in_work_tree)
    return annotations + "".join(notices)


def _problems(wrong: Sequence[Found], subject: Subject) -> list[Problem]:
    """What is wrong, where a catalog asks for it."""
    positions = _Positions()
    return [_problem(each, subject, positions) for each in wrong]


def _problem(found: Found, subject: Subject, positions: _Positions) -> Problem:
    from generator.documents.plan import REQUESTED_BY

    requested_by = REQUESTED_BY.get(found.document)
    section = requested_by.section if requested_by else ""
    file, line = _place(found, section, positions)
    end = " and commit" if subject.noun == "file" else ""
    hint = subject.remedy([found.catalog]) + end
    return Problem(file, line, 0, f"{found.what} is {found.state}", hint=hint)


class _Positions(dict[str, "Positions"]):
    """The positions of files that catalogs share, each read once."""

    def __missing__(self, file: str) -> Positions:
        from generator.app.excerpts import text_of
        from generator.yamlio.locate import Positions

        self[file] = positions = Positions(text_of(file))
        return positions


def _place(found: Found, section: str, positions: _Positions) -> tuple[str, int]:
    """Where a section stands in the last file that has it, which decided it; else the images."""
    from generator.decode.positions import place_of

    for key in (section, "images"):
        for file in found.asked_by:
            if line := place_of((key,), positions[file]):
                return file, line
    return found.catalog, 1


def _say_what_to_do(wrong: Sequence[Found], subject: Subject, form: str) -> None:
    message = f"{counted(len(wrong), subject.noun)} out of date"
    hint = subject.remedy([*dict.fromkeys(each.catalog for each in wrong)])
    # An annotation is at each of them already.
    show_problems([Problem("", 0, 0, message, hint=hint)], "json" if form == "json" else "text")
