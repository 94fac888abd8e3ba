"""One Kubernetes object read leniently: its charts, image IDs and shared IDs.

For showing, comparing and checking manifests. Reading only fails if a file is not YAML: parts of a
wrong type are absent here, and `generator.show` reports them.

    for item in read_objects(path.read_bytes(), str(path)):
        for deployment in item.deployments:      # charts with their values, every API shape
            packed = from_text(deployment.chart, item.file)        # generator.chart.source
        for version in item.image_ids:           # one for each image, version, flavor
            for region, image_id in version.ids: ...

The values are as Go reads them and hold credentials as they stand: mask before showing any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from generator.manifest import images
from generator.manifest.deployments import helm_deployments
from generator.manifest.parts import mapping_at, text
from generator.manifest.shapes import PROFILES, is_list, is_profile_spec
from generator.yamlio import goread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.manifest.deployments import HelmDeployment
    from generator.manifest.images import ImageIDs, ProfileVersion
    from generator.problems import Path

_GUIDE_INDENTATION: Final = re.compile(
    rb"^( *)(type: *helm *\r?\n)\1 (?=providerConfig:)", re.MULTILINE
)
"""The guide indents `providerConfig` one column deeper than `type`, which is not YAML."""


@dataclass(frozen=True, eq=False)
class Object:
    """One object of a manifest.

    `kind` is `CloudProfile` for a fragment that holds only the spec of one. `body` is the whole
    object.
    """

    file: str
    kind: str
    body: dict[str, Value] = field(repr=False)

    @property
    def is_fragment(self) -> bool:
        """Whether it is only the spec of what it is."""
        return bool(self.kind) and "kind" not in self.body

    @property
    def api_version(self) -> str:
        """Group and version."""
        return text(self.body.get("apiVersion"))

    @property
    def namespace(self) -> str:
        """The namespace, empty where there is none."""
        return text(mapping_at(self.body, "metadata").get("namespace"))

    @property
    def name(self) -> str:
        """The name, empty where there is none."""
        return text(mapping_at(self.body, "metadata").get("name"))

    @cached_property
    def deployments(self) -> tuple[HelmDeployment, ...]:
        """The charts that the object deploys."""
        return tuple(helm_deployments(self.body))

    @cached_property
    def image_ids(self) -> tuple[ImageIDs, ...]:
        """The IDs in a profile's `providerConfig`, or those in the values of the extension.

        Like the two below in their order, repetitions included.
        """
        if self.kind in PROFILES:
            return tuple(images.mapped_images(self.body))
        return tuple(images.customized_images(self._values))

    @cached_property
    def profile_versions(self) -> tuple[ProfileVersion, ...]:
        """The versions in a profile's `spec.machineImages`."""
        return tuple(images.profile_versions(self.body)) if self.kind in PROFILES else ()

    @cached_property
    def shared_ids(self) -> tuple[str, ...]:
        """The values' `toBeSharedImageIDs`."""
        return tuple(images.shared_ids(self._values))

    @property
    def _values(self) -> dict[str, Value]:
        """Those of the extension itself."""
        return self.deployments[0].values if self.deployments else {}


def read_objects(data: bytes, file: str) -> tuple[Object, ...]:
    """Every object of a manifest: of streams, lists and fragments; raises `ProblemsError`.

    `data` is YAML or JSON as it stands in the file, `file` its name for messages.
    """
    return tuple(Object(file, kind_of_object(body), body) for body in read_bodies(data, file))


def read_bodies(data: bytes, file: str) -> list[dict[str, Value]]:
    """The same objects as they stand there, without their file."""
    documents = goread.read_all(fix_indentation(data), file)
    found = (body for document in documents for _, body in objects_in(document))
    return [body for body in found if isinstance(body, dict)]


def fix_indentation(data: bytes) -> bytes:
    """The manifest with the indentation of the operator guide fixed, which moves no line."""
    return _GUIDE_INDENTATION.sub(rb"\1\2\1", data)


def objects_in(document: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """What stands in place of objects, with its path: a document itself, or a List's items.

    The items of a SecretList need not say that they are Secrets: they get their kind and version.
    """
    items = document.get("items") if isinstance(document, dict) and is_list(document) else None
    if not isinstance(document, dict) or not isinstance(items, list):
        yield path, document
        return
    kind = str(document["kind"]).removesuffix("List")
    named = {"apiVersion": document.get("apiVersion", ""), "kind": kind} if kind else {}
    for index, item in enumerate(items):
        whole = {**named, **item} if isinstance(item, dict) and "kind" not in item else item
        yield from objects_in(whole, (*path, "items", index))


def kind_of_object(body: dict[str, Value]) -> str:
    """What an object is: its kind, or what it is a part of; empty where it does not tell."""
    return text(body.get("kind")) or ("CloudProfile" if is_profile_spec(body) else "")
