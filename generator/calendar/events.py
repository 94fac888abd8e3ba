"""The calendar of a catalog: the stage of each version on a day, and what changes from then on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.calendar.profile_versions import profile_versions
from generator.calendar.routes import routes_from
from generator.gardener.stages import EXPIRED, HELD_BACK, first_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.calendar.profile_versions import ProfileVersions
    from generator.catalog import Catalog
    from generator.gardener.stages import Moment, Version
    from generator.gardener.updates import Route

REMOVABLE: Final = "removable"

Arrivals: TypeAlias = "dict[tuple[str, str], date]"
"""Image and version to the day on which it is no longer held back."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a calendar is about, both included; `until` None for all that is known.

    `grace` are the days that an expired version stays in the catalog.
    """

    as_of: date
    until: date | None
    grace: int

    def start(self) -> Moment:
        """Its first moment."""
        return first_moment(self.as_of)

    def has(self, moment: Moment) -> bool:
        """Whether a moment is in it."""
        last = self.until.isoformat() if self.until else "9999-12-31"
        return self.as_of.isoformat() <= moment[:10] <= last


@dataclass(frozen=True, slots=True)
class NewlyUpdatable:
    """A version that has expired, and where its clusters, which could not leave it, now can go."""

    version: str
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A version with the stage that it is in, or that it enters at a moment.

    `moment` is empty for a stage without a beginning. `profile`, `name` and `strategy` are those
    of its `ProfileVersions`. `routes` are the updates of clusters whose version has expired,
    unless they depend on a parent that is `missing` in the catalog; of a version that can be
    removed, only the updates that fail. `freed` are expired versions that clusters can leave from
    now on. `holders` are the NamespacedCloudProfiles that name this version of their parent, which
    keep it from being removed there.
    """

    moment: Moment
    profile: str
    name: str
    version: str
    stage: str
    strategy: str
    routes: tuple[Route, ...] = ()
    missing: str = ""
    freed: tuple[NewlyUpdatable, ...] = ()
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The calendar of a catalog.

    `state` is as the first day begins; `events` are by moment, then as declared.
    """

    name: str
    state: tuple[CalendarEntry, ...]
    events: tuple[CalendarEntry, ...]


def calendar(catalog: Catalog, period: Period, arrivals: Arrivals) -> Calendar:
    """The calendar of a catalog, which has all versions that enter its profile in the period.

    `arrivals` has those that `holdBack` keeps out at first.
    """
    subjects = [_arriving(subject, arrivals) for subject in profile_versions(catalog)]
    holders = _holders(subjects)
    state = [entry for subject in subjects for entry in _state(subject, period, holders)]
    events = [entry for subject in subjects for entry in _events(subject, period, holders)]
    in_period = [entry for entry in events if period.has(entry.moment)]
    return Calendar(
        catalog.name, tuple(state), tuple(sorted(in_period, key=lambda entry: entry.moment))
    )


def removable_from(expires: Moment, grace: int) -> Moment | None:
    """The moment after an expiration and `grace` days; None where it is after the year 9999."""
    try:
        return first_moment(date.fromisoformat(expires[:10]) + timedelta(days=grace + 1))
    except (OverflowError, ValueError):
        return None


def _arriving(subject: ProfileVersions, arrivals: Arrivals) -> ProfileVersions:
    """The same, but held back until its day what the CloudProfile gets later.

    What a NamespacedCloudProfile adds itself is not held back.
    """

    def arrived(version: Version) -> Version:
        day = arrivals.get((subject.name, version.version))
        if day is None or (subject.profile and version.version in subject.own):
            return version
        return version.held_until(first_moment(day))

    return replace(subject, versions=tuple(map(arrived, subject.versions)))


def _holders(subjects: Iterable[ProfileVersions]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Name and version to the NamespacedCloudProfiles that say something of their own about it."""
    holders: dict[tuple[str, str], tuple[str, ...]] = {}
    for subject in subjects:
        if subject.profile and not subject.missing_parent:
            for version in subject.own:
                key = subject.name, version
                holders[key] = (*holders.get(key, ()), subject.profile)
    return holders


def _own_versions(subject: ProfileVersions) -> Iterator[Version]:
    return (version for version in subject.versions if version.version in subject.own)


def _state(
    subject: ProfileVersions, period: Period, holders: Mapping[tuple[str, str], tuple[str, ...]]
) -> Iterator[CalendarEntry]:
    for version in _own_versions(subject):
        stage = version.before(period.start())
        since = _last(s.start for s in version.stages if s.name == stage)
        if stage == EXPIRED:
            removable = removable_from(since, period.grace)
            if removable and removable <= period.start():
                yield _removable(subject, version, removable, holders, period.start())
                continue
        yield _entry(subject, version, since, stage, period.start())


def _events(
    subject: ProfileVersions, period: Period, holders: Mapping[tuple[str, str], tuple[str, ...]]
) -> Iterator[CalendarEntry]:
    for version in _own_versions(subject):
        for stage in version.stages:
            if stage.start and stage.name != HELD_BACK:
                entry = _entry(subject, version, stage.start, stage.name, stage.start)
                yield replace(entry, freed=tuple(_freed(subject, entry)))
        expires = version.expires()
        removable = removable_from(expires, period.grace) if expires else None
        if removable:
            yield _removable(subject, version, removable, holders, removable)


def _entry(
    subject: ProfileVersions, version: Version, moment: Moment, stage: str, when: Moment
) -> CalendarEntry:
    expired = stage == EXPIRED
    return CalendarEntry(
        moment,
        subject.profile,
        subject.name,
        version.version,
        stage,
        subject.strategy,
        routes=routes_from(subject, version, lambda other: other.at(when)) if expired else (),
        missing=subject.missing_parent if expired else "",
    )


def _removable(
    subject: ProfileVersions,
    version: Version,
    moment: Moment,
    holders: Mapping[tuple[str, str], tuple[str, ...]],
    when: Moment,
) -> CalendarEntry:
    """The entry of a version that can be removed, with the clusters that nothing updates."""
    routes = routes_from(subject, version, lambda other: other.at(when))
    holding = () if subject.profile else holders.get((subject.name, version.version), ())
    entry = _entry(subject, version, moment, REMOVABLE, when)
    return replace(entry, routes=tuple(route for route in routes if route.failure), holders=holding)


def _freed(subject: ProfileVersions, entry: CalendarEntry) -> Iterator[NewlyUpdatable]:
    """The expired versions that clusters can leave by an event; another expiration frees none."""
    if entry.stage == EXPIRED:
        return
    when = entry.moment
    for version in _own_versions(subject):
        if version.before(when) == EXPIRED:
            before = routes_from(subject, version, lambda other: other.before(when))
            now = routes_from(subject, version, lambda other: other.at(when))
            new = tuple(r for r in now if r not in before and (r.regions or not r.failure))
            if _failing(before) - _failing(now) and not all(route.failure for route in new):
                yield NewlyUpdatable(version.version, new)


def _failing(routes: Iterable[Route]) -> set[tuple[tuple[str, ...], str]]:
    """The architectures and regions of workers that cannot be updated; empty for all of them."""
    return {
        (route.architectures, region)
        for route in routes
        if route.failure
        for region in route.regions or ("",)
    }


def _last(moments: Iterable[Moment]) -> Moment:
    return max(moments, default="")
