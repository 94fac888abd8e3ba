"""What the verbs that change a catalog have in common: the checks, the diff, the writing."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import files
from generator.app.excerpts import keep
from generator.commands.reporting import exit_code, show_problems
from generator.files import Change, Mode
from generator.problems import Problem, ProblemsError, Severity, fail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from generator.catalog import Catalog
    from generator.decode.layers import Layer
    from generator.edit.catalog_files import CatalogFiles
    from generator.edit.changes import ChangeSet


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


@dataclass(frozen=True, slots=True)
class _Edit:
    """The bytes of a file, their text, and the text to come."""

    data: bytes
    old: str
    new: str


def change(request: Request, title: str, decide: Callable[[CatalogFiles], ChangeSet]) -> int:
    """Do what `decide` says to the files of a catalog, if the checks find nothing new in them.

    Either every file is written as a whole or, where an error is reported, none. Other edits of
    the same files wait for this one. Returns the exit code; raises `ProblemsError`.
    """
    if request.dry_run:
        return _change(request, title, decide)
    folders = [*map(files.home, (request.catalog, *request.files))]
    with files.locked(folders):
        for folder in {*folders, *map(files.home, filter(None, [request.summary]))}:
            files.remove_leftovers(folder)
        return _change(request, title, decide)


def _change(request: Request, title: str, decide: Callable[[CatalogFiles], ChangeSet]) -> int:
    from generator.app.sources import Sources
    from generator.edit.catalog_files import CatalogFiles
    from generator.edit.edit_text import edit_text

    sources = Sources()
    layers = sources.layers(request.catalog)
    texts = {layer.file: layer.text for layer in layers}
    landscape = CatalogFiles(layers, _named(request, texts))
    outcome = decide(landscape)
    new = {file: edit_text(texts[file], file, asked) for file, asked in outcome.changes.items()}
    edited = _layers(request.catalog, {**texts, **new})
    problems, before = _checked(request, layers)
    new_problems, after = _checked(request, edited)
    if _report([*outcome.warnings, *_added(problems, new_problems)], {**texts, **new}, request):
        return 1
    summary = ""
    if request.summary is not None:
        from generator.edit.summary import State, summarize

        states = State(landscape, before), State(CatalogFiles(edited), after)
        summary = summarize(title, outcome, *states)
    edits = {file: _Edit(sources.data(file), texts[file], new[file]) for file in new}
    _finish(request, edits, summary)
    click.echo("\n".join(outcome.messages), err=True)
    return 0


def _named(request: Request, texts: Mapping[str, str]) -> frozenset[str]:
    """The files of `--in`, as the catalog's layers call them."""
    by_place = {os.path.realpath(file): file for file in texts}
    for name in request.files:
        if os.path.realpath(name) not in by_place:
            expected = ", ".join(texts)
            raise fail(
                f"{name} is no file of this catalog", file=request.catalog, expected=expected
            )
    if request.summary is not None and os.path.realpath(request.summary) in by_place:
        message = "is a file of this catalog, and no place for a summary"
        raise fail(message, file=str(request.summary))
    return frozenset(by_place[os.path.realpath(name)] for name in request.files)


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
    known = Counter(map(_wherever, old))
    added = []
    for problem in new:
        key = _wherever(problem)
        known[key] -= 1
        if known[key] < 0:
            added.append(problem)
    return added


def _wherever(problem: Problem) -> Problem:
    """The problem without lines: its own, and that of what asks for the contrary."""
    message = re.sub(r":\d+ asks for$", " asks for", problem.message)
    return replace(problem, line=0, column=0, message=message)


def _report(problems: Sequence[Problem], texts: Mapping[str, str], request: Request) -> bool:
    """Show problems with lines of the texts as they would be; whether one forbids to write them."""
    if request.strict:
        problems = [replace(problem, severity=Severity.ERROR) for problem in problems]
    if problems:
        for file, text in texts.items():
            keep(file, text.encode())
        show_problems(problems, request.form)
    if exit_code(problems):
        click.echo("nothing is written", err=True)
        return True
    return False


def _finish(request: Request, edits: Mapping[str, _Edit], summary: str) -> None:
    """Write the files, or show what would be written."""
    from generator.commands.rewriting import rewritten, unified_diff

    if request.dry_run:
        for file, edit in edits.items():
            sys.stdout.buffer.write(unified_diff(file, edit.old, edit.new).encode())
        return
    changes = [
        Change(Path(file), rewritten(edit.data, edit.new), Mode.KEPT, edit.data)
        for file, edit in edits.items()
        if edit.new != edit.old
    ]
    if request.summary is not None:
        # Last, so that it never tells of what has not come.
        changes.append(Change(request.summary, summary.encode(), Mode.KEPT))
    _write(changes)


def _write(changes: Sequence[Change]) -> None:
    """Make all changes or none; raises `ProblemsError`."""
    try:
        files.apply(changes, click.get_current_context().info_name or "")
    except OSError as error:
        again = "give the command again" if isinstance(error, files.ChangedError) else ""
        message = f"cannot be written: {error.strerror}"
        raise fail(message, file=str(error.filename), hint=again) from None
