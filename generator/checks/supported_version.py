"""Two supported versions of an image differ only in their patch number.

The API server accepts at most one version with `classification: supported` for each major.minor of
an image, prereleases included (gardener `pkg/api/core/validation`,
`validateSupportedVersionsConfiguration`); the same applies to versions of Kubernetes. A version
without a classification does not count there, whatever else Gardener takes it for. One that has
expired on the day of `--as-of` still counts, but only the others are refused. A
NamespacedCloudProfile is checked together with the CloudProfile of the same catalog. A `lifecycle`
counts if there is a classification, too; whether two lifecycles overlap is left to the server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.versions import kubernetes_versions, versions_of
from generator.gardener.version_order import parse_semver
from generator.problems import Finding, Severity, listed, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from generator.catalog import Catalog
    from generator.catalog.images import Image
    from generator.checks.versions import OfferedVersion
    from generator.gardener.version_order import SemVer

ID = "supported-version"
SEVERITY = Severity.ERROR

SUPPORTED = "supported"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Compare the versions of each image, and those of Kubernetes."""
    found = (
        finding
        for versions in _neighbours(catalog)
        for finding in _clashes(versions, catalog.as_of)
    )
    yield from {finding.path: finding for finding in found}.values()


def _neighbours(catalog: Catalog) -> Iterator[list[OfferedVersion]]:
    """The versions that stand in one profile together, image by image."""
    own = catalog.cloud_profile
    if own is not None:
        yield kubernetes_versions(own)
        yield from map(_classified, own.images)
    for child in catalog.namespaced_cloud_profiles:
        known = own.images if own is not None and own.name == child.parent else ()
        parents = {image.name: image for image in known}
        for image in child.images:
            parent = parents.get(image.name)
            yield [*(_classified(parent) if parent else ()), *_classified(image)]


def _classified(image: Image) -> list[OfferedVersion]:
    """The versions that say anything about their classification."""
    versions = tuple(v for v in image.versions if v.classification or v.lifecycle)
    return versions_of(image._replace(versions=versions)) if versions else []


def _clashes(versions: Iterable[OfferedVersion], as_of: date | None) -> Iterator[Finding]:
    groups: dict[tuple[int, int], list[tuple[SemVer, OfferedVersion]]] = {}
    for version in versions:
        if version.is_ever(SUPPORTED) and (numbers := parse_semver(version.version)):
            groups.setdefault(numbers[:2], []).append((numbers, version))
    for (major, minor), group in groups.items():
        refused = [
            (numbers, version)
            for numbers, version in group
            if version.classification == SUPPORTED and not version.has_expired(as_of)
        ]
        if refused and len({numbers for numbers, _ in group}) > 1:
            numbers, version = refused[-1]
            others = [other for known, other in group if known != numbers]
            yield _finding(version, others, f"{major}.{minor}")


def _finding(version: OfferedVersion, others: list[OfferedVersion], minor: str) -> Finding:
    names = listed([other.version for other in others])
    verb = "is" if len(others) == 1 else "are"
    return Finding(
        (*version.path, "classification"),
        f"unable to add version {quoted(version.version)} with classification "
        f'"{SUPPORTED}": {names} {verb} also supported',
        f"one supported version of {version.name} {minor}",
        "set `classification: deprecated` on the older one",
    )
