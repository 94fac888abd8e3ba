"""All problems in one of the formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.repetitions import shortened
from generator.report.sources import Sources
from generator.visible import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from generator.problems import Problem


def render_problems(
    problems: Iterable[Problem],
    form: str,
    read_text: Callable[[str], str],
    *,
    color: bool,
    path_of: Callable[[str], str] = str,
    rules: Mapping[str, str] | None = None,
) -> str:
    """Problems in a format, sorted; of many of a kind the first.

    `read_text` gives a file's text, `path_of` its path from the top of the work tree, `rules` are
    all rules with their documentation.
    """
    sources = Sources(read_text)
    ordered = told(problems, sources)
    if form == "json":
        return "".join(map(_json, ordered))
    if form == "github":
        from generator.report.github import annotation

        return "".join(annotation(problem, path_of(problem.file)) for problem in ordered)
    if form == "gitlab":
        from generator.report.gitlab import code_quality

        return code_quality(ordered, path_of)
    if form == "sarif":
        from generator.report.sarif import sarif

        return sarif(ordered, path_of, rules or {})
    from generator.report.text import as_text

    return "".join(as_text(problem, sources, color=color) for problem in ordered)


def told(problems: Iterable[Problem], sources: Sources) -> list[Problem]:
    """What is said of problems, sorted and masked."""
    # What was told apart by a credential alone is the same now.
    return [*dict.fromkeys(map(sources.masked, shortened(problems)))]


def _json(problem: Problem) -> str:
    fields = problem._asdict()
    del fields["traceback"]
    if not problem.lines:
        del fields["lines"]
    return json_text(fields)
