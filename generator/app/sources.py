"""Catalogs and what they refer to, read: files that they extend, access keys, charts."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from generator import assets, files
from generator.app.access_keys import backup_keys, owner_key
from generator.app.excerpts import remember_argument, remember_content
from generator.app.patterns import expanded
from generator.chart.blob import encode
from generator.checks import (
    Severities,
    check,
    check_changes,
    check_chart,
    check_documents,
)
from generator.checks.deployed_chart import DeployedChart
from generator.decode import decode
from generator.decode.layers import read_layer, read_layers
from generator.decode.positions import located
from generator.documents.inputs import Inputs
from generator.documents.output_folder import read_document
from generator.manifest.chart_source import chart_text, read_source
from generator.problems import Finding, Problem, ProblemsError, Severity, collected, fail, quoted
from generator.yamlio.read import decode_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from generator.catalog import Catalog
    from generator.catalog.deployment import ChartPath
    from generator.chart.source import Packed
    from generator.decode.layers import Layer
    from generator.documents.plan import Document
    from generator.problems import Path as Place
    from generator.yamlio.read import Node


WrittenDocuments: TypeAlias = "Callable[[str], bytes]"
"""Reads a document that is on disk, by its name; each is read once."""

_DEPLOYMENT = "controllerdeployment.yaml"


def written_documents(output: Path, name: str) -> WrittenDocuments:
    """What an output folder holds of the catalog of a name: empty for what cannot be read."""

    @cache
    def read(document: str) -> bytes:
        try:
            return read_document(output, f"{name}/{document}")
        except OSError:
            return b""

    return read


class Sources:
    """The files of one call: each is read, and each chart packed, once for all of its catalogs.

    `outside` says how much a symbolic link in a chart matters that leads out of it.
    """

    def __init__(self, outside: Severity = Severity.WARNING) -> None:
        self._outside = outside
        self._data: dict[str, bytes] = {}
        self._layers: dict[str, Layer] = {}
        self._charts: dict[Path, Packed] = {}

    def catalogs(
        self,
        named: Sequence[str],
        problems: list[Problem],
        as_of: date | None = None,
        settings: Sequence[Node] = (),
    ) -> list[Catalog]:
        """The catalogs that can be read; what is wrong with the others is added to `problems`.

        Each name may be a pattern, see `patterns`. Catalogs of one name would overwrite each
        other, so none of them is returned. `as_of` is the day that dates are judged by, `settings`
        are trees over every catalog.
        """
        catalogs: list[Catalog] = []
        for file in expanded(named, problems):
            with collected(problems, file):
                catalogs.append(decode(_set(self.layers(file), settings), as_of))
        return _of_unique_names(catalogs, problems)

    def layers(self, file: str) -> tuple[Layer, ...]:
        """The layers of the catalog in a file; raises `ProblemsError`."""
        remember_argument(file)
        try:
            return read_layers(file, lambda path: self._layer(path, is_named=path == file))
        except OSError as error:
            hint = "standard input is /dev/stdin" if file == "-" else ""
            raise fail(files.reason(error), file=file, expected="a catalog", hint=hint) from None

    def data(self, file: str) -> bytes:
        """The bytes of a file of a catalog, as they were read."""
        return self._data[file]

    def size(self, catalog: Catalog) -> int:
        """How many characters the catalog was read from, those of its bases included."""
        return sum(len(self._layer(file).text) for file in catalog.files)

    def catalog_warnings(self, catalog: Catalog, severities: Severities) -> list[Problem]:
        """What rules say of a catalog and its chart; raises `ProblemsError` for an error."""
        chart = DeployedChart(catalog, lambda stated: self._packed_for(catalog, stated).chart)
        findings = [*check(catalog, severities)]
        # What is refused already needs no second reason.
        refused = {found.path for found in findings if found.severity is Severity.ERROR}
        of_chart = check_chart(catalog, chart, severities)
        findings += [found for found in of_chart if refused.isdisjoint(_way_to(found.path))]
        return self._warnings(findings, catalog)

    def document_warnings(
        self, catalog: Catalog, documents: Sequence[Document], severities: Severities
    ) -> list[Problem]:
        """What rules say of documents to be written; raises `ProblemsError`, too."""
        texts = {document.path: document.data for document in documents}
        return self._warnings(list(check_documents(catalog, texts, severities)), catalog)

    def change_warnings(
        self, catalog: Catalog, written: WrittenDocuments, severities: Severities
    ) -> list[Problem]:
        """What rules say of a change of what an output folder holds; raises `ProblemsError`."""
        return self._warnings(list(check_changes(catalog, written, severities)), catalog)

    def _warnings(self, findings: Sequence[Finding], catalog: Catalog) -> list[Problem]:
        problems = self._located(findings, catalog) if findings else []
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ProblemsError(problems)
        return problems

    def inputs(
        self,
        catalog: Catalog,
        written: WrittenDocuments | None,
        problems: list[Problem],
        *,
        with_secrets: bool = False,
        credentials: bool = True,
    ) -> Inputs:
        """What the plan of a catalog needs, which may replace what is `written`.

        Credentials that only Secrets hold are fetched `with_secrets` alone, and none without
        `credentials` (see `access_keys.WITHHELD`). Raises `ProblemsError` with all that cannot be
        fetched. Warnings of a chart are added to `problems` when it is asked for.
        """

        def blob(chart: ChartPath | None) -> str:
            packed = self._packed_for(catalog, chart)
            problems.extend(packed.warnings)
            text = packed.text or ""
            return _kept(text, packed.tar, written(_DEPLOYMENT)) if written else text

        findings: list[Finding] = []
        owner = owner_key(catalog, findings, with_secrets=with_secrets, credentials=credentials)
        backups = backup_keys(catalog, findings, with_secrets=with_secrets)
        if findings:
            raise ProblemsError(self._located(findings, catalog))
        return Inputs(owner, blob, backups)

    def _packed_for(self, catalog: Catalog, chart: ChartPath | None) -> Packed:
        """The chart that a catalog asks for; a path in a catalog is relative to the catalog."""
        if chart is None:
            return self._packed(assets.EXTENSION_CHART)
        path = Path(catalog.file).parent / chart.path
        try:
            return self._packed(path)
        except ProblemsError as error:
            raise ProblemsError(
                each
                for problem in error.problems
                for each in (
                    self._located([_of_chart(problem)], catalog)
                    if problem.file == str(path)
                    else [problem]
                )
            ) from None

    def _packed(self, path: Path) -> Packed:
        if path not in self._charts:
            packed = read_source(path, outside=self._outside)
            self._charts[path] = replace(packed, text=packed.text or encode(packed.tar))
        return self._charts[path]

    def _layer(self, file: str, *, is_named: bool = False) -> Layer:
        if file not in self._layers:
            self._data[file] = files.read_argument(file) if is_named else files.read(file)
            remember_content(file, self._data[file])
            self._layers[file] = read_layer(decode_text(self._data[file], file), file)
        return self._layers[file]

    def _located(self, findings: Sequence[Finding], catalog: Catalog) -> list[Problem]:
        return located(findings, [self._layer(file) for file in catalog.files])


def _way_to(path: Place) -> Iterator[Place]:
    """A path, and all those above it."""
    return (path[:end] for end in range(1, len(path) + 1))


def _set(layers: tuple[Layer, ...], settings: Sequence[Node]) -> tuple[Layer, ...]:
    if not settings:
        return layers
    from generator.decode.set_option import with_settings

    return with_settings(layers, settings)


def _of_unique_names(catalogs: Sequence[Catalog], problems: list[Problem]) -> list[Catalog]:
    by_name: dict[str, list[str]] = {}
    for catalog in catalogs:
        by_name.setdefault(catalog.name, []).append(catalog.file)
    for name, (first, *others) in by_name.items():
        for other in others:
            message = f'the catalog is named "{name}", and so is {first}'
            hint = "give it a name of its own: `metadata: {name: …}`"
            problems.append(Problem(other, 0, 0, message, hint=hint))
    return [catalog for catalog in catalogs if len(by_name[catalog.name]) == 1]


def _of_chart(problem: Problem) -> Finding:
    """What is wrong with a chart as a whole, as the finding of a catalog that asks for it."""
    message = f"{quoted(problem.file)}: {problem.message}"
    path = ("controllerDeployment", "chart")
    return Finding(path, message, problem.expected, problem.hint)


def _kept(text: str, tar: bytes, manifest: bytes) -> str:
    """The chart's text in a manifest where it holds the same tar, compressed by whom it may be."""
    if text.encode() in manifest:
        return text
    try:
        return encode(tar, chart_text(manifest, _DEPLOYMENT).strip())
    except ProblemsError:
        return text
