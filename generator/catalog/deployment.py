"""How the extension is deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.values import Value


_SCHEME: Final = "oci://"


class ChartPath(Record):
    """A chart folder, an archive of one, or a manifest that holds one."""

    path: str


class OCIRepository(Record):
    """A chart in an OCI registry: the fields of Gardener's `ociRepository` that are set.

    `archive` is the .tgz that was pushed there, of which the digest follows.
    """

    ref: str | None = None
    repository: str | None = None
    tag: str | None = None
    digest: str | None = None
    pull_secret: str | None = None
    ca_bundle_secret: str | None = None
    archive: ChartPath | None = None

    @property
    def reference(self) -> str | None:
        """What is pulled, as Gardener puts it together; None without a repository.

        A digest is stronger than a tag (`GetURL` of gardener's `pkg/apis/core/v1`).
        """
        if self.ref is not None:
            return self.ref.removeprefix(_SCHEME)
        if self.repository is None:
            return None
        repository = self.repository.removeprefix(_SCHEME)
        if self.digest is not None:
            return f"{repository}@{self.digest}"
        return repository if self.tag is None else f"{repository}:{self.tag}"


Chart: TypeAlias = ChartPath | OCIRepository
"""None in its place stands for the built-in chart."""


class ObjectMeta(Record):
    """The labels and annotations of an object."""

    labels: Mapping[str, str] = {}
    annotations: Mapping[str, str] = {}

    @property
    def annotations_size(self) -> int:
        """Bytes of all annotations, keys and values, as the API server counts them."""
        return sum(len(f"{key}{value}".encode()) for key, value in self.annotations.items())

    def over(self, base: ObjectMeta) -> ObjectMeta:
        """Both merged; where they differ, this one decides."""
        return ObjectMeta({**base.labels, **self.labels}, {**base.annotations, **self.annotations})


class ControllerDeployment(Record):
    """The section `controllerDeployment`.

    `is_written` is false where the catalog has null in its place: then the other fields are the
    defaults, which the Extension shares. `image_tag` is None where the target's release decides;
    `machine_images` says whether the values list the images, as the operator guide has it.
    """

    is_written: bool
    name: str
    metadata: ObjectMeta
    api_version: str
    chart: Chart | None
    image_repository: str | None
    image_tag: str | None
    inject_garden_kubeconfig: bool
    machine_images: bool
    values: dict[str, Value]
