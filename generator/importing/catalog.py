"""From files to the text of a catalog."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.checks.target_feature import needs_newer_extension
from generator.decode import decode
from generator.decode.layers import read_layer
from generator.importing.access_key_variables import variables_of
from generator.importing.assemble import EXTENSION_TARGET, assemble, in_order
from generator.importing.catalog_text import heading, incomplete_section, section_text
from generator.importing.chart import is_built_in
from generator.importing.classify import classify
from generator.importing.documents import read_items
from generator.importing.overriding_values import with_values
from generator.importing.release import Note
from generator.importing.verify import KIND_OF_SECTION, not_reproduced
from generator.importing.without_credentials import without_credentials
from generator.problems import Problem, ProblemsError, fail, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.documents.render import Templates
    from generator.importing.classify import ClassifiedObjects

Tree: TypeAlias = "dict[str, Value]"

_OPTIONAL: Final = frozenset(KIND_OF_SECTION)
"""Sections that a catalog can do without: what it cannot take of them becomes a comment."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to import: its name for messages, and its content."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What an import needs beside its files.

    `file` is where the catalog will stand, `name` its own (empty: that of the file), `chart` the
    file beside it for a chart of its own, `built_in` gives the tar of the chart that catalogs have
    without saying so.
    """

    file: str
    name: str
    chart: str
    built_in: Callable[[], bytes]
    templates: Templates


@dataclass(frozen=True, slots=True)
class ImportedCatalog:
    """A catalog: its text, the variables that it takes credentials from, and what it cannot say.

    `chart` is the base64 text of the chart that has to stand in the file beside it; empty where
    the catalog names no such file. `notes` counts the comments.
    """

    text: str
    chart: str
    variables: tuple[str, ...]
    notes: int


@dataclass(frozen=True, slots=True)
class _Incomplete:
    """A section that is invalid, with the reasons."""

    value: Value
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A catalog without values: its tree, and the sections that had to be left out of it."""

    tree: Tree
    catalog: Catalog
    incomplete: dict[str, _Incomplete]


def import_catalog(files: Sequence[InputFile], options: ImportOptions) -> ImportedCatalog:
    """The catalog that says what the files say; raises `ProblemsError`.

    Its text can be generated from as soon as the variables are set.
    """
    found = [item for file in files for item in read_items(file.data, file.name)]
    if not found:
        raise fail("there is no object in it", file=files[0].name, expected="something to import")
    items, notes = without_credentials(found)
    objects = classify(items)
    notes += objects.notes
    chart = _chart(objects, options, notes)
    draft = _draft(objects, options, notes, chart=options.chart if chart else "", file=files[0])
    tree = in_order(with_values(draft.tree, objects, draft.catalog, notes))
    catalog = _decoded(_text(tree), options)
    if isinstance(catalog, ProblemsError):
        raise _unusable(catalog, tree, files[0])
    noted = {(note.item.file, note.item.path, note.path) for note in notes}
    notes += [
        note
        for note in not_reproduced(catalog, objects, draft.incomplete, options.templates)
        if (note.item.file, note.item.path, note.path) not in noted
    ]
    comments = [
        incomplete_section(key, section.value, section.reasons)
        for key, section in draft.incomplete.items()
    ]
    text = heading([file.name for file in files], notes) + _text(tree) + "".join(comments)
    return ImportedCatalog(text, chart, variables_of(tree), len(notes) + len(comments))


def _chart(objects: ClassifiedObjects, options: ImportOptions, notes: list[Note]) -> str:
    """The base64 text of the chart; empty for the built-in one, and for one in a registry."""
    deployed = objects.deployment
    if deployed is None or not deployed.place.chart_key or deployed.repository:
        return ""
    if not deployed.chart:
        notes.append(
            Note(deployed.item, deployed.place.helm, "there is no chart: the built-in one is taken")
        )
        return ""
    if is_built_in(deployed, options.built_in()):
        return ""
    message = f"the chart is not the built-in one: as deployed, it goes to {options.chart}"
    notes.append(Note(deployed.item, deployed.place.chart, message))
    return deployed.chart


def _draft(
    objects: ClassifiedObjects,
    options: ImportOptions,
    notes: list[Note],
    *,
    chart: str,
    file: InputFile,
) -> _Draft:
    """The catalog without values, and without optional sections that are invalid.

    `chart` is the path of its chart, empty if built in. Raises `ProblemsError`.
    """
    incomplete: dict[str, _Incomplete] = {}
    left_out: set[str] = set()
    while True:
        new_notes: list[Note] = []
        tree = assemble(objects, chart, new_notes, left_out | incomplete.keys())
        if options.name:
            tree = {"metadata": {"name": options.name}, **tree}
        catalog = _decoded(_text(tree), options)
        if not isinstance(catalog, ProblemsError):
            if EXTENSION_TARGET not in left_out and needs_newer_extension(catalog):
                left_out.add(EXTENSION_TARGET)
                continue
            notes += new_notes
            return _Draft(tree, catalog, incomplete)
        reasons = _reasons_by_section(catalog, tree)
        if not reasons or reasons.keys() - _OPTIONAL:
            raise _unusable(catalog, tree, file)
        incomplete |= {key: _Incomplete(tree[key], found) for key, found in reasons.items()}


def _decoded(text: str, options: ImportOptions) -> Catalog | ProblemsError:
    try:
        return decode([read_layer(text, options.file)])
    except ProblemsError as error:
        return error


def _text(tree: Tree) -> str:
    return "\n".join(section_text(key, value) for key, value in tree.items())


def _reasons_by_section(error: ProblemsError, tree: Tree) -> dict[str, tuple[str, ...]]:
    """What is wrong with each section of a tree, by the lines that it takes in the text."""
    reasons: dict[str, tuple[str, ...]] = {}
    line = 1
    for key, value in tree.items():
        end = line + section_text(key, value).count("\n") + 1
        found = [_reason(problem) for problem in error.problems if line <= problem.line < end]
        if found:
            reasons[key] = tuple(dict.fromkeys(found))
        line = end
    return reasons


def _reason(problem: Problem) -> str:
    expected = f" (expected {problem.expected})" if problem.expected else ""
    return f"{problem.message}{expected}"


def _unusable(error: ProblemsError, tree: Tree, file: InputFile) -> ProblemsError:
    """The problems of a tree that is no catalog, each with the line that it would have had."""
    lines = _text(tree).splitlines()
    problems = []
    for problem in error.problems:
        line = lines[problem.line - 1].strip() if 0 < problem.line <= len(lines) else ""
        place = f"this gives the line {quoted(line)}, which no catalog can have: " if line else ""
        message = f"{place}{problem.message}"
        problems.append(
            Problem(file.name, 0, 0, message, expected=problem.expected, hint=problem.hint)
        )
    return ProblemsError(problems)
