"""How large an object is where it is stored, against the limits there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.checks import object_size
from generator.checks.object_size import in_kib
from generator.manifest.managed_fields import managed_fields_size
from generator.manifest.parts import mapping_at
from generator.manifest.server_fields import LAST_APPLIED, without_server_fields
from generator.problems import Problem, Severity
from generator.reading.text_formats import ANNOTATIONS_LIMIT
from generator.yamlio.emit import document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of an object.

    `stored` in etcd by server-side apply, as compact JSON with its managed fields (estimated where
    it does not show them); `annotated` in the annotations that it has; `applied` in those that it
    has by client-side apply, one of which is then a copy of it.
    """

    stored: int
    stored_limit: int
    annotated: int
    applied: int
    annotations_limit: int


def sizes(body: dict[str, Value]) -> Sizes:
    """The sizes of one object."""
    own = without_server_fields(body)
    annotations = mapping_at(own, "metadata", "annotations")
    # kubectl always writes them.
    copied = {**own, "metadata": {**mapping_at(own, "metadata"), "annotations": annotations}}
    return Sizes(
        _json_size({**body, "metadata": _without_copy(body)}) + _managed_size(body, own),
        object_size.LIMIT,
        _annotations_size(mapping_at(body, "metadata", "annotations")),
        _json_size(copied) + len(LAST_APPLIED) + _annotations_size(annotations),
        ANNOTATIONS_LIMIT,
    )


def _without_copy(body: dict[str, Value]) -> dict[str, Value]:
    """The metadata without the copy of a client-side apply."""
    metadata = mapping_at(body, "metadata")
    annotations = mapping_at(metadata, "annotations")
    if LAST_APPLIED not in annotations:
        return metadata
    own = {key: value for key, value in annotations.items() if key != LAST_APPLIED}
    return {**metadata, "annotations": own}


def _managed_size(body: dict[str, Value], own: dict[str, Value]) -> int:
    shown = "managedFields" in mapping_at(body, "metadata")
    return 0 if shown else managed_fields_size(document(own).encode("utf-8", "replace"))


def _annotations_size(annotations: dict[str, Value]) -> int:
    return sum(len(f"{k}{v}".encode("utf-8", "replace")) for k, v in annotations.items())


def size_problems(found: Sizes, file: str) -> Iterator[Problem]:
    """What is over its limit."""
    if found.annotated > found.annotations_limit:
        message = f"the annotations have {in_kib(found.annotated)}; the API server refuses them"
        yield Problem(file, 0, 0, message, expected=f"at most {in_kib(found.annotations_limit)}")
    elif found.stored > found.stored_limit:
        message = f"the object has {in_kib(found.stored)}, more than etcd takes"
        yield Problem(file, 0, 0, message, expected=f"at most {in_kib(found.stored_limit)}")
    elif found.applied > found.annotations_limit:
        message = "the object is too large for the annotation of a client-side `kubectl apply`"
        hint = "`kubectl apply --server-side` needs none"
        yield Problem(file, 0, 0, message, Severity.WARNING, hint=hint)


def _json_size(value: Value) -> int:
    return len(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    )
