"""Machine images as tables, for comparing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.values import Value
    from generator.manifest.objects import Object


@dataclass(frozen=True, slots=True)
class Entry:
    """A version: its IDs by flavor (mostly empty) and region, and what else a profile says."""

    ids: Mapping[tuple[str, str], str]
    fields: Mapping[str, Value]


Table: TypeAlias = "dict[tuple[str, str], Entry]"
"""Entries by image and version, in the order of the object."""


def table(item: Object | None) -> Table:
    """All versions of an object."""
    if item is None:
        return {}
    ids: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    fields: dict[tuple[str, str], Mapping[str, Value]] = {}
    for offered in item.profile_versions:
        fields.setdefault((offered.image, offered.version), offered.fields)
        ids.setdefault((offered.image, offered.version), {})
    for version in item.image_ids:
        own = ids.setdefault((version.image, version.version), {})
        flavor = version.flavor
        own.update({(flavor, region): image_id for region, image_id in version.ids})
    return {key: Entry(found, fields.get(key, {})) for key, found in ids.items()}


def image_names(entries: Table) -> list[str]:
    """The images in their order."""
    return [*dict.fromkeys(image for image, _ in entries)]


def regions(places: Mapping[tuple[str, str], str] | list[tuple[str, str]]) -> list[str]:
    """The regions of flavors and regions, each once."""
    return [*dict.fromkeys(region for _, region in places)]


def changed_ids(old: Entry, new: Entry) -> list[tuple[str, str]]:
    """The flavors and regions in which a version has another ID than before."""
    return [place for place, found in new.ids.items() if old.ids.get(place, found) != found]
