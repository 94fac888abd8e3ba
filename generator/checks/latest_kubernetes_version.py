"""The latest version of Kubernetes expires.

The API server requires one version that stays: it refuses a CloudProfile whose latest version of
Kubernetes has an `expirationDate`, or a `lifecycle` that ends with `expired` (gardener
`pkg/api/core/validation`). A NamespacedCloudProfile that gives the latest version of its parent a
date is refused for the same reason; this is checked if the parent is in the same catalog.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.versions import DATE, LIFECYCLE, kubernetes_items, kubernetes_versions
from generator.gardener.version_order import release_numbers
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.profile import CloudProfile
    from generator.checks.versions import OfferedVersion
    from generator.problems import Path

ID = "latest-kubernetes-version"
SEVERITY = Severity.ERROR


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at the latest version of the CloudProfile, and at what is said of it elsewhere."""
    profile = catalog.cloud_profile
    latest = _latest(profile) if profile is not None else None
    if profile is None or latest is None:
        return
    if latest.expires is not None:
        yield _finding((*latest.path, latest.key), latest)
    for index, child in enumerate(catalog.namespaced_cloud_profiles):
        if child.parent != profile.name:
            continue
        for path, item in kubernetes_items(child.spec, ("namespacedCloudProfiles", index)):
            if item.get("version") == latest.version:
                yield _finding((*path, DATE), latest)


def _latest(profile: CloudProfile) -> OfferedVersion | None:
    versions = kubernetes_versions(profile)
    return max(versions, key=lambda version: release_numbers(version.version), default=None)


def _finding(path: Path, latest: OfferedVersion) -> Finding:
    what = "classification expired" if path[-1] == LIFECYCLE else "expiration date"
    message = f"{what} of latest kubernetes version ('{latest.version}') must not be set"
    return Finding(path, message, "a version that does not expire", of_key=True)
