"""The images of all files, merged; where two files contradict each other, that is a problem."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.catalog.images import Flavor
from generator.catalog.profile import AMD64, ARCHITECTURE
from generator.importing.merge_orders import merge_orders
from generator.importing.release import Note, RegionImage, Release
from generator.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.catalog.profile import Capabilities
    from generator.catalog.values import Value
    from generator.manifest.located_objects import LocatedObject
    from generator.problems import Problem


@dataclass(frozen=True, slots=True)
class MergedVersion:
    """One version with what all files say of it, `fields` in the words of a catalog.

    A version without flavors has a single one, whose capabilities are empty.
    """

    image: str
    version: str
    flavors: tuple[Flavor, ...]
    fields: dict[str, Value]

    def ids(self) -> tuple[str, ...]:
        """Its IDs in the order in which a catalog shares them."""
        return tuple(image_id for flavor in self.flavors for image_id in flavor.regions.values())


@dataclass(frozen=True, slots=True)
class MergedImage:
    """One image with its versions, in their final order."""

    name: str
    update_strategy: str
    versions: tuple[MergedVersion, ...]


@dataclass(slots=True)
class _Flavor:
    """A flavor as it grows; each ID comes with the release that was the first to give it."""

    capabilities: Capabilities
    regions: dict[str, tuple[RegionImage, Release]] = field(default_factory=dict)


@dataclass(slots=True)
class _Version:
    """A version as it grows; each field comes with the release that was the first to give it."""

    flavors: list[_Flavor] = field(default_factory=list)
    fields: dict[str, tuple[Value, Release]] = field(default_factory=dict)


class ImageMerger:
    """Merges the releases that it is given; `problems` and `notes` grow while it does."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.notes: list[Note] = []
        self._versions: dict[tuple[str, str], _Version] = {}
        self._strategies: dict[str, tuple[str, Release]] = {}
        self._image_orders: list[list[str]] = []
        self._version_orders: dict[str, list[list[str]]] = {}

    def add(self, releases: Sequence[Release]) -> None:
        """Merge in what one item publishes."""
        self._remember_order(releases)
        for release in releases:
            version = self._version(release)
            self._add_regions(_flavor(version, release.capabilities), release)
            for key, value in release.fields.items():
                known, other = version.fields.setdefault(key, (value, release))
                if known != value:
                    self._fields_differ(release, f"{_name(release)} has another {key}", other)
            self._add_strategy(release)

    def add_from_values(self, releases: Sequence[Release], profile: LocatedObject | None) -> None:
        """Merge in the images that the extension's values list; call it after all `add`.

        Values do not tell flavors apart. `profile` is the CloudProfile, which will offer the
        versions that only the values have.
        """
        self._remember_order(releases)
        known = set(self._versions)
        for release in releases:
            version = self._version(release)
            if profile and (release.image, release.version) not in known:
                message = f"{_name(release)} is not in {profile.file}, but will be"
                self.notes.append(Note(release.item, release.path, message))
            for region in release.regions:
                if (release.image, release.version) in known:
                    self._add_to_known(version, region, release)
                else:
                    self._add_to_new(version, region, release)

    def images(self) -> tuple[MergedImage, ...]:
        """The images, ordered as the items have them; where orders differ, the first counts."""
        return tuple(
            MergedImage(
                name,
                self._strategies[name][0] if name in self._strategies else "",
                tuple(
                    _frozen(name, version, self._versions[name, version])
                    for version in merge_orders(self._version_orders[name])
                ),
            )
            for name in merge_orders(self._image_orders)
        )

    def _remember_order(self, releases: Iterable[Release]) -> None:
        by_image: dict[str, dict[str, None]] = {}
        for release in releases:
            by_image.setdefault(release.image, {})[release.version] = None
        self._image_orders.append([*by_image])
        for image, versions in by_image.items():
            self._version_orders.setdefault(image, []).append([*versions])

    def _version(self, release: Release) -> _Version:
        return self._versions.setdefault((release.image, release.version), _Version())

    def _add_regions(self, flavor: _Flavor, release: Release) -> None:
        for region in release.regions:
            known, other = flavor.regions.setdefault(region.name, (region, release))
            if known.image_id != region.image_id:
                self._ids_differ(region, release, known, other)

    def _add_strategy(self, release: Release) -> None:
        # Without IDs there is no offer, and metadata of releases has no strategies.
        strategy = release.update_strategy
        if strategy:
            known, other = self._strategies.setdefault(release.image, (strategy, release))
            if known != strategy:
                message = f"{release.image} has another updateStrategy"
                self._fields_differ(release, message, other)

    def _add_to_known(self, version: _Version, region: RegionImage, release: Release) -> None:
        """Merge in an ID of the values, where a profile says what the version has."""
        found = [flavor.regions.get(region.name) for flavor in version.flavors]
        known = [entry for entry in found if entry is not None]
        if any(entry[0].image_id == region.image_id for entry in known):
            return
        if known:
            self._ids_differ(region, release, *known[0])
            return
        version.flavors[0].regions[region.name] = (region, release)
        message = f"{_name(release)} has an ID in {region.name} only here: all documents get it"
        self.notes.append(Note(release.item, region.path, message))

    def _add_to_new(self, version: _Version, region: RegionImage, release: Release) -> None:
        """Merge in an ID of a version that only the values have.

        A second ID for the same region starts another flavor.
        """
        if not version.flavors:
            version.flavors.append(_Flavor({}))
        flavor = version.flavors[-1]
        known = flavor.regions.get(region.name)
        if known is not None and known[0].image_id != region.image_id:
            if len(version.flavors) > 1:
                self._ids_differ(region, release, *known)
                return
            version.flavors.append(flavor := _Flavor({ARCHITECTURE: ("arm64",)}))
            message = (
                f"{_name(release)} has several IDs in {region.name}: the values do not say for "
                "which architectures, amd64 and arm64 are a guess"
            )
            self.notes.append(Note(release.item, region.path, message))
        flavor.regions.setdefault(region.name, (region, release))

    def _ids_differ(
        self, region: RegionImage, release: Release, known: RegionImage, other: Release
    ) -> None:
        message = f"{_name(release)} has the ID {quoted(region.image_id)} in {region.name} here"
        place = other.item.place(known.path)
        problem = release.item.problem(
            region.path, f"{message}, but {quoted(known.image_id)} at {place}", "one ID"
        )
        self.problems.append(problem)

    def _fields_differ(self, release: Release, message: str, other: Release) -> None:
        message = f"{message} than at {other.item.place(other.path)}"
        self.problems.append(release.item.problem(release.path, message))


def _name(release: Release) -> str:
    return f"{release.image} {release.version}"


def _flavor(version: _Version, capabilities: Capabilities) -> _Flavor:
    """The flavor of these capabilities; without any, that for amd64."""
    wanted = _explicit(capabilities)
    for flavor in version.flavors:
        if _explicit(flavor.capabilities) == wanted:
            return flavor
    version.flavors.append(_Flavor(capabilities))
    return version.flavors[-1]


def _explicit(capabilities: Capabilities) -> dict[str, tuple[str, ...]]:
    return dict(capabilities) or {ARCHITECTURE: (AMD64,)}


def _frozen(image: str, number: str, version: _Version) -> MergedVersion:
    several = len(version.flavors) > 1
    flavors = tuple(
        Flavor(
            _explicit(flavor.capabilities) if several else flavor.capabilities,
            {name: region.image_id for name, (region, _) in flavor.regions.items()},
        )
        for flavor in version.flavors
    )
    return MergedVersion(image, number, flavors, {k: v for k, (v, _) in version.fields.items()})
