"""The catalog as the rest of the generator sees it: decoded, complete, immutable.

Field by field the format that `docs/catalog.md` describes. Whatever could not be used was refused
by `decode`, so that nothing here needs checking again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | float | bool | None"
"""What JSON can hold, floats finite: the typed parts of a catalog, and every generated value."""

Regions: TypeAlias = Mapping[str, str]
"""Region to image ID, in declared order."""


@dataclass(frozen=True, slots=True)
class Flavor:
    """The IDs of one capability set of an image version."""

    capabilities: Mapping[str, tuple[str, ...]]
    regions: Regions


@dataclass(frozen=True, slots=True)
class ImageVersion:
    """One version of an image: flat, or with a set of IDs for each of several flavors."""

    version: str
    ids: Regions | tuple[Flavor, ...]
    shared: bool = False
    classification: str | None = None
    expiration_date: str | None = None
    lifecycle: tuple[Value, ...] = ()
    architectures: tuple[str, ...] = ()
    cri: tuple[Value, ...] = ()
    kubelet_version_constraint: str | None = None
    in_place_updates: Value = None

    def region_maps(self) -> tuple[Regions, ...]:
        """The ID maps of all flavors, in declared order; a flat version has one."""
        if isinstance(self.ids, tuple):
            return tuple(flavor.regions for flavor in self.ids)
        return (self.ids,)


@dataclass(frozen=True, slots=True)
class Image:
    """A machine image with its versions in declared order."""

    name: str
    versions: tuple[ImageVersion, ...]
    update_strategy: str | None = None


@dataclass(frozen=True, slots=True)
class EnvironmentVariable:
    """A credential that stands, as plain text, in a variable of the environment."""

    name: str


@dataclass(frozen=True, slots=True)
class SecretFile:
    """A credential that stands, as plain text, in a file of its own."""

    path: str


@dataclass(frozen=True, slots=True)
class Base64Text:
    """A credential that stands in the catalog itself, base64 encoded as in the operator guide."""

    text: str = field(repr=False)


Credential: TypeAlias = EnvironmentVariable | SecretFile | Base64Text


@dataclass(frozen=True, slots=True)
class AccessKey:
    """Where the two halves of an Alibaba Cloud access key are found."""

    id: Credential
    secret: Credential


@dataclass(frozen=True, slots=True)
class OwnerSecret:
    """The account that owns the shared images, its key given here, by a garden Secret, or both.

    `resource` names the Secret in the garden cluster that is read when the extension is deployed.
    """

    name: str
    access_key: AccessKey | None
    resource: str | None


@dataclass(frozen=True, slots=True)
class OCIRepository:
    """A chart in an OCI registry: the fields of Gardener's `ociRepository` that are set."""

    ref: str | None = None
    repository: str | None = None
    tag: str | None = None
    digest: str | None = None
    pull_secret: str | None = None
    ca_bundle_secret: str | None = None


@dataclass(frozen=True, slots=True)
class ChartPath:
    """A chart folder, an archive of one, or a manifest that holds one."""

    path: str


Chart: TypeAlias = ChartPath | OCIRepository
"""Absent, it is the built-in chart."""


@dataclass(frozen=True, slots=True)
class ObjectMeta:
    """What the catalog says about the metadata of an object, its name apart."""

    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ControllerDeployment:
    """The section `controllerDeployment`."""

    name: str
    metadata: ObjectMeta
    api_version: str
    chart: Chart | None
    image_repository: str | None
    image_tag: str | None
    inject_garden_kubeconfig: bool
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Target:
    """The versions that the output is meant for, with their leading `v`."""

    gardener: str
    extension: str


@dataclass(frozen=True, slots=True)
class Catalog:
    """One landscape: everything that its documents are generated from.

    `images` stand in their final order; `regions` is None where the catalog does not restrict
    them; `share` holds the IDs to share beside those of shared images; `file` is the path that the
    user gave, for messages.
    """

    file: str
    name: str
    target: Target
    images: tuple[Image, ...]
    regions: tuple[str, ...] | None
    share: tuple[str, ...]
    owner_secret: OwnerSecret | None
    enable_ad_controller: bool | None
    controller_deployment: ControllerDeployment
