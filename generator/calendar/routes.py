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
    from collections.abc import Callable, Iterator

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
    by_number = {other.version: other for other in runnable}
    way = [by_number[step.version].regions[architecture] for step in common.steps]
    stopped: dict[Route, list[str]] = {}
    for region in sorted(version.regions[architecture]):
        if any(region not in regions for regions in way):
            there = [other for other in runnable if region in other.regions[architecture]]
            instead = route(there, version, stage_of, subject.strategy)
            count = next(i for i, regions in enumerate(way) if region not in regions)
            stopped.setdefault(_stopped(common, count, instead), []).append(region)
    if sum(map(len, stopped.values())) < max(1, len(version.regions[architecture])):
        yield common
    for one, names in stopped.items():
        yield replace(one, regions=tuple(names))


def _stopped(common: Route, count: int, instead: Route) -> Route:
    """The route that ends after so many steps; `instead` is that among the versions with an ID."""
    failure = f"{common.steps[count].version} is next, which has no ID there"
    if instead.steps and not instead.failure:
        failure += f"; {instead.steps[-1].version} has one"
    else:
        failure += ", and there is no other version to go to"
    return Route(common.steps[:count], failure)
