"""Problems on standard error, and the exit code that follows from them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from generator.commands.output import (
    bytes_to_stdout,
    notes_to_stderr,
    problems_to_stderr,
)
from generator.commands.terminal import has_color, is_quiet
from generator.problems import Severity, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from generator.problems import Problem

REPORTS: Final = ("gitlab", "sarif")
"""Formats that are documents, also where nothing is wrong."""


def show_problems(problems: Sequence[Problem], form: str) -> None:
    """Write problems, with the lines where they are; errors alone with `--quiet`.

    They go to standard error; a report goes to standard output, and the same as text to people.
    """
    from generator.app.excerpts import quotable_text

    _show(problems, form, quotable_text)


def show_problems_briefly(problems: Sequence[Problem]) -> None:
    """The same as text, for a verb whose result is another: what `validate` warns of is counted."""
    if not problems:
        return  # and spare the import of all rules
    from generator.checks import catalog_rules

    of_catalogs = {rule.ID for rule in catalog_rules()}
    warnings = {each for each in problems if not _is_error(each) and each.rule in of_catalogs}
    show_problems([each for each in problems if each not in warnings], "text")
    if warnings:
        notes_to_stderr(f"{counted(len(warnings), 'warning')}; see `alicloud-generator validate`")


def show_problems_without_lines(problems: Sequence[Problem], form: str) -> None:
    """Write problems of manifests to standard error: any line of a Secret could be a credential."""
    if problems:
        from generator.credentials.lines import mask_known_forms

        _show(problems, form, _no_text, mask_known_forms)


def exit_code(problems: Iterable[Problem]) -> int:
    """3 where a problem is a bug of ours, 1 where one is an error, else 0."""
    return max((3 if each.traceback else int(_is_error(each)) for each in problems), default=0)


def _is_error(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR


def _show(
    problems: Sequence[Problem],
    form: str,
    read_text: Callable[[str], str],
    masked: Callable[[str], str] = str,
) -> None:
    if any(problem.traceback for problem in problems):
        from generator.commands.crash import noted

        problems = [noted(each) if each.traceback else each for each in problems]
    if form in REPORTS:
        _report(problems, form, read_text)
        form = "text"
    if is_quiet():
        problems = [*filter(_is_error, problems)]
    if not problems:
        return
    from generator.report.render import render_problems

    color = has_color(sys.stderr)
    text = masked(
        render_problems(problems, form, read_text, color=color, path_of=path_in_work_tree)
    )
    problems_to_stderr(text, form, color=color)


def _report(problems: Sequence[Problem], form: str, read_text: Callable[[str], str]) -> None:
    from generator.commands.rules import documentation
    from generator.report.render import render_problems

    text = render_problems(
        problems,
        form,
        read_text,
        color=False,
        path_of=path_in_work_tree,
        rules=documentation() if form == "sarif" else None,
    )
    bytes_to_stdout(text.encode())


def path_in_work_tree(file: str) -> str:
    """The path of a file as GitHub and GitLab have it: from the top of the work tree."""
    top = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR")
    if not top or not file:
        return file
    path = os.path.relpath(file, top)
    return file if path.startswith(os.pardir) else path


def _no_text(file: str) -> str:
    raise OSError(file)
