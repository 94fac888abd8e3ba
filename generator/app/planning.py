"""From the files on a command line to plans: what every verb that needs documents goes through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import click

from generator.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from generator.app.sources import Sources
    from generator.catalog import Catalog
    from generator.documents.plan import Document
    from generator.documents.render import Templates
    from generator.problems import Severity
    from generator.yamlio.read import Node

_Result = TypeVar("_Result")
Act: TypeAlias = "Callable[[Catalog, tuple[Document, ...], list[Problem]], _Result]"


@dataclass(frozen=True, slots=True)
class Options:
    """What a verb was asked for, beside its catalogs.

    `output` is the folder whose manifests the plan may replace, None where there is none. Without
    `credentials` none is fetched, and `keys.WITHHELD` stands in the documents.
    """

    output: Path | None
    only: Sequence[str]
    templates: Path | None
    as_of: date | None
    rules: Mapping[str, Severity | None]
    with_secrets: bool
    strict: bool
    credentials: bool = True
    settings: Sequence[Node] = ()


def plans(
    files: Sequence[str], options: Options, problems: list[Problem]
) -> Iterator[tuple[Catalog, tuple[Document, ...]]]:
    """Each catalog with its documents, one by one; those that have none are in `problems`."""
    return outcomes(files, options, problems, lambda _, documents, __: documents, alone=True)


def outcomes(
    files: Sequence[str],
    options: Options,
    problems: list[Problem],
    act: Act[_Result],
    *,
    alone: bool = False,
) -> Iterator[tuple[Catalog, _Result]]:
    """Each catalog with what `act` makes of its documents; those that have none are in `problems`.

    `act` is given the catalog, its documents, and a list for further problems, or raises
    `ProblemsError`. Unless `alone`, other processes may run it, see `parallel_map`.
    """
    from generator.app.sources import Sources

    sources = Sources()
    catalogs = sources.catalogs(files, problems, options.as_of, options.settings)
    if not catalogs:
        return
    from generator import assets
    from generator.commands.progress import progress
    from generator.documents.render import Templates

    folders = [options.templates, assets.TEMPLATES]
    templates = Templates([folder for folder in folders if folder is not None])
    names = _document_names(options.only, templates)

    def outcome(catalog: Catalog) -> tuple[_Result | None, list[Problem]]:
        found: list[Problem] = []
        try:
            documents = _documents(catalog, sources, templates, names, options, found)
            return act(catalog, documents, found), found
        except ProblemsError as error:
            return None, [*found, *error.problems]

    done = map(outcome, catalogs) if alone else _shared(outcome, catalogs, sources)
    for catalog, (result, found) in zip(catalogs, progress(done, len(catalogs)), strict=True):
        problems += found
        if result is not None:
            yield catalog, result


def _shared(
    outcome: Callable[[Catalog], _Result], catalogs: Sequence[Catalog], sources: Sources
) -> Iterator[_Result]:
    from generator.app.parallel import parallel_map

    return parallel_map(outcome, catalogs, [sources.size(catalog) for catalog in catalogs])


def _documents(
    catalog: Catalog,
    sources: Sources,
    templates: Templates,
    names: Sequence[str],
    options: Options,
    problems: list[Problem],
) -> tuple[Document, ...]:
    from generator.checks import Severities
    from generator.documents.plan import build

    severities = Severities(catalog, options.rules, strict=options.strict)
    problems += sources.findings(catalog, severities)
    if options.output is not None:
        problems += sources.change_findings(catalog, options.output, severities)
    inputs = sources.inputs(
        catalog,
        options.output,
        with_secrets=options.with_secrets,
        credentials=options.credentials,
    )
    documents = build(catalog, inputs, templates, names)
    problems += sources.document_findings(catalog, documents, severities)
    return documents


def _document_names(only: Sequence[str], templates: Templates) -> list[str]:
    """The documents that the user names, with or without `.yaml`, by their full names."""
    known = templates.documents()
    names = [name if name in known else f"{name}.yaml" for name in only]
    for name in names:
        if name not in known:
            choices = ", ".join(document.removesuffix(".yaml") for document in known)
            message = f"there is no document {name.removesuffix('.yaml')!r}; choose from {choices}"
            raise click.BadParameter(message, param_hint="--only")
    return names
