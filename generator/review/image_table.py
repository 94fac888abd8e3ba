"""The machine images of an object as a table, for comparing two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.catalog.values import Value
    from generator.manifest.objects import Object


@dataclass(frozen=True, slots=True)
class ImageRow:
    """A version: its IDs by flavor (mostly empty) and region, and what else a profile says."""

    ids: Mapping[tuple[str, str], str]
    fields: Mapping[str, Value]


ImageTable: TypeAlias = "dict[tuple[str, str], ImageRow]"
"""Rows by image and version, in the order of the object."""


def image_table(manifest: Object | None) -> ImageTable:
    """All versions of an object; empty for an absent one."""
    if manifest is None:
        return {}
    ids: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    fields: dict[tuple[str, str], Mapping[str, Value]] = {}
    for offer in manifest.profile_versions:
        fields.setdefault((offer.image, offer.version), offer.fields)
        ids.setdefault((offer.image, offer.version), {})
    for version in manifest.image_ids:
        own = ids.setdefault((version.image, version.version), {})
        flavor = version.flavor
        own.update({(flavor, region): image_id for region, image_id in version.ids})
    return {key: ImageRow(own, fields.get(key, {})) for key, own in ids.items()}


def image_names(table: ImageTable) -> list[str]:
    """The images in their order."""
    return [*dict.fromkeys(image for image, _ in table)]


def region_names(keys: Iterable[tuple[str, str]]) -> list[str]:
    """The regions of pairs of flavor and region, each once."""
    return [*dict.fromkeys(region for _, region in keys)]


def changed_ids(old: ImageRow, new: ImageRow) -> list[tuple[str, str]]:
    """The flavors and regions in which a version has another ID than before."""
    return [key for key, image_id in new.ids.items() if old.ids.get(key, image_id) != image_id]
