"""Labels and annotations of imported objects that go into a catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.documents.secrets import RESOURCE_REFERENCE
from generator.gardener.registration import POD_SECURITY_ANNOTATION
from generator.manifest.server_fields import server_fields
from generator.manifest.tool_marks import tool_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalog.values import Value
    from generator.manifest.located_objects import LocatedObject


def labels_of(item: LocatedObject) -> dict[str, Value]:
    """The labels that people gave an object, and that a catalog says as such."""
    generated = RESOURCE_REFERENCE.labels.items() if item.kind == "Secret" else ()
    return {k: v for k, v in _entries(item, "labels").items() if (k, v) not in generated}


def annotations_of(item: LocatedObject) -> dict[str, Value]:
    """The annotations that people gave an object, and that a catalog says as such."""
    found = _entries(item, "annotations")
    return {key: value for key, value in found.items() if key != POD_SECURITY_ANNOTATION}


def _entries(item: LocatedObject, key: str) -> dict[str, Value]:
    written = {*server_fields(item.tree), *(path for path, _ in tool_marks(item.tree))}
    entries = item.value("metadata", key)
    return {k: value for k, value in entries.items() if ("metadata", key, k) not in written}


def pod_security(item: LocatedObject) -> dict[str, Value]:
    """The pod security level, where it is not the usual one."""
    level = item.value("metadata", "annotations").get(POD_SECURITY_ANNOTATION, "baseline")
    return {} if level == "baseline" else {"podSecurity": level}


def shared(maps: Sequence[dict[str, Value]]) -> dict[str, Value]:
    """The entries that all maps begin with, to be said once; none for a single map."""
    if len(maps) < 2:
        return {}
    found: dict[str, Value] = {}
    for pairs in zip(*(entries.items() for entries in maps), strict=False):
        if any(pair != pairs[0] for pair in pairs):
            break
        found[pairs[0][0]] = pairs[0][1]
    return found


def without_shared(entries: dict[str, Value], shared: dict[str, Value]) -> dict[str, Value]:
    """The entries that only one object has."""
    return {key: value for key, value in entries.items() if key not in shared}
