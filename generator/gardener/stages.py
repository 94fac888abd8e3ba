"""The stages of a version: its classification, and the moment from which it holds.

As Gardener reads them (`pkg/api/core/v1beta1/helper`, `CurrentLifecycleClassification`): where a
version has a `lifecycle`, nothing else counts; where it has none, its `classification`, by default
supported, holds until its `expirationDate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from generator.gardener.choices import STAGE
from generator.reading.dates import to_rfc3339
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date


Moment: TypeAlias = str
"""RFC 3339 in UTC, to the second, so that moments compare as texts; empty for since ever."""

SINCE_EVER: Final = ""

PREVIEW, SUPPORTED, DEPRECATED, EXPIRED = STAGE.choices

UNAVAILABLE: Final = "unavailable"
"""What Gardener calls a version whose lifecycle has not begun: listed, but not to be chosen."""

HELD_BACK: Final = "held back"
"""What `holdBack` keeps out of the profile: Gardener does not know the version yet."""

OFFERED: Final = "offered"
"""A version of a parent that is not in the catalog: its real stage is not known."""


class Stage(Record):
    """A classification, and the moment that it begins at."""

    name: str
    start: Moment


class Version(Record):
    """A version with its stages in declared order.

    `regions` are those in which an image has an ID, for each of its architectures; a version of
    Kubernetes has neither.
    """

    version: str
    stages: tuple[Stage, ...]
    regions: Mapping[str, frozenset[str]] = {}

    def at(self, when: Moment) -> str:
        """Its stage at that moment, changes of the same second included."""
        return _last(stage.name for stage in self.stages if stage.start <= when)

    def before(self, when: Moment) -> str:
        """Its stage just before that moment."""
        return _last(stage.name for stage in self.stages if stage.start < when)

    def expires(self) -> Moment | None:
        """When it expires; None where it does not."""
        return _expires(self.stages)

    def within(self, regions: Collection[str]) -> Version:
        """The same version without its IDs in other regions."""
        kept = {name: found.intersection(regions) for name, found in self.regions.items()}
        return self._replace(regions=kept)

    def held_until(self, when: Moment) -> Version:
        """The same version, kept out of the profile until that moment."""
        later = (stage for stage in self.stages if stage.start > when)
        stages = (Stage(HELD_BACK, SINCE_EVER), Stage(self.at(when), when), *later)
        return self._replace(stages=stages)


def _last(names: Iterator[str]) -> str:
    found = UNAVAILABLE
    for name in names:
        found = name
    return found


def stages(
    classification: object, expiration_date: object, lifecycle: Iterable[object]
) -> tuple[Stage, ...]:
    """The stages of a version from what a profile says of it."""
    found = tuple(
        Stage(str(stage.get("classification")), moment(stage.get("startTime")) or SINCE_EVER)
        for stage in lifecycle
        if isinstance(stage, dict)
    )
    if found:
        return found
    first = Stage(str(classification or SUPPORTED), SINCE_EVER)
    expires = moment(expiration_date)
    return (first, Stage(EXPIRED, expires)) if expires else (first,)


def expiration(expiration_date: object, lifecycle: Iterable[object]) -> Moment | None:
    """When a version expires, from what a profile says of it; None where it does not."""
    return _expires(stages(None, expiration_date, lifecycle))


def _expires(found: Iterable[Stage]) -> Moment | None:
    return next((stage.start for stage in found if stage.name == EXPIRED), None)


def has_passed(when: Moment, day: date) -> bool:
    """Whether a moment has come as a day begins."""
    return when <= first_moment(day)


def first_moment(day: date) -> Moment:
    """The moment that a day begins at."""
    return f"{day.isoformat()}T00:00:00Z"


def moment(value: object) -> Moment | None:
    """A time in UTC; None where the value is none."""
    try:
        return to_rfc3339(value) if isinstance(value, str) else None
    except ValueError:
        return None
