"""The images of all files, merged: what two of them say differently is a problem at both places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.catalog.profile import AMD64, ARCHITECTURE
from generator.importing.order import merged_order
from generator.importing.release import Note, Region, Release
from generator.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.catalog.profile import Capabilities
    from generator.catalog.values import Value
    from generator.importing.documents import Item
    from generator.problems import Problem


@dataclass(frozen=True, slots=True)
class PooledVersion:
    """One version with what all files say of it; `flavors` is one without capabilities if flat."""

    image: str
    version: str
    flavors: tuple[tuple[Capabilities, dict[str, str]], ...]
    fields: dict[str, Value]

    def ids(self) -> tuple[str, ...]:
        """Its IDs in the order in which a catalog shares them."""
        return tuple(image_id for _, regions in self.flavors for image_id in regions.values())


@dataclass(frozen=True, slots=True)
class PooledImage:
    """One image with its versions, in their final order."""

    name: str
    update_strategy: str
    versions: tuple[PooledVersion, ...]


@dataclass(slots=True)
class _Flavor:
    capabilities: Capabilities
    regions: dict[str, tuple[Region, Release]] = field(default_factory=dict)


@dataclass(slots=True)
class _Version:
    flavors: list[_Flavor] = field(default_factory=list)
    fields: dict[str, tuple[Value, Release]] = field(default_factory=dict)


class Pool:
    """Collects releases; `problems` and `notes` grow while it does."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.notes: list[Note] = []
        self._versions: dict[tuple[str, str], _Version] = {}
        self._strategies: dict[str, tuple[str, Release]] = {}
        self._image_orders: list[list[str]] = []
        self._version_orders: dict[str, list[list[str]]] = {}

    def add(self, releases: Sequence[Release]) -> None:
        """Take in what one item publishes."""
        self._remember_order(releases)
        for release in releases:
            version = self._version(release)
            self._add_regions(_flavor(version, release.capabilities), release)
            for key, value in release.fields.items():
                known, other = version.fields.setdefault(key, (value, release))
                if known != value:
                    self._conflict(release, (), f"{_name(release)} has another {key}", other)
            self._add_strategy(release)

    def add_customized(self, releases: Sequence[Release], profile: Item | None) -> None:
        """Take in what the extension's values list: IDs of whatever flavor, after all profiles.

        `profile` is the CloudProfile, which will offer what only the values have.
        """
        self._remember_order(releases)
        known = set(self._versions)
        for release in releases:
            version = self._version(release)
            if profile and (release.image, release.version) not in known:
                message = f"{_name(release)} is not in {profile.file}, which will offer it"
                self.notes.append(Note(release.item, release.path, message))
            for region in release.regions:
                if (release.image, release.version) in known:
                    self._match(version, region, release)
                else:
                    self._add_unknown(version, region, release)

    def images(self) -> tuple[PooledImage, ...]:
        """All of it, ordered as the items have it; the first of them decides where they differ."""
        return tuple(
            PooledImage(
                name,
                self._strategies[name][0] if name in self._strategies else "",
                tuple(
                    _pooled(name, version, self._versions[name, version])
                    for version in merged_order(self._version_orders[name])
                ),
            )
            for name in merged_order(self._image_orders)
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
                self._differ(region, release, known, other)

    def _add_strategy(self, release: Release) -> None:
        # Without IDs there is no offer, and metadata of releases has no strategies.
        strategy = release.update_strategy
        if strategy:
            known, other = self._strategies.setdefault(release.image, (strategy, release))
            if known != strategy:
                message = f"{release.image} has another updateStrategy"
                self._conflict(release, (), message, other)

    def _match(self, version: _Version, region: Region, release: Release) -> None:
        """An ID of the values, where a profile says what the version has."""
        found = [flavor.regions.get(region.name) for flavor in version.flavors]
        known = [entry for entry in found if entry is not None]
        if any(entry[0].image_id == region.image_id for entry in known):
            return
        if known:
            self._differ(region, release, *known[0])
            return
        version.flavors[0].regions[region.name] = (region, release)
        message = f"{_name(release)} has an ID in {region.name} here alone: all documents get it"
        self.notes.append(Note(release.item, region.path, message))

    def _add_unknown(self, version: _Version, region: Region, release: Release) -> None:
        """An ID of the values alone; one more for its region starts another flavor."""
        if not version.flavors:
            version.flavors.append(_Flavor({}))
        flavor = version.flavors[-1]
        known = flavor.regions.get(region.name)
        if known is not None and known[0].image_id != region.image_id:
            if len(version.flavors) > 1:
                self._differ(region, release, *known)
                return
            version.flavors.append(flavor := _Flavor({ARCHITECTURE: ("arm64",)}))
            message = (
                f"{_name(release)} has several IDs in {region.name}: the values do not say for "
                "which architectures, amd64 and arm64 are a guess"
            )
            self.notes.append(Note(release.item, region.path, message))
        flavor.regions.setdefault(region.name, (region, release))

    def _differ(self, region: Region, release: Release, known: Region, other: Release) -> None:
        message = f"{_name(release)} has the ID {quoted(region.image_id)} in {region.name} here"
        place = other.item.place(known.path)
        problem = release.item.problem(
            region.path, f"{message}, but {quoted(known.image_id)} at {place}", "one ID"
        )
        self.problems.append(problem)

    def _conflict(
        self, release: Release, below: tuple[str, ...], message: str, other: Release
    ) -> None:
        text = f"{message} than at {other.item.place(other.path)}"
        self.problems.append(release.item.problem((*release.path, *below), text))


def _name(release: Release) -> str:
    return f"{release.image} {release.version}"


def _flavor(version: _Version, capabilities: Capabilities) -> _Flavor:
    """The flavor of these capabilities; one that says nothing is that for amd64."""
    wanted = _explicit(capabilities)
    for flavor in version.flavors:
        if _explicit(flavor.capabilities) == wanted:
            return flavor
    version.flavors.append(_Flavor(capabilities))
    return version.flavors[-1]


def _explicit(capabilities: Capabilities) -> dict[str, tuple[str, ...]]:
    return dict(capabilities) or {ARCHITECTURE: (AMD64,)}


def _pooled(image: str, number: str, version: _Version) -> PooledVersion:
    several = len(version.flavors) > 1
    flavors = tuple(
        (
            _explicit(flavor.capabilities) if several else flavor.capabilities,
            {name: region.image_id for name, (region, _) in flavor.regions.items()},
        )
        for flavor in version.flavors
    )
    return PooledVersion(image, number, flavors, {k: v for k, (v, _) in version.fields.items()})
