"""Fields that the API server or kubectl adds (status, uid, …), and removing them.

The fields of `metadata` are those of `ObjectMeta` in k8s.io/apimachinery `pkg/apis/meta/v1`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalog.values import Value

LAST_APPLIED: Final = "kubectl.kubernetes.io/last-applied-configuration"
"""The annotation with kubectl's copy of the object, which says nothing that the object does not."""

_METADATA: Final = frozenset(
    (
        "creationTimestamp",
        "deletionGracePeriodSeconds",
        "deletionTimestamp",
        "generation",
        "managedFields",
        "resourceVersion",
        "selfLink",
        "uid",
    )
)


def is_server_field(path: Sequence[object]) -> bool:
    """Whether the part of an object at a path, or what it is a part of, is written so."""
    match [*path]:
        case ["status", *_]:
            return True
        case ["metadata", "annotations", key, *_]:
            return key == LAST_APPLIED
        case ["metadata", key, *_]:
            return key in _METADATA
    return False


def without_server_fields(body: dict[str, Value]) -> dict[str, Value]:
    """An object as people write it; annotations that are emptied by that go, too."""
    own = {key: value for key, value in body.items() if not is_server_field((key,))}
    metadata = own.get("metadata")
    if isinstance(metadata, dict):
        own["metadata"] = _own_metadata(metadata)
    return own


def _own_metadata(metadata: dict[str, Value]) -> dict[str, Value]:
    own = {key: value for key, value in metadata.items() if key not in _METADATA}
    annotations = own.pop("annotations", None)
    if isinstance(annotations, dict):
        annotations = {key: value for key, value in annotations.items() if key != LAST_APPLIED}
    return {**own, "annotations": annotations} if annotations else own
