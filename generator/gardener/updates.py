"""Which version Gardener moves a cluster to when the cluster's own has expired.

In its daily maintenance window, whether automatic updates are wanted or not (gardener
`pkg/controllermanager/controller/shoot/maintenance`, and `pkg/api/core/v1beta1/helper` for the
choice among versions): first as for an automatic update, to the latest version that the image's
`updateStrategy` leads to, or of Kubernetes the latest patch; then by force, over a minor or major
version, if need be to one that has expired as well, so that another update follows. A version in
preview is never chosen; a deprecated one is where there is no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.gardener.choices import UPDATE_STRATEGY
from generator.gardener.stages import DEPRECATED, EXPIRED, HELD_BACK, PREVIEW, UNAVAILABLE
from generator.gardener.version_order import semver_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from generator.gardener.stages import Version
    from generator.gardener.version_order import SemVerOrder

PATCH, MINOR, MAJOR = UPDATE_STRATEGY.choices
KUBERNETES: Final = "kubernetes"
"""The strategy of Kubernetes: patches, and by force the very next minor version."""

_INFINITY: Final[SemVerOrder] = (2**63, 0, 0, True, ())
"""Higher than any version."""


@dataclass(frozen=True, slots=True)
class Step:
    """A version that clusters come to, and the stage that it is in then."""

    version: str
    stage: str


@dataclass(frozen=True, slots=True)
class Route:
    """The way of clusters from a version that has expired: one step a maintenance window.

    `failure` says why the last version cannot be left, or why none can be told; it is empty where
    the last step leads to a version that has not expired. `architectures` are those of the workers
    that go this way; empty where all do. `regions` are those in which it is this way instead of
    that without regions.
    """

    steps: tuple[Step, ...]
    failure: str = ""
    architectures: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    version: str
    number: SemVerOrder
    stage: str


def route(
    versions: Iterable[Version], start: Version, stage_of: Callable[[Version], str], strategy: str
) -> Route:
    """The way from `start`, which has expired, among the versions that the workers can run.

    `stage_of` gives the stage that each is in at the moment that matters.
    """
    candidates: list[_Candidate] = []
    for version in versions:
        if (stage := stage_of(version)) != HELD_BACK:
            number = semver_order(version.version)
            if number is None:
                return Route((), f"{version.version} is not SemVer, which Gardener needs")
            candidates.append(_Candidate(version.version, number, stage))
    current = next(c for c in candidates if c.version == start.version)
    steps: list[Step] = []
    while target := _target(candidates, current, strategy):
        if target.stage == UNAVAILABLE and strategy != KUBERNETES:
            reason = (
                f"{target.version} is next, but the API server refuses it until its lifecycle "
                "begins"
            )
            return Route(tuple(steps), reason)
        steps.append(Step(target.version, target.stage))
        if target.stage != EXPIRED:
            return Route(tuple(steps))
        current = target
    return Route(tuple(steps), f"there is {_NOTHING[strategy]}")


_NOTHING: Final = {
    PATCH: "no higher version of the same major that is not in preview",
    MINOR: "no higher version that is not in preview",
    MAJOR: "no higher version that is neither expired nor in preview",
    KUBERNETES: "no higher patch, and no next minor, that is not in preview",
}


def _target(
    candidates: Sequence[_Candidate], current: _Candidate, strategy: str
) -> _Candidate | None:
    return _automatic(candidates, current, strategy) or _forced(candidates, current, strategy)


def _automatic(
    candidates: Sequence[_Candidate], current: _Candidate, strategy: str
) -> _Candidate | None:
    """The latest of the same minor version; if there is none, of what else the strategy allows."""
    higher = [
        c for c in candidates if c.stage not in {PREVIEW, EXPIRED} and c.number > current.number
    ]
    same = {PATCH: 2, KUBERNETES: 2, MINOR: 1, MAJOR: 0}[strategy]
    for count in dict.fromkeys((2, same)):
        near = [c for c in higher if c.number[:count] == current.number[:count]]
        if near:
            return _latest([c for c in near if c.stage != DEPRECATED] or near)
    return None


def _forced(
    candidates: Sequence[_Candidate], current: _Candidate, strategy: str
) -> _Candidate | None:
    major, minor, *_ = current.number
    usable = [c for c in candidates if c.stage != PREVIEW]
    if strategy == KUBERNETES:
        following = [c for c in usable if c.number[:2] == (major, minor + 1)]
        return _latest([c for c in following if c.stage != EXPIRED] or following)
    if strategy == PATCH:
        usable = [c for c in usable if c.number[0] == major and c.number[1] > minor]
        return _of_next(candidates, current, usable, lambda candidate: candidate.number[1])
    if strategy == MINOR:
        usable = [c for c in usable if c.number[0] > major]
        return _of_next(candidates, current, usable, lambda candidate: candidate.number[0])
    return None


def _of_next(
    candidates: Sequence[_Candidate],
    current: _Candidate,
    usable: Sequence[_Candidate],
    part: Callable[[_Candidate], int],
) -> _Candidate | None:
    """The latest usable version of the next minor or major, one that has not expired preferred.

    Where such a one would skip the next number that any version has, an expired one of a number
    between is preferred after all. Gardener looks for that number from the lowest version up, in
    all majors, and stops where a higher number begins: so it is here.
    """
    active = [c for c in usable if c.stage != EXPIRED]
    found = _latest_of_lowest(active, part)
    if found is None:
        return _latest_of_lowest(usable, part)
    last = min((c.number for c in active if part(c) > part(found)), default=_INFINITY)
    seen = (part(c) for c in candidates if c.number <= last)
    following = min(number for number in seen if number > part(current))
    return found if part(found) <= following else _latest_of_lowest(usable, part)


def _latest_of_lowest(
    candidates: Sequence[_Candidate], part: Callable[[_Candidate], int]
) -> _Candidate | None:
    lowest = min(map(part, candidates), default=None)
    return _latest([c for c in candidates if part(c) == lowest])


def _latest(candidates: Sequence[_Candidate]) -> _Candidate | None:
    return max(candidates, key=lambda candidate: candidate.number, default=None)
