"""What catalogs refer to, read from the world outside: files, variables, charts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator import assets
from generator.chart.blob import encode
from generator.chart.source import read_source
from generator.checks import Severities, check, check_changes, check_documents
from generator.commands.keys import backup_keys, owner_key
from generator.commands.patterns import expanded
from generator.decode import decode
from generator.decode.layers import read_layer, read_layers
from generator.decode.positions import located
from generator.plan import Inputs
from generator.problems import Finding, Problem, ProblemsError, Severity, fail
from generator.yamlio.read import decode_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from generator.catalog import Catalog
    from generator.catalog.deployment import ChartPath
    from generator.decode.layers import Layer
    from generator.plan import Document
    from generator.yamlio.read import Node


class Sources:
    """The files of one call: each is read, and each chart packed, once for all of its catalogs."""

    def __init__(self) -> None:
        self._layers: dict[str, Layer] = {}
        self._charts: dict[Path, tuple[str, bytes]] = {}

    def catalogs(
        self,
        files: Sequence[str],
        problems: list[Problem],
        as_of: date | None = None,
        settings: Sequence[Node] = (),
    ) -> list[Catalog]:
        """The catalogs that can be read; what is wrong with the others is added to `problems`.

        Each of `files` may be a pattern, see `patterns`. Catalogs of one name would overwrite each
        other, so none of them is returned. `as_of` is the day that dates are judged by, `settings`
        are trees over every catalog.
        """
        catalogs: list[Catalog] = []
        for file in expanded(files, problems):
            try:
                catalogs.append(decode(_set(self.layers(file), settings), as_of))
            except ProblemsError as error:
                problems += error.problems
        return _of_unique_names(catalogs, problems)

    def layers(self, file: str) -> tuple[Layer, ...]:
        """The layers of the catalog in a file; raises `ProblemsError`."""
        try:
            return read_layers(file, self._layer)
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            found = "there is no such file" if missing else f"cannot be read: {error.strerror}"
            hint = "standard input is /dev/stdin" if file == "-" else ""
            raise fail(found, file=file, expected="a catalog", hint=hint) from None

    def size(self, catalog: Catalog) -> int:
        """How many characters the catalog was read from, those of its bases included."""
        return sum(len(self._layer(file).text) for file in catalog.files)

    def findings(self, catalog: Catalog, severities: Severities) -> list[Problem]:
        """The warnings of the rules for catalogs; raises `ProblemsError` where one is an error."""
        return self._warnings(list(check(catalog, severities)), catalog)

    def document_findings(
        self, catalog: Catalog, documents: Sequence[Document], severities: Severities
    ) -> list[Problem]:
        """The same of the rules for documents, which are about to be written."""
        texts = {document.path: document.data for document in documents}
        return self._warnings(list(check_documents(texts, severities)), catalog)

    def change_findings(
        self, catalog: Catalog, output: Path, severities: Severities
    ) -> list[Problem]:
        """The same of the rules for changes, against what an output folder holds."""

        def written(document: str) -> bytes:
            try:
                return (output / catalog.name / document).read_bytes()
            except OSError:
                return b""

        return self._warnings(list(check_changes(catalog, written, severities)), catalog)

    def _warnings(self, findings: Sequence[Finding], catalog: Catalog) -> list[Problem]:
        problems = self._located(findings, catalog) if findings else []
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ProblemsError(problems)
        return problems

    def inputs(
        self,
        catalog: Catalog,
        output: Path | None,
        *,
        with_secrets: bool = False,
        credentials: bool = True,
    ) -> Inputs:
        """What the plan of a catalog needs, which may replace a manifest below the output folder.

        Credentials that only Secrets hold are fetched `with_secrets` alone, and none without
        `credentials` (see `keys.WITHHELD`). Raises `ProblemsError` with all that cannot be fetched.
        """

        def blob(chart: ChartPath | None) -> str:
            text, tar = self._packed(self._chart_path(catalog, chart))
            return _kept(text, tar, output / catalog.name) if output else text

        findings: list[Finding] = []
        owner = owner_key(catalog, findings, with_secrets=with_secrets, credentials=credentials)
        backups = backup_keys(catalog, findings, with_secrets=with_secrets)
        if findings:
            raise ProblemsError(self._located(findings, catalog))
        return Inputs(owner, blob, backups)

    def _chart_path(self, catalog: Catalog, chart: ChartPath | None) -> Path:
        """The chart's place; a path in a catalog is relative to the catalog."""
        if chart is None:
            return assets.EXTENSION_CHART
        path = Path(catalog.file).parent / chart.path
        if not path.exists():
            expected = "a chart's folder, a .tgz, or a manifest that holds a chart"
            finding = Finding(("controllerDeployment", "chart"), f"there is no {path}", expected)
            raise ProblemsError(self._located([finding], catalog))
        return path

    def _packed(self, path: Path) -> tuple[str, bytes]:
        """The chart at a path as base64 text, and its tar."""
        if path not in self._charts:
            packed = read_source(path)
            self._charts[path] = packed.text or encode(packed.tar), packed.tar
        return self._charts[path]

    def _layer(self, file: str) -> Layer:
        if file not in self._layers:
            self._layers[file] = read_layer(_read_text(file), file)
        return self._layers[file]

    def _located(self, findings: Sequence[Finding], catalog: Catalog) -> list[Problem]:
        return located(findings, [(file, self._layer(file).text) for file in catalog.files])


def _set(layers: tuple[Layer, ...], settings: Sequence[Node]) -> tuple[Layer, ...]:
    if not settings:
        return layers
    from generator.decode.setting import with_settings

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


def _kept(text: str, tar: bytes, folder: Path) -> str:
    """The chart's text on disk where it holds the same tar, compressed by whom it may be."""
    path = folder / "controllerdeployment.yaml"
    try:
        data = path.read_bytes()
        if text.encode() in data:
            return text
        from generator.manifest import chart_text

        return encode(tar, chart_text(data, str(path)).strip())
    except (OSError, ProblemsError):
        return text


def _read_text(file: str) -> str:
    with Path(file).open("rb") as stream:
        data = stream.read(_MAX_CATALOG + 1)
    if len(data) > _MAX_CATALOG:
        raise fail(f"larger than {_MAX_CATALOG:,} bytes", file=file)
    return decode_text(data, file)


_MAX_CATALOG = 64 * 1024 * 1024
"""Bytes; a catalog of 150,000 IDs has six million."""
