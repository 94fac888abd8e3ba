"""The flavors that Garden Linux builds a release as, of which a catalog's version has one.

The name of an image has the flavor: `gardenlinux-ali-gardener_prod-amd64-1877.3-75df9f40` (the
canonical name of gardenlinux/gardenlinux: platform, features, architecture, version, commit). All
flavors of a release have one version, so that nothing else tells their IDs apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.importing.release import Note
from generator.problems import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.importing.release import Release
    from generator.problems import Path, Problem

USUAL: Final = "gardener_prod"
"""The flavor that is meant where none is named."""

_FLAVOR: Final = re.compile(r"gardenlinux-(?:ali|alicloud)-([\w-]{1,200}?)-(?:amd64|arm64)(?=-|\Z)")

_HINT: Final = (
    "take one of them; `add CATALOG NAME VERSION --from FILE` takes another one under another name"
)

_ByBuild: TypeAlias = "dict[str, list[Release]]"


def flavor_in(image_name: str) -> str:
    """The flavor that an image's name has; empty where it has none."""
    found = _FLAVOR.search(image_name)
    return found[1] if found else ""


def flavor_notes(releases: Iterable[Release]) -> list[Note]:
    """A note on each version that is of another flavor than the usual one."""
    return [
        Note(found[0].item, _first(found[0]), _is_of(image, version, build, found, builds))
        for (image, version), builds in _by_version(releases).items()
        for build, found in builds.items()
        if build not in ("", USUAL)
    ]


def _is_of(image: str, version: str, build: str, found: list[Release], builds: _ByBuild) -> str:
    message = f"{image} {version} is of the flavor {build}"
    if len(builds) == 1:
        return message
    return f"{message} in {listed([region.name for each in found for region in each.regions])}"


def several_flavors(releases: Iterable[Release]) -> list[Problem]:
    """A problem for each version that has IDs of several flavors for one place."""
    problems = []
    for (image, version), builds in _by_version(releases).items():
        clashing = [build for build in builds if build and _clashes(build, builds)]
        if len(clashing) > 1:
            named = ", ".join(f"{build} ({_place(builds[build][0])})" for build in clashing)
            message = f"{image} {version} is here in several flavors: {named}"
            last = builds[clashing[-1]][0]
            expected = "one flavor of a version"
            problems.append(last.item.problem(_first(last), message, expected, _HINT))
    return problems


def _clashes(build: str, builds: _ByBuild) -> bool:
    """Whether another flavor has IDs for a place that this one has an ID for."""
    others = (_places(found) for name, found in builds.items() if name not in ("", build))
    return any(not _places(builds[build]).isdisjoint(places) for places in others)


def _place(release: Release) -> str:
    return release.item.place(_first(release))


def _first(release: Release) -> Path:
    """Where its first ID stands; the regions are sorted."""
    return min(region.path for region in release.regions)


def _places(releases: Iterable[Release]) -> set[tuple[object, str]]:
    """The capabilities and the region of each ID."""
    return {
        (frozenset(release.capabilities.items()), region.name)
        for release in releases
        for region in release.regions
    }


def _by_version(releases: Iterable[Release]) -> dict[tuple[str, str], _ByBuild]:
    found: dict[tuple[str, str], _ByBuild] = {}
    for release in releases:
        builds = found.setdefault((release.image, release.version), {})
        builds.setdefault(release.build, []).append(release)
    return found
