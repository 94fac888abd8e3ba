"""What documents are made of beside the catalog: access keys, and the chart."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from generator.catalog.deployment import ChartPath, OCIRepository
from generator.credentials.access_key import encoded
from generator.credentials.policy import is_reference
from generator.documents.oci import oci_repository
from generator.documents.values import chart_values
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.catalog import Catalog
    from generator.catalog.credentials import AccessKey
    from generator.catalog.extension import Extension
    from generator.catalog.values import Value
    from generator.credentials.access_key import AccessKeyText


def _as_stated(chart: OCIRepository) -> OCIRepository:
    return chart


class Inputs(Record):
    """What a plan needs beside the catalog, fetched by whoever may touch the world outside.

    `access_key` is the owner's, `backup_keys` are those of the seeds' backups by what refers to
    them: only what was fetched, see `garden_secrets`. `blob` gives the base64 text of the chart at
    a path as the catalog states it, or of the built-in chart; it is only asked when a document
    wants it, and knows what stands on disk already. `secret_folders` are those folders of the
    layout that hold Secrets already, which are not written and belong to the objects there.
    `pinned` adds the digest to a chart in a registry that follows from an archive.
    """

    access_key: AccessKeyText | None
    blob: Callable[[ChartPath | None], str]
    backup_keys: Mapping[AccessKey, AccessKeyText] = {}
    secret_folders: frozenset[str] = frozenset()
    pinned: Callable[[OCIRepository], OCIRepository] = _as_stated

    def is_private(self, data: bytes) -> bool:
        """Whether a document holds a credential, encoded once or twice."""
        keys = [*([self.access_key] if self.access_key else []), *self.backup_keys.values()]
        halves = [half for key in keys for half in (key.id, key.secret)]
        texts = [half for half in halves if not is_reference(half)]
        return any(form.encode() in data for text in texts for form in (text, encoded(text)))


class Chart:
    """What templates see as `chart`: `blob`, or `oci_repository` for a registry, and `values`."""

    def __init__(self, catalog: Catalog, inputs: Inputs) -> None:
        self._catalog = catalog
        self._chart = catalog.controller_deployment.chart
        self.inputs = inputs

    @property
    def oci_repository(self) -> dict[str, Value] | None:
        """The chart's place as Gardener's `ociRepository`; None where the chart is a blob."""
        if not isinstance(self._chart, OCIRepository):
            return None
        return oci_repository(self.inputs.pinned(self._chart))

    @cached_property
    def values(self) -> dict[str, Value]:
        """The Helm values, the user's merged over the generated ones."""
        return chart_values(self._catalog, self.inputs.access_key)

    def values_for(self, extension: Extension) -> dict[str, Value]:
        """The values that an Extension starts from."""
        if extension.is_patch:
            return chart_values(self._catalog, self.inputs.access_key, of_others=True)
        return self.values

    @cached_property
    def blob(self) -> str:
        """The chart as base64 text of a gzipped tar, on one line."""
        assert not isinstance(self._chart, OCIRepository)  # noqa: S101  templates ask that first
        return self.inputs.blob(self._chart)

    def is_private_in(self, text: str) -> bool:
        """Whether a document holds the chart, and an access key in it; the built-in has none."""
        # Only what a document asked for: to read a chart takes time.
        blob = vars(self).get("blob") if isinstance(self._chart, ChartPath) else None
        if blob is None or blob not in text:
            return False
        from generator.chart.blob import holds_access_key

        return holds_access_key(blob)
