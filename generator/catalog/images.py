"""Machine images: names, versions, and the IDs that they have in each region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.record import Record

if TYPE_CHECKING:
    from generator.catalog.values import Value

EVERY_REGION: Final = "*"
"""The key of a catalog that gives one ID to all regions which have no ID of their own."""

Regions: TypeAlias = Mapping[str, str]
"""Region to image ID, in declared order."""


class Flavor(Record):
    """The IDs of one capability set of an image version."""

    capabilities: Mapping[str, tuple[str, ...]]
    regions: Regions


class ImageVersion(Record):
    """One version of an image: flat, or with a set of IDs for each of several flavors.

    `released` is an ISO 8601 day, `expiration_date` an RFC 3339 time in UTC.
    """

    version: str
    ids: Regions | tuple[Flavor, ...]
    shared: bool = False
    released: str | None = None
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


class Image(Record):
    """A machine image with its versions in declared order.

    `encrypted_system_disks` says that end users are to have machines of it with such disks.
    """

    name: str
    versions: tuple[ImageVersion, ...]
    update_strategy: str | None = None
    encrypted_system_disks: bool = False
