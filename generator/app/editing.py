"""Proposes, checks and writes an edit of a catalog in place."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator import files
from generator.app.excerpts import remember_content
from generator.files import locking
from generator.files.temporary import remove_leftovers
from generator.files.writing import Change, ChangedError, Mode, apply
from generator.problems import Problem, ProblemsError, Severity, fail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from generator.catalog import Catalog
    from generator.decode.layers import Layer
    from generator.edit.catalog_files import CatalogFiles
    from generator.edit.changes import ChangeSet

PRINTED: Final = Path("-")
"""The place of a summary that the command prints."""

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks of a catalog, and how to go about it.

    `files` are those that may change, the catalog alone where there are none. `summary` is where
    the text of a pull request, which has the `title`, is written, unless the command prints it
    (`PRINTED`). With `strict`, warnings are errors. `as_of` is the day that dates are judged by.
    """

    verb: str
    title: str
    catalog: str
    files: tuple[str, ...] = ()
    as_of: date | None = None
    summary: Path | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class FileEdit:
    """A file of a catalog: its bytes, their text, and the text to come."""

    file: str
    data: bytes
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a request comes to: the edits, or none where the problems that they bring forbid them.

    `messages` are sentences for the user, `summary` is the text of the pull request.
    """

    problems: tuple[Problem, ...]
    edits: tuple[FileEdit, ...] = ()
    messages: tuple[str, ...] = ()
    summary: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether a problem is an error."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


@contextmanager
def locked(request: Request) -> Iterator[None]:
    """Keep other edits of the same files waiting, and remove what killed ones have left.

    Raises `ProblemsError` where another one does not end.
    """
    folders = [*map(files.folder_of, (request.catalog, *request.files))]
    with locking.locked(folders):
        for folder in {*folders, *map(files.folder_of, filter(None, [request.summary]))}:
            remove_leftovers(folder)
        yield


def propose(request: Request, decide: Callable[[CatalogFiles], ChangeSet]) -> Proposal:
    """Edit the texts of a catalog as `decide` says, and judge them; raises `ProblemsError`.

    Problems quote the lines of the texts to come.
    """
    from generator.app.new_problems import new_problems
    from generator.app.project import project_rules
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
    rules = project_rules()
    old_problems, before = _checked(request, (*rules, *layers))
    problems, after = _checked(request, (*rules, *edited))
    found = _judged([*outcome.warnings, *new_problems(old_problems, problems)], request)
    for file, text in {**texts, **new}.items() if found else ():
        remember_content(file, text.encode())
    if (refused := Proposal(found)).is_refused:
        return refused
    summary = ""
    if request.summary is not None:
        from generator.edit.summary import State, summarize

        states = State(landscape, before), State(CatalogFiles(edited), after)
        summary = summarize(request.title, outcome, *states)
    edits = (FileEdit(file, sources.data(file), texts[file], new[file]) for file in new)
    return Proposal(found, tuple(edits), outcome.messages, summary)


def write(request: Request, proposal: Proposal) -> None:
    """Write every file of a proposal, or none; raises `ProblemsError`."""
    changes = [
        Change(Path(edit.file), _rewritten(edit), Mode.KEPT, edit.data)
        for edit in proposal.edits
        if edit.new != edit.old
    ]
    if request.summary not in (None, PRINTED):
        # Last, so that it never tells of what has not come.
        changes.append(Change(request.summary, proposal.summary.encode(), Mode.KEPT))
    try:
        apply(changes, request.verb)
    except OSError as error:
        again = "run the command again" if isinstance(error, ChangedError) else ""
        message = f"cannot be written: {error.strerror}"
        raise fail(message, file=str(error.filename), hint=again) from None


def unified_diff(edit: FileEdit) -> str:
    """The difference as `git diff` shows it, for `git apply`; credentials are not shown."""
    from generator.review.line_diff import line_diff

    name = edit.file.removeprefix("./").lstrip("/")
    found = line_diff(name, _shown_lines(edit.old), _shown_lines(edit.new))
    return "".join(f"{line}\n" for line in found.lines) if found else ""


def _named(request: Request, texts: Mapping[str, str]) -> frozenset[str]:
    """The files that may change, as the catalog's layers call them."""
    by_place = {os.path.realpath(file): file for file in texts}
    for name in request.files:
        if os.path.realpath(name) not in by_place:
            expected = ", ".join(texts)
            raise fail(
                f"{name} is not a file of this catalog", file=request.catalog, expected=expected
            )
    if request.summary is not None and os.path.realpath(request.summary) in by_place:
        message = "is a file of this catalog: write the summary elsewhere"
        raise fail(message, file=str(request.summary))
    return frozenset(by_place[os.path.realpath(name)] for name in request.files)


def _layers(catalog: str, texts: Mapping[str, str]) -> tuple[Layer, ...]:
    from generator.decode.layers import read_layer, read_layers

    return read_layers(catalog, lambda file: read_layer(texts[file], file))


def _checked(request: Request, layers: Sequence[Layer]) -> tuple[list[Problem], Catalog | None]:
    """What is wrong with a catalog, and the catalog, None where it cannot be decoded."""
    from generator.checks import Severities, check
    from generator.decode import decode
    from generator.decode.positions import located

    try:
        catalog = decode(layers, request.as_of)
    except ProblemsError as error:
        return [*error.problems], None
    findings = [*check(catalog, Severities(catalog, {}, strict=request.strict))]
    return located(findings, layers), catalog


def _judged(problems: Sequence[Problem], request: Request) -> tuple[Problem, ...]:
    if request.strict:
        return tuple(problem._replace(severity=Severity.ERROR) for problem in problems)
    return tuple(problems)


def _rewritten(edit: FileEdit) -> bytes:
    """The new content of a file, which keeps its byte order mark."""
    mark = _BYTE_ORDER_MARK if edit.data.startswith(_BYTE_ORDER_MARK) else b""
    return mark + edit.new.encode()


def _shown_lines(text: str) -> list[str]:
    """What to show of each line; the last one says whether it is ended."""
    from generator.show.textual import textual

    *lines, last = textual(text.encode()).decode().split("\n")
    return [*lines, f"{last}\n\\ No newline at end of file"] if last else lines
