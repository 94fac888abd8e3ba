"""From files to the text of a catalog."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.checks import target_feature
from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.decode import decode
from generator.decode.layers import read_layer
from generator.importing.assemble import EXTENSION_TARGET, assemble, ordered
from generator.importing.chart import is_built_in
from generator.importing.comments import heading, refused_section
from generator.importing.documents import read_items
from generator.importing.release import Note
from generator.importing.scrub import scrub
from generator.importing.sorting import sort_items
from generator.importing.text import section
from generator.importing.values import with_values
from generator.importing.verify import dotted, missing
from generator.problems import Problem, ProblemsError, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.documents.render import Templates
    from generator.importing.sorting import Sorted

Tree: TypeAlias = "dict[str, Value]"

_OPTIONAL: Final = frozenset(
    ("cloudProfile", "namespacedCloudProfiles", "controllerRegistration", "extension", "seeds")
)
"""Sections that a catalog can do without: what it cannot take of them becomes a comment."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file: its name for messages, and its content."""

    file: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Surroundings:
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
class Imported:
    """A catalog: its text, the variables that it takes credentials from, and what it cannot say.

    `chart` is the base64 text of the chart that has to stand in the file beside it; empty where
    the catalog names no such file.
    """

    text: str
    chart: str
    variables: tuple[str, ...]
    notes: int


@dataclass(frozen=True, slots=True)
class _Draft:
    """A catalog on its way: its tree, and the sections that it cannot take, with the reasons."""

    tree: Tree
    catalog: Catalog
    refused: dict[str, tuple[Value, tuple[str, ...]]]


def import_catalog(sources: Sequence[Source], around: Surroundings) -> Imported:
    """The catalog that says what the files say; raises `ProblemsError`.

    Its text can be generated from as soon as the variables are set.
    """
    items, removed = scrub(
        [item for source in sources for item in read_items(source.data, source.file)]
    )
    notes = [
        Note(part.item, part.path, f"{dotted(part.path)}: it holds a credential")
        for part in removed
    ]
    found = sort_items(items)
    notes += found.notes
    chart = _chart(found, around, notes)
    draft = _draft(found, around.chart if chart else "", around, notes, sources[0].file)
    tree = ordered(with_values(draft.tree, found, draft.catalog, notes))
    catalog = _decoded(_text(tree), around)
    if isinstance(catalog, ProblemsError):
        raise _unusable(catalog, tree, sources[0].file)
    said = {(note.item.file, note.item.path, note.path) for note in notes}
    notes += [
        note
        for note in missing(catalog, found, draft.refused, around.templates)
        if (note.item.file, note.item.path, note.path) not in said
    ]
    text = (
        heading([source.file for source in sources], notes)
        + _text(tree)
        + "".join(map(refused_section, draft.refused.items()))
    )
    return Imported(text, chart, _variables(tree), len(notes) + len(draft.refused))


def _chart(found: Sorted, around: Surroundings, notes: list[Note]) -> str:
    """The base64 text of the chart; empty for the built-in one, and for one in a registry."""
    deployed = found.deployment
    if deployed is None or not deployed.place.chart_key or deployed.repository:
        return ""
    if not deployed.chart:
        notes.append(
            Note(deployed.item, deployed.place.helm, "there is no chart: the built-in one is taken")
        )
        return ""
    if is_built_in(deployed, around.built_in()):
        return ""
    message = f"the chart is not the built-in one: as deployed, it goes to {around.chart}"
    notes.append(Note(deployed.item, deployed.place.chart, message))
    return deployed.chart


def _draft(found: Sorted, chart: str, around: Surroundings, notes: list[Note], file: str) -> _Draft:
    """The catalog without user values, less the sections that it cannot take."""
    refused: dict[str, tuple[Value, tuple[str, ...]]] = {}
    left_out: set[str] = set()
    while True:
        own: list[Note] = []
        tree = _named(assemble(found, chart, own, left_out | refused.keys()), around)
        catalog = _decoded(_text(tree), around)
        if not isinstance(catalog, ProblemsError):
            if left_out.isdisjoint({EXTENSION_TARGET}) and _is_too_old(catalog):
                left_out.add(EXTENSION_TARGET)
                continue
            notes += own
            return _Draft(tree, catalog, refused)
        reasons = _by_section(catalog, tree)
        if not reasons or reasons.keys() - _OPTIONAL:
            raise _unusable(catalog, tree, file)
        refused |= {key: (tree[key], messages) for key, messages in reasons.items()}


def _is_too_old(catalog: Catalog) -> bool:
    """Whether the target's extension is older than something that the catalog asks for."""
    return any("provider-alicloud" in finding.message for finding in target_feature.check(catalog))


def _named(tree: Tree, around: Surroundings) -> Tree:
    return {"metadata": {"name": around.name}, **tree} if around.name else tree


def _decoded(text: str, around: Surroundings) -> Catalog | ProblemsError:
    try:
        return decode([read_layer(text, around.file)])
    except ProblemsError as error:
        return error


def _text(tree: Tree) -> str:
    return "\n".join(section(key, value) for key, value in tree.items())


def _by_section(error: ProblemsError, tree: Tree) -> dict[str, tuple[str, ...]]:
    """What is wrong with each section of a tree, by the lines that it takes in the text."""
    found: dict[str, tuple[str, ...]] = {}
    line = 1
    for key, value in tree.items():
        end = line + section(key, value).count("\n") + 1
        messages = [_words(p) for p in error.problems if line <= p.line < end]
        if messages:
            found[key] = tuple(dict.fromkeys(messages))
        line = end
    return found


def _words(problem: Problem) -> str:
    expected = f" (expected {problem.expected})" if problem.expected else ""
    return f"{problem.message}{expected}"


def _unusable(error: ProblemsError, tree: Tree, file: str) -> ProblemsError:
    """What a catalog cannot say at all, with the line that it would have had."""
    lines = _text(tree).splitlines()
    problems = []
    for problem in error.problems:
        line = lines[problem.line - 1].strip() if 0 < problem.line <= len(lines) else ""
        place = f"this gives the line {quoted(line)}, which no catalog can have: " if line else ""
        message = f"{place}{problem.message}"
        problems.append(Problem(file, 0, 0, message, expected=problem.expected, hint=problem.hint))
    return ProblemsError(problems)


def _variables(value: Value) -> tuple[str, ...]:
    """The names of the variables that a tree takes credentials from, each once."""
    if isinstance(value, list):
        found = [name for item in value for name in _variables(item)]
    elif isinstance(value, dict):
        found = [
            name
            for key, item in value.items()
            for name in (_variable(item) if key in ACCESS_KEY_NAMES else _variables(item))
        ]
    else:
        found = []
    return tuple(dict.fromkeys(found))


def _variable(reference: Value) -> tuple[str, ...]:
    name = reference.get("env") if isinstance(reference, dict) else None
    return (name,) if isinstance(name, str) else ()
