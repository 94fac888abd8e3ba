"""Where the object that a server has differs from the one that was written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conformance.control_plane import Object

ABSENT = object()
LEFT_TO_THE_SERVER = {
    "ExternalSecret": (
        ".spec.refreshInterval",
        ".spec.target.creationPolicy",
        ".spec.target.deletionPolicy",
        ".spec.target.template.engineVersion",
        ".spec.target.template.mergePolicy",
    ),
    "Seed": (".spec.networks.ipFamilies", ".spec.settings"),
}
"""Where Gardener fills in what nobody wrote; for the other kinds, we write its defaults."""

BOOKKEEPING = {"uid", "creationTimestamp", "resourceVersion", "generation", "managedFields"}
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
SERVERS_LABELS = re.compile(
    r"(provider|dnsrecord)\.extensions\.gardener\.cloud/|(name\.)?seed\.gardener\.cloud/"
)


def differences(written: Object, stored: Object) -> list[str]:
    """The places that differ, each behind its kind; what servers keep for themselves is none."""
    kind = written["kind"]
    return [
        f"{kind}{place}"
        for place, is_written in _compare(written, _as_written(stored), "")
        if is_written or not place.startswith(LEFT_TO_THE_SERVER.get(kind, ()))
    ]


def _as_written(stored: Object) -> Object:
    kept = {key: value for key, value in stored["metadata"].items() if key not in BOOKKEEPING}
    annotations = {k: v for k, v in kept.get("annotations", {}).items() if k != LAST_APPLIED}
    labels = {k: v for k, v in kept.get("labels", {}).items() if not SERVERS_LABELS.match(k)}
    metadata = {**kept, "annotations": annotations, "labels": labels}
    metadata = {key: value for key, value in metadata.items() if value != {}}
    body = {key: value for key, value in stored.items() if key != "status"}
    return {**body, "metadata": metadata}


def _compare(written: Any, stored: Any, place: str) -> Iterator[tuple[str, bool]]:
    if isinstance(written, dict) and isinstance(stored, dict):
        for key in dict.fromkeys((*written, *stored)):
            yield from _compare(written.get(key, ABSENT), stored.get(key, ABSENT), f"{place}.{key}")
    elif isinstance(written, list) and isinstance(stored, list) and len(written) == len(stored):
        for index, (mine, its) in enumerate(zip(written, stored, strict=True)):
            yield from _compare(mine, its, f"{place}[{index}]")
    elif written != stored or type(written) is not type(stored):
        yield place, written is not ABSENT
