"""From files to the text of a catalog."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.checks import Severities, check
from generator.checks.target_feature import needs_newer_extension
from generator.decode import decode_or_findings
from generator.decode.layers import read_layer
from generator.decode.positions import located
from generator.importing.access_key_variables import variables_of
from generator.importing.assemble import EXTENSION_TARGET, assemble, in_order
from generator.importing.catalog_text import (
    IncompleteSection,
    heading,
    incomplete_section,
    section_text,
)
from generator.importing.chart import is_built_in
from generator.importing.classify import classify
from generator.importing.deployed_release import blob_releases
from generator.importing.misread import refuse_misread
from generator.importing.overriding_values import with_values
from generator.importing.release import Note
from generator.importing.verify import KIND_OF_SECTION, not_reproduced
from generator.importing.without_credentials import without_credentials
from generator.manifest.located_objects import read_located_objects
from generator.problems import Problem, ProblemsError, Severity, fail, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.decode.layers import Layer
    from generator.documents.render import Templates
    from generator.importing.classify import ClassifiedObjects
    from generator.problems import Finding

Tree: TypeAlias = "dict[str, Value]"

_LOWERED: Final[Value] = {"severity": "warning", "because": "imported as it was"}
"""The setting of a rule that refuses what was found."""

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
    file beside it for a chart of its own (empty: there is no place for one), `built_in` gives the
    tar of the chart that catalogs have without saying so.
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
class _Draft:
    """A catalog without values: its tree, and the sections that had to be left out of it."""

    tree: Tree
    catalog: Catalog
    incomplete: dict[str, IncompleteSection]


def import_catalog(files: Sequence[InputFile], options: ImportOptions) -> ImportedCatalog:
    """The catalog that says what the files say; raises `ProblemsError`.

    Its text can be generated from as soon as the variables are set.
    """
    found = [item for file in files for item in read_located_objects(file.data, file.name)]
    if not found:
        raise fail("it has no objects", file=files[0].name, expected="something to import")
    items, notes = without_credentials(found)
    objects = classify(items)
    refuse_misread(dict.fromkeys([*objects.manifests(), *objects.profiles()]))
    notes += objects.notes
    chart = _chart(objects, options, notes)
    draft = _draft(objects, options, notes, chart=options.chart if chart else "", file=files[0])
    tree = in_order(with_values(draft.tree, objects, draft.catalog, notes))
    catalog = _usable(tree, options, files[0])
    if refused := [*_refused(catalog)]:
        tree = in_order({**tree, "rules": {finding.rule: _LOWERED for finding in refused}})
        catalog = _usable(tree, options, files[0])
    compared = not_reproduced(catalog, objects, draft.incomplete, options.templates)
    notes += _not_noted(compared, notes)
    text = heading([file.name for file in files], notes, refused) + _text(tree)
    comments = [incomplete_section(*section) for section in draft.incomplete.items()]
    count = len(notes) + len(refused) + len(comments)
    return ImportedCatalog(text + "".join(comments), chart, variables_of(tree), count)


def _not_noted(found: Iterable[Note], notes: Iterable[Note]) -> list[Note]:
    """The notes on parts that no note is about yet."""
    known = {(note.item.file, note.item.path, note.path) for note in notes}
    return [note for note in found if (note.item.file, note.item.path, note.path) not in known]


def _chart(objects: ClassifiedObjects, options: ImportOptions, notes: list[Note]) -> str:
    """The base64 text of the chart; empty for the built-in one, and for one in a registry."""
    deployed = objects.deployment
    if deployed is None or not deployed.place.chart_key or deployed.repository:
        return ""
    item, place = deployed.item, deployed.place
    if not deployed.chart:
        notes.append(Note(item, place.helm, "there is no chart: the built-in one is taken"))
        return ""
    if is_built_in(deployed, options.built_in()):
        return ""
    releases = blob_releases(deployed)
    chart = f"this is {releases}" if releases else "the chart is not the built-in one"
    if not options.chart:
        message = f"{chart}, and must be in a file next to the catalog"
        raise item.refusal(place.chart, message, hint="`-o FILE` writes both")
    message = f"{chart}: as deployed, it goes to {options.chart}"
    notes.append(Note(item, place.chart, message))
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
    incomplete: dict[str, IncompleteSection] = {}
    left_out: set[str] = set()
    while True:
        new_notes: list[Note] = []
        tree = assemble(objects, chart, new_notes, left_out | incomplete.keys())
        if options.name:
            tree = {"metadata": {"name": options.name}, **tree}
        catalog = decode_or_findings(_layer(tree, options))
        if isinstance(catalog, list):
            reasons = _reasons_by_section(catalog)
            if reasons.keys() - (_OPTIONAL & tree.keys()):
                raise _unusable(catalog, _layer(tree, options), file)
            incomplete |= {
                key: IncompleteSection(tree[key], found) for key, found in reasons.items()
            }
        elif EXTENSION_TARGET not in left_out and needs_newer_extension(catalog):
            left_out.add(EXTENSION_TARGET)
        else:
            notes += new_notes
            return _Draft(tree, catalog, incomplete)


def _layer(tree: Tree, options: ImportOptions) -> Layer:
    return read_layer(_text(tree), options.file)


def _text(tree: Tree) -> str:
    return "\n".join(section_text(key, value) for key, value in tree.items())


def _usable(tree: Tree, options: ImportOptions, file: InputFile) -> Catalog:
    """The catalog that a tree is; raises `ProblemsError`."""
    layer = _layer(tree, options)
    catalog = decode_or_findings(layer)
    if isinstance(catalog, list):
        raise _unusable(catalog, layer, file)
    return catalog


def _refused(catalog: Catalog) -> Iterator[Finding]:
    """Why `generate` refuses a catalog that says what stands in the objects."""
    severities = Severities(catalog, {}, strict=False)
    return (each for each in check(catalog, severities) if each.severity is Severity.ERROR)


def _reasons_by_section(findings: Sequence[Finding]) -> dict[str, tuple[str, ...]]:
    """What is wrong with each section of a catalog."""
    reasons: dict[str, dict[str, None]] = {}
    for finding in findings:
        expected = f" (expected {finding.expected})" if finding.expected else ""
        section = str(finding.path[0]) if finding.path else ""
        reasons.setdefault(section, {})[f"{finding.message}{expected}"] = None
    return {section: tuple(found) for section, found in reasons.items()}


def _unusable(findings: Sequence[Finding], layer: Layer, file: InputFile) -> ProblemsError:
    """The problems of a text that is not a catalog, each with the line that it would have had."""
    lines = layer.text.splitlines()
    problems = []
    for problem in located(findings, [layer]):
        line = lines[problem.line - 1].strip() if 0 < problem.line <= len(lines) else ""
        place = f"this gives the line {quoted(line)}, which no catalog can have: " if line else ""
        message = f"{place}{problem.message}"
        problems.append(
            Problem(file.name, 0, 0, message, expected=problem.expected, hint=problem.hint)
        )
    return ProblemsError(problems)
