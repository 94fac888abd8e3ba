"""The calendar of a catalog: what is, on a day, and what happens from that day on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from generator.calendar.scopes import subjects
from generator.gardener.stages import EXPIRED, HELD_BACK, first_moment
from generator.gardener.updates import Route, route

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from generator.calendar.scopes import Subject
    from generator.catalog import Catalog
    from generator.gardener.stages import Moment, Version

REMOVABLE: Final = "removable"


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
class Freed:
    """A version that has expired, and where clusters can go at last that could not leave it."""

    version: str
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is or becomes of a version: the stage that it is in, or enters at a moment.

    `moment` of something that is since ever is empty. `routes` say where clusters go from a
    version that has expired, unless that depends on a profile that is `missing` in the catalog;
    of a version that can be removed, only those that lead nowhere. `freed` are versions that can
    be left now. `holders` are NamespacedCloudProfiles that name a version of their parent, so
    that it cannot be removed from there.
    """

    moment: Moment
    profile: str
    name: str
    version: str
    stage: str
    strategy: str
    routes: tuple[Route, ...] = ()
    missing: str = ""
    freed: tuple[Freed, ...] = ()
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """All of a catalog: `state` as the first day begins, `events` by moment, then as declared."""

    name: str
    state: tuple[Entry, ...]
    events: tuple[Entry, ...]


def calendar(
    catalog: Catalog, period: Period, arrivals: Mapping[tuple[str, str], date]
) -> Calendar:
    """The calendar of a catalog, which has all that enters its profile in the period.

    `arrivals`: the day that an image's version enters on, for those that `holdBack` keeps out
    before.
    """
    found = [_arrived(subject, arrivals) for subject in subjects(catalog)]
    holders = _holders(found)
    state = [entry for subject in found for entry in _state(subject, period, holders)]
    events = [entry for subject in found for entry in _events(subject, period, holders)]
    in_period = [entry for entry in events if period.has(entry.moment)]
    return Calendar(
        catalog.name, tuple(state), tuple(sorted(in_period, key=lambda entry: entry.moment))
    )


def removable_from(expires: Moment, grace: int) -> Moment | None:
    """The first day after an expiration and the days of grace; None where no calendar has it."""
    try:
        return first_moment(date.fromisoformat(expires[:10]) + timedelta(days=grace + 1))
    except (OverflowError, ValueError):
        return None


def _arrived(subject: Subject, arrivals: Mapping[tuple[str, str], date]) -> Subject:
    """Held back is what the CloudProfile would offer, not what a namespaced one adds to it."""

    def arrived(version: Version) -> Version:
        day = arrivals.get((subject.name, version.version))
        if day is None or (subject.profile and version.version in subject.told):
            return version
        return version.held_until(first_moment(day))

    return replace(subject, versions=tuple(map(arrived, subject.versions)))


def _holders(found: Iterable[Subject]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Name and version to the NamespacedCloudProfiles that say something of their own about it."""
    holders: dict[tuple[str, str], tuple[str, ...]] = {}
    for subject in found:
        if subject.profile and not subject.missing:
            for version in subject.told:
                key = subject.name, version
                holders[key] = (*holders.get(key, ()), subject.profile)
    return holders


def _told(subject: Subject) -> Iterator[Version]:
    return (version for version in subject.versions if version.version in subject.told)


def _state(
    subject: Subject, period: Period, holders: Mapping[tuple[str, str], tuple[str, ...]]
) -> Iterator[Entry]:
    for version in _told(subject):
        stage = version.before(period.start())
        since = _last(s.start for s in version.stages if s.name == stage)
        if stage == EXPIRED:
            removable = removable_from(since, period.grace)
            if removable and removable <= period.start():
                yield _removable(subject, version, removable, holders, period.start())
                continue
        yield _entry(subject, version, since, stage, period.start())


def _events(
    subject: Subject, period: Period, holders: Mapping[tuple[str, str], tuple[str, ...]]
) -> Iterator[Entry]:
    for version in _told(subject):
        for stage in version.stages:
            if stage.start and stage.name != HELD_BACK:
                entry = _entry(subject, version, stage.start, stage.name, stage.start)
                yield replace(entry, freed=tuple(_freed(subject, entry)))
        expires = version.expires()
        removable = removable_from(expires, period.grace) if expires else None
        if removable:
            yield _removable(subject, version, removable, holders, removable)


def _entry(subject: Subject, version: Version, moment: Moment, stage: str, when: Moment) -> Entry:
    expired = stage == EXPIRED
    return Entry(
        moment,
        subject.profile,
        subject.name,
        version.version,
        stage,
        subject.strategy,
        routes=_routes(subject, version, lambda other: other.at(when)) if expired else (),
        missing=subject.missing if expired else "",
    )


def _removable(
    subject: Subject,
    version: Version,
    moment: Moment,
    holders: Mapping[tuple[str, str], tuple[str, ...]],
    when: Moment,
) -> Entry:
    """Clusters that still use it have nowhere to go, or have not come to their window."""
    ways = _routes(subject, version, lambda other: other.at(when))
    holding = () if subject.profile else holders.get((subject.name, version.version), ())
    entry = _entry(subject, version, moment, REMOVABLE, when)
    return replace(entry, routes=tuple(way for way in ways if way.failure), holders=holding)


def _freed(subject: Subject, entry: Entry) -> Iterator[Freed]:
    """What an event means for versions that expired before it: one more that expires, nothing."""
    if entry.stage == EXPIRED:
        return
    when = entry.moment
    for version in _told(subject):
        if version.before(when) == EXPIRED:
            before = _routes(subject, version, lambda other: other.before(when))
            now = _routes(subject, version, lambda other: other.at(when))
            routes = tuple(way for way in now if way not in before and not way.failure)
            if routes and any(way.failure for way in before):
                yield Freed(version.version, routes)


def _routes(
    subject: Subject, version: Version, stage_of: Callable[[Version], str]
) -> tuple[Route, ...]:
    """The ways of the clusters on a version: one, or one for each architecture that differs."""
    if subject.missing:
        return ()
    ways: dict[Route, list[str]] = {}
    for architecture in version.architectures or (None,):
        runnable = [
            v for v in subject.versions if architecture is None or architecture in v.architectures
        ]
        way = route(runnable, version, stage_of, subject.strategy)
        ways.setdefault(way, []).extend([architecture] if architecture else [])
    if len(ways) == 1:
        return tuple(ways)
    return tuple(replace(way, architectures=tuple(names)) for way, names in ways.items())


def _last(moments: Iterable[Moment]) -> Moment:
    return max(moments, default="")
