"""What the verbs that change a catalog have in common: the checks, the diff, the writing."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands.output import show_text, tell, tell_problems
from generator.commands.reporting import exit_code
from generator.problems import Problem, ProblemsError, Severity, fail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from generator.catalog import Catalog
    from generator.decode.layers import Layer
    from generator.edit.landscape import Landscape
    from generator.edit.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Request:
    """What every such verb is told: the catalog, the files to change, and how to go about it."""

    catalog: str
    files: tuple[str, ...]
    as_of: date | None
    dry_run: bool
    summary: Path | None
    form: str
    strict: bool


def change(request: Request, title: str, decide: Callable[[Landscape], Outcome]) -> int:
    """Do what `decide` says to the files of a catalog, if the checks find nothing new in them.

    Either every file is written as a whole or, where an error is reported, none. Returns the exit
    code; raises `ProblemsError`.
    """
    from generator.commands.sources import Sources
    from generator.edit.engine import edit
    from generator.edit.landscape import Landscape

    layers = Sources().layers(request.catalog)
    texts = {layer.file: layer.text for layer in layers}
    landscape = Landscape(layers, _named(request, texts))
    outcome = decide(landscape)
    new = {file: edit(texts[file], file, asked) for file, asked in outcome.changes.items()}
    edited = _layers(request.catalog, {**texts, **new})
    problems, before = _checked(request, layers)
    new_problems, after = _checked(request, edited)
    if _report([*outcome.warnings, *_added(problems, new_problems)], {**texts, **new}, request):
        return 1
    summary = ""
    if request.summary is not None:
        from generator.edit.summary import State, summarize

        states = State(landscape, before), State(Landscape(edited), after)
        summary = summarize(title, outcome, *states)
    _finish(request, texts, new, summary)
    tell(*outcome.told)
    return 0


def _named(request: Request, texts: Mapping[str, str]) -> frozenset[str]:
    """The files of `--in`, as the catalog's layers call them."""
    files = {os.path.realpath(file): file for file in texts}
    for name in request.files:
        if os.path.realpath(name) not in files:
            expected = ", ".join(texts)
            raise fail(
                f"{name} is no file of this catalog", file=request.catalog, expected=expected
            )
    return frozenset(files[os.path.realpath(name)] for name in request.files)


def _layers(catalog: str, texts: Mapping[str, str]) -> tuple[Layer, ...]:
    from generator.decode.layers import read_layer, read_layers

    return read_layers(catalog, lambda file: read_layer(texts[file], file))


def _checked(request: Request, layers: Sequence[Layer]) -> tuple[list[Problem], Catalog | None]:
    """What is wrong with a catalog, and the catalog where that keeps nobody from reading it."""
    from generator.checks import Severities, check
    from generator.decode import decode
    from generator.decode.positions import located

    try:
        catalog = decode(layers, request.as_of)
    except ProblemsError as error:
        return [*error.problems], None
    findings = [*check(catalog, Severities(catalog, {}, strict=request.strict))]
    return located(findings, [(layer.file, layer.text) for layer in layers]), catalog


def _added(old: Iterable[Problem], new: Iterable[Problem]) -> list[Problem]:
    """The new problems: those that were there before, on whatever line, are not of this change."""
    known = Counter(replace(problem, line=0, column=0) for problem in old)
    added = []
    for problem in new:
        key = replace(problem, line=0, column=0)
        known[key] -= 1
        if known[key] < 0:
            added.append(problem)
    return added


def _report(problems: Sequence[Problem], texts: Mapping[str, str], request: Request) -> bool:
    """Show problems with lines of the texts as they would be; whether one forbids to write them."""
    if request.strict:
        problems = [replace(problem, severity=Severity.ERROR) for problem in problems]
    if problems:
        from generator.report import render_problems

        color = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        shown = render_problems(
            problems, request.form, lambda file: texts.get(file, ""), color=color
        )
        tell_problems(shown, request.form, color=color)
    if exit_code(problems):
        tell("nothing is written")
        return True
    return False


def _finish(request: Request, old: Mapping[str, str], new: Mapping[str, str], summary: str) -> None:
    """Write the files, or show what would be written."""
    from generator.commands.rewriting import rewrite, unified_diff

    if request.dry_run:
        for file, text in new.items():
            show_text(unified_diff(file, old[file], text))
        return
    if request.summary is not None:
        # First, so that nothing has changed where it cannot be written.
        rewrite(request.summary, summary)
    for file, text in new.items():
        rewrite(Path(file), text)
