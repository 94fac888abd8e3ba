"""From catalogs to their documents: what `generate`, `check` and `diff` have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeAlias, TypeVar

from generator.app.access_keys import KeySource
from generator.app.sources import Sources
from generator.app.written_documents import written_documents
from generator.problems import Problem, Severity, collected, nearest
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from generator.app.selection import Selection
    from generator.catalog import Catalog
    from generator.decode.set_option import Setting
    from generator.documents.plan import Document
    from generator.documents.render import Templates

_Result = TypeVar("_Result")
DocumentHandler: TypeAlias = "Callable[[Catalog, tuple[Document, ...], list[Problem]], _Result]"
"""What to do with the documents of a catalog; further problems are added to the list."""


EACH: Final = 20_000
"""Characters of a catalog that take as long as what every catalog takes, however small it is."""


class Options(Record):
    """What a verb was asked for, beside its catalogs.

    `output` is the folder whose manifests the plan may replace, None where there is none. `only`
    restricts the plan to documents, see `document_names`. Without `secret_values`, `WITHHELD`
    stands for each key in a Secret. `outside` says how much a symbolic link in a chart matters that
    leads out of it; with `strict`, every warning is an error.
    """

    output: Path | None = None
    only: Sequence[str] = ()
    templates: Path | None = None
    as_of: date | None = None
    rules: Mapping[str, Severity | None] = {}
    with_secrets: bool = False
    strict: bool = False
    secret_values: bool = True
    key_source: KeySource = KeySource.FETCHED
    outside: Severity = Severity.WARNING
    settings: Sequence[Setting] = ()


class Outcome(Record, Generic[_Result]):
    """What became of a catalog. `result` is None where `problems` say why there is none."""

    catalog: Catalog
    result: _Result | None
    problems: list[Problem]


class Planner:
    """Plans the documents of some catalogs.

    `catalogs` are those that can be read, `problems` say what is wrong with the others. They are
    all (`has_all`) where they are those of the project as it is, none is unreadable, and they go to
    its own output folder: what else stands there of ours is of catalogs that are gone. `watch`
    hands on the files, and sees how many have been read.
    """

    def __init__(
        self,
        selection: Selection,
        options: Options,
        watch: Callable[[Sequence[str]], Iterable[str]] = tuple,
    ) -> None:
        self._options = options
        outside = Severity.ERROR if options.strict else options.outside
        self._sources = Sources(outside, options.settings, selection.rules)
        self.problems = [*selection.problems]
        self.catalogs = self._sources.catalogs(
            watch(selection.files), self.problems, options.as_of, selection.is_generated
        )
        if not (self.catalogs or self.problems):
            severity = Severity.ERROR if options.strict else Severity.WARNING
            self.problems += selection.nothing_to_generate(severity)
        # A setting may name a catalog otherwise.
        is_as_it_is = selection.is_whole and not (self.problems or options.settings or options.only)
        self.has_all = is_as_it_is and bool(self.catalogs) and options.output == selection.output

    def outcomes(
        self, act: DocumentHandler[_Result], *, alone: bool = False
    ) -> Iterator[Outcome[_Result]]:
        """What `act` makes of the documents of each catalog, in the order of `catalogs`.

        `act` may raise `ProblemsError`. Unless `alone`, other processes may run it, see
        `parallel_map`.
        """
        if not self.catalogs:
            return
        templates = _templates(self._options.templates)

        def outcome(catalog: Catalog) -> tuple[_Result | None, list[Problem]]:
            problems: list[Problem] = []
            result = None
            with collected(problems, catalog.file):
                documents = self._documents(catalog, templates, problems)
                result = act(catalog, documents, problems)
            return result, problems

        done = map(outcome, self.catalogs) if alone else self._shared(outcome)
        for catalog, (result, problems) in zip(self.catalogs, done, strict=True):
            yield Outcome(catalog, result, problems)

    def _shared(self, outcome: Callable[[Catalog], _Result]) -> Iterator[_Result]:
        from generator.app.parallel import parallel_map

        sizes = [self._sources.size(catalog) + EACH for catalog in self.catalogs]
        return parallel_map(outcome, self.catalogs, sizes)

    def _documents(
        self, catalog: Catalog, templates: Templates, problems: list[Problem]
    ) -> tuple[Document, ...]:
        from generator.checks import Severities
        from generator.documents.plan import build

        options, sources = self._options, self._sources
        severities = Severities(catalog, options.rules, strict=options.strict)
        problems += sources.catalog_warnings(catalog, severities)
        written = None
        if options.output is not None:
            written = written_documents(options.output, catalog.name)
            problems += sources.change_warnings(catalog, written, severities)
        inputs = sources.inputs(
            catalog,
            written,
            problems,
            with_secrets=options.with_secrets,
            secret_values=options.secret_values,
            key_source=options.key_source,
        )
        documents = build(catalog, inputs, templates, options.only)
        problems += sources.document_warnings(catalog, documents, severities)
        return documents


def document_names(named: Sequence[str], templates: Path | None) -> list[str]:
    """The full names of documents that somebody names with or without `.yaml`.

    Raises ValueError, with a message that says which there are, where there is none of a name.
    """
    if not named:
        return []
    known = _templates(templates).documents()
    names = [name if name in known else f"{name}.yaml" for name in named]
    for name in names:
        if name not in known:
            choices = [document.removesuffix(".yaml") for document in known]
            wrong = name.removesuffix(".yaml")
            hint = nearest(wrong, choices) or f"choose from {', '.join(choices)}"
            message = f"there is no document {wrong!r}; {hint}"
            raise ValueError(message)
    return names


def _templates(folder: Path | None) -> Templates:
    """The built-in templates, and those of a folder that come before them."""
    from generator import assets
    from generator.documents.render import Templates

    return Templates([*([] if folder is None else [folder]), assets.TEMPLATES])
