"""The ways of workers off a version that has expired: by architecture, and by region.

Gardener looks at no region when it chooses a version (gardener
`pkg/controllermanager/controller/shoot/maintenance/helper`). Where that version has no ID, the
extension finds no image (provider-alicloud `pkg/controller/infrastructure`,
`ensurePlainImageForShootProviderAccount`): the cluster fails to reconcile, and its workers stay.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from generator.gardener.updates import Route, route

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from generator.calendar.profile_versions import ProfileVersions
    from generator.gardener.stages import Version

    StageOf: TypeAlias = Callable[[Version], str]


def routes_from(subject: ProfileVersions, version: Version, stage_of: StageOf) -> tuple[Route, ...]:
    """The routes of the clusters on a version: one, or several where workers go different ways."""
    if subject.missing_parent:
        return ()
    by_route: dict[Route, list[str]] = {}
    for architecture in version.regions:
        for one in _by_region(subject, version, architecture, stage_of):
            by_route.setdefault(one, []).append(architecture)
    if not version.regions:
        return (route(subject.versions, version, stage_of, subject.strategy),)
    return tuple(
        replace(one, architectures=() if len(names) == len(version.regions) else tuple(names))
        for one, names in by_route.items()
    )


def _by_region(
    subject: ProfileVersions, version: Version, architecture: str, stage_of: StageOf
) -> Iterator[Route]:
    """The route of most regions, and those of regions in which a version on the way has no ID."""
    runnable = [other for other in subject.versions if architecture in other.regions]
    common = route(runnable, version, stage_of, subject.strategy)
    regions = sorted(version.regions[architecture])
    stopped: dict[Route, list[str]] = {}
    for there, alike in _by_versions(runnable, architecture, regions).items():
        count = next((i for i, s in enumerate(common.steps) if s.version not in there), None)
        if count is not None:
            having = [other for other in runnable if other.version in there]
            instead = route(having, version, stage_of, subject.strategy)
            stopped.setdefault(_stopped(common, count, instead), []).extend(alike)
    if not regions or sum(map(len, stopped.values())) < len(regions):
        yield common
    for one, names in stopped.items():
        yield replace(one, regions=tuple(sorted(names)))


def _by_versions(
    versions: Iterable[Version], architecture: str, regions: Iterable[str]
) -> dict[frozenset[str], list[str]]:
    """The regions by the versions that have an ID there: what holds in one, holds in all alike."""
    found: dict[frozenset[str], list[str]] = {}
    known = [(version.version, version.regions[architecture]) for version in versions]
    for region in regions:
        there = frozenset(name for name, having in known if region in having)
        found.setdefault(there, []).append(region)
    return found


def _stopped(common: Route, count: int, instead: Route) -> Route:
    """The route that ends after so many steps; `instead` is that among the versions with an ID."""
    failure = f"{common.steps[count].version} is next, but has no ID there"
    if instead.steps and not instead.failure:
        failure += f"; {instead.steps[-1].version} has one"
    else:
        failure += ", and there is no other version to go to"
    return Route(common.steps[:count], failure)
