"""How large an object is where it is stored, against the limits there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.checks import object_size
from generator.checks.object_size import in_kib
from generator.manifest.parts import mapping_at
from generator.manifest.server_fields import LAST_APPLIED, without_server_fields
from generator.problems import Problem, Severity
from generator.reading.text_formats import ANNOTATIONS_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes as compact JSON: of the object in etcd, and of its annotations after `kubectl apply`.

    There the annotations hold a copy of what is applied.
    """

    stored: int
    stored_limit: int
    applied: int
    applied_limit: int


def sizes(body: dict[str, Value]) -> Sizes:
    """The sizes of one object."""
    applied = without_server_fields(body)
    annotations = mapping_at(applied, "metadata", "annotations")
    if isinstance(metadata := applied.get("metadata"), dict):
        # kubectl always writes them.
        applied["metadata"] = {**metadata, "annotations": annotations}
    copy = _json_size(applied) + len(LAST_APPLIED)
    return Sizes(
        _json_size(body),
        object_size.LIMIT,
        copy + sum(len(key) + _json_size(value) for key, value in annotations.items()),
        ANNOTATIONS_LIMIT,
    )


def size_problems(found: Sizes, file: str) -> Iterator[Problem]:
    """What is over its limit."""
    if found.stored > found.stored_limit:
        message = f"the object has {in_kib(found.stored)}, more than etcd takes"
        yield Problem(file, 0, 0, message, expected=f"at most {in_kib(found.stored_limit)}")
    elif found.applied > found.applied_limit:
        message = "the object is too large for the annotation of `kubectl apply`"
        hint = "`kubectl apply --server-side` needs none"
        yield Problem(file, 0, 0, message, Severity.WARNING, hint=hint)


def _json_size(value: Value) -> int:
    return len(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    )
