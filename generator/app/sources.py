"""Catalogs and what they refer to, read: files that they extend, access keys, charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import files
from generator.app.charts import Charts
from generator.app.excerpts import remember_argument, remember_content
from generator.app.selection import of_unique_names
from generator.checks import Severities, check, check_changes, check_charts, check_documents
from generator.checks.deployed_chart import DeployedChart
from generator.decode import decode
from generator.decode.layers import read_layer, read_layers
from generator.problems import Finding, Problem, ProblemsError, Severity, collected
from generator.yamlio.read import decode_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from generator.app.access_keys import KeySource
    from generator.app.selection import IsWanted
    from generator.app.written_documents import WrittenDocuments
    from generator.catalog import Catalog
    from generator.catalog.deployment import ChartPath, OCIRepository
    from generator.chart.packed import Packed
    from generator.decode.layers import Layer
    from generator.decode.set_option import AppliedSetting, Setting
    from generator.documents.inputs import Inputs
    from generator.documents.plan import Document
    from generator.problems import Path as Place


class Sources:
    """The files of one call: each is read, and each chart packed, once for all of its catalogs.

    `outside` says how much a symbolic link in a chart matters that leads out of it, `settings`
    stand over every catalog, and `below` are layers below every one.
    """

    def __init__(
        self,
        outside: Severity = Severity.WARNING,
        settings: Sequence[Setting] = (),
        below: Sequence[Layer] = (),
    ) -> None:
        self._settings = settings
        self._below = below
        self._data: dict[str, bytes] = {}
        self._layers: dict[str, Layer] = {layer.file: layer for layer in below}
        self._charts = Charts(outside, self.located)

    def catalogs(
        self,
        named: Iterable[str],
        problems: list[Problem],
        as_of: date | None = None,
        is_wanted: IsWanted | None = None,
    ) -> list[Catalog]:
        """The catalogs that can be read; what is wrong with the others is added to `problems`.

        Those that are not wanted are passed over. Catalogs of one name would overwrite each other,
        so none of them is returned. `as_of` is the day that dates are judged by.
        """
        catalogs: list[Catalog] = []
        for file in named:
            with collected(problems, file):
                layers = self.layers(file)
                settings = self._applied(layers)
                if is_wanted is None or is_wanted(layers, settings):
                    catalogs.append(decode(layers, as_of, settings))
        return of_unique_names(catalogs, problems)

    def layers(self, file: str) -> tuple[Layer, ...]:
        """The layers of the catalog in a file; raises `ProblemsError`."""
        remember_argument(file)
        try:
            own = read_layers(file, lambda path: self._layer(path, is_named=path == file))
        except OSError as error:
            raise files.unreadable(error, file, "a catalog") from None
        return (*self._below, *own)

    def data(self, file: str) -> bytes:
        """The bytes of a file of a catalog, as they were read."""
        return self._data[file]

    def size(self, catalog: Catalog) -> int:
        """How many characters the catalog was read from, those of its bases included."""
        return sum(len(self._layer(file).text) for file in catalog.files)

    def catalog_warnings(self, catalog: Catalog, severities: Severities) -> list[Problem]:
        """What rules say of a catalog and its chart; raises `ProblemsError` for an error."""

        def chart(stated: ChartPath | OCIRepository | None) -> Packed | None:
            return self._charts.at_hand(catalog, stated)

        found = [*check(catalog, severities)]
        # What is refused already needs no second reason.
        refused = {each.path for each in found if each.severity is Severity.ERROR}
        of_chart = check_charts(catalog, DeployedChart(catalog, chart), severities)
        found += [each for each in of_chart if refused.isdisjoint(_way_to(each.path))]
        return self._warnings(found, catalog)

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

        def before(document: str) -> bytes:
            return next(iter(written(document).values()), b"")

        return self._warnings(list(check_changes(catalog, before, severities)), catalog)

    def _warnings(self, findings: Sequence[Finding], catalog: Catalog) -> list[Problem]:
        problems = self.located(findings, catalog) if findings else []
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ProblemsError(problems)
        return problems

    def located(self, findings: Sequence[Finding], catalog: Catalog) -> list[Problem]:
        """The findings of a catalog as problems, each at its line."""
        from generator.decode.positions import located

        layers = [self._layer(file) for file in catalog.files]
        return located(findings, layers, self._applied(layers))

    def inputs(
        self,
        catalog: Catalog,
        written: WrittenDocuments | None,
        problems: list[Problem],
        *,
        with_secrets: bool,
        secret_values: bool,
        key_source: KeySource,
    ) -> Inputs:
        """What the plan of a catalog needs, which may replace what is `written`.

        Access keys that only Secrets hold are asked for `with_secrets` and `secret_values` alone.
        Raises `ProblemsError` with all that are not there. Warnings of a chart are added to
        `problems` when it is asked for.
        """
        from generator.app.access_keys import AccessKeys, KeySource
        from generator.app.written_documents import kept_chart
        from generator.documents.inputs import Inputs

        def blob(chart: ChartPath | None) -> str:
            packed = self._charts.packed(catalog, chart)
            problems.extend(packed.warnings)
            text = self._charts.text(packed)
            return kept_chart(text, packed.tar, written) if written else text

        def pinned(chart: OCIRepository) -> OCIRepository:
            return self._charts.pinned(catalog, chart)

        read: WrittenDocuments = written or (lambda _: {})
        keys = AccessKeys(
            catalog, key_source, read, with_secrets=with_secrets, secret_values=secret_values
        )
        is_kept = key_source is KeySource.WITHHELD or (
            key_source is KeySource.KEPT and not with_secrets
        )
        folders = _secret_folders(read, is_kept=is_kept)
        inputs = Inputs(keys.owner(), blob, keys.backups(), folders, pinned)
        if keys.findings:
            raise ProblemsError(self.located(keys.findings, catalog))
        return inputs

    def _layer(self, file: str, *, is_named: bool = False) -> Layer:
        if file not in self._layers:
            if file not in self._data:
                self._data[file] = files.read_argument(file) if is_named else files.read(file)
                remember_content(file, self._data[file])
            self._layers[file] = read_layer(decode_text(self._data[file], file), file)
        return self._layers[file]

    def _applied(self, layers: Sequence[Layer]) -> tuple[AppliedSetting, ...]:
        if not self._settings:
            return ()
        from generator.decode.set_option import applied_settings

        return applied_settings(layers, self._settings)


def _secret_folders(written: WrittenDocuments, *, is_kept: bool) -> frozenset[str]:
    """Where Secrets stand that `generate` leaves as they are, or with which nothing is compared.

    Those are the ones that are encrypted, or all of them where `is_kept`.
    """
    from generator.documents.layout import SECRETS

    found = written(SECRETS)
    if not found:
        return frozenset()
    from generator.documents.ownership import Owner, owner_of

    return frozenset(
        folder for folder, data in found.items() if is_kept or owner_of(data) is Owner.ENCRYPTED
    )


def _way_to(path: Place) -> Iterator[Place]:
    """A path, and all those above it."""
    return (path[:end] for end in range(1, len(path) + 1))
