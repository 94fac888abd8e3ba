"""The grid of a catalog: a row for each version of an image, a column for each region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from generator.catalog.profile import AMD64, ARCHITECTURE
from generator.documents.values import is_customized
from generator.gardener.stages import EXPIRED, Version, first_moment, stages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Catalog
    from generator.catalog.images import ImageVersion, Regions
    from generator.catalog.profile import Capabilities


@dataclass(frozen=True, slots=True)
class Row:
    """A version of an image, or one of its flavors.

    `flavor` says what machines it is for, and is empty for plain amd64. `stage` is the version's on
    the day of the grid, or all stages of its lifecycle where there is no day. `expires` is the day,
    empty where it does not. `missing` are the offered regions without an ID (none for an expired
    version), `unoffered` those with an ID that the CloudProfile does not offer. `unencryptable` are
    the offered regions whose ID is not a customized image, which encrypted system disks need; None
    if the catalog does not ask for these. `only_in` are the NamespacedCloudProfiles that offer what
    their CloudProfile does not, `expires_in` gives those in which the version expires on another
    day.
    """

    image: str
    version: str
    flavor: str
    stage: str
    expires: str
    shared: bool
    ids: Regions
    missing: tuple[str, ...]
    unoffered: tuple[str, ...]
    unencryptable: tuple[str, ...] | None
    only_in: tuple[str, ...]
    expires_in: Mapping[str, str]

    def has_expired(self) -> bool:
        """Whether it has expired on the day of the grid."""
        return self.stage == EXPIRED


@dataclass(frozen=True, slots=True)
class Grid:
    """The versions and regions of a catalog, as they are on a day where one was given.

    `regions` are the offered ones: those of the CloudProfile, else of the catalog, else all that
    any version has. `others` have IDs although the CloudProfile does not offer them.
    """

    name: str
    as_of: date | None
    regions: tuple[str, ...]
    others: tuple[str, ...]
    rows: tuple[Row, ...]

    def days_left(self, row: Row) -> int | None:
        """The days from the grid's to the one on which a version expires; negative after it."""
        if self.as_of is None or not row.expires:
            return None
        return (date.fromisoformat(row.expires) - self.as_of).days


def grid(catalog: Catalog) -> Grid:
    """The grid of a catalog: versions as declared, which has a meaning; regions sorted."""
    used = dict.fromkeys(
        region
        for image in catalog.images
        for version in image.versions
        for regions in version.region_maps()
        for region in regions
    )
    offered = {*(catalog.offered_regions or used)}
    regions = tuple(sorted(offered))
    others = tuple(sorted(used.keys() - offered))
    rows = tuple(_rows(catalog, regions, others))
    return Grid(catalog.name, catalog.as_of, regions, others, rows)


def _rows(catalog: Catalog, offered: tuple[str, ...], others: tuple[str, ...]) -> Iterator[Row]:
    only_in, expires_in = _only_in(catalog), _expires_in(catalog)
    for image in catalog.images:
        for version in image.versions:
            key = image.name, version.version
            stage, expires = _stage_and_expiry(version, catalog.as_of)
            for flavor, ids in _flavors(version):
                missing = (region for region in offered if region not in ids)
                yield Row(
                    image.name,
                    version.version,
                    flavor,
                    stage,
                    expires,
                    version.shared,
                    ids,
                    () if stage == EXPIRED else tuple(missing),
                    tuple(region for region in others if region in ids),
                    _unencryptable(ids, offered) if image.encrypted_system_disks else None,
                    only_in.get(key, ()),
                    expires_in.get(key, {}),
                )


def _unencryptable(ids: Regions, offered: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(r for r in offered if r in ids and not is_customized(ids[r]))


def _stage_and_expiry(version: ImageVersion, as_of: date | None) -> tuple[str, str]:
    """The stage of a version, and the day on which it expires."""
    known = stages(version.classification, version.expiration_date, version.lifecycle)
    staged = Version(version.version, known)
    expires = (staged.expires() or "")[:10]
    if as_of is None:
        names = " → ".join(stage.name for stage in known if stage.name != EXPIRED)
        return names or EXPIRED, expires
    return staged.at(first_moment(as_of)), expires


def _flavors(version: ImageVersion) -> Iterator[tuple[str, Regions]]:
    if isinstance(version.ids, tuple):
        for flavor in version.ids:
            yield _flavor_name(flavor.capabilities), flavor.regions
    else:
        plain = version.architectures in ((), (AMD64,))
        yield "" if plain else ",".join(version.architectures), version.ids


def _flavor_name(capabilities: Capabilities) -> str:
    """`arm64 other=x`: the values of `architecture` alone, other capabilities with their names."""
    return " ".join(
        ",".join(values) if name == ARCHITECTURE else f"{name}={','.join(values)}"
        for name, values in sorted(capabilities.items())
    )


def _only_in(catalog: Catalog) -> dict[tuple[str, str], tuple[str, ...]]:
    """Image and version to the NamespacedCloudProfiles that have it beside the CloudProfile."""
    own = catalog.cloud_profile
    offered = (
        {(image.name, v.version) for image in own.images for v in image.versions} if own else ()
    )
    only_in: dict[tuple[str, str], tuple[str, ...]] = {}
    for profile in catalog.namespaced_cloud_profiles:
        for image in profile.images:
            for version in image.versions:
                key = image.name, version.version
                if key not in offered:
                    only_in[key] = (*only_in.get(key, ()), profile.qualified_name)
    return only_in


def _expires_in(catalog: Catalog) -> dict[tuple[str, str], dict[str, str]]:
    """Image and version to the day on which it expires in a NamespacedCloudProfile, by its name.

    Profiles with another parent speak of that parent's versions.
    """
    own = catalog.cloud_profile
    expires_in: dict[tuple[str, str], dict[str, str]] = {}
    for profile in catalog.namespaced_cloud_profiles:
        if own is None or profile.parent != own.name:
            continue
        for image, dates in profile.expirations.items():
            for version, moment in dates.items():
                expires_in.setdefault((image, version), {})[profile.qualified_name] = moment[:10]
    return expires_in
