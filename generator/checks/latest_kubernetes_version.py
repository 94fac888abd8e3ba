"""The latest version of Kubernetes expires.

The API server wants one version that stays: it refuses a CloudProfile whose latest version of
Kubernetes has an `expirationDate`, or a `lifecycle` that ends with `expired` (gardener
`pkg/api/core/validation`). A NamespacedCloudProfile that gives the latest version of its parent a
date is refused for the same reason; it is looked at where the parent is in the same catalog.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.offers import DATE, LIFECYCLE, kubernetes_offers
from generator.gardener.version_order import release_numbers
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.profile import CloudProfile
    from generator.checks.offers import Offer
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
        kubernetes = child.spec.get("kubernetes")
        versions = kubernetes.get("versions") if isinstance(kubernetes, dict) else None
        if child.parent != profile.name or not isinstance(versions, list):
            continue
        path: Path = ("namespacedCloudProfiles", index, "spec", "kubernetes", "versions")
        for number, item in enumerate(versions):
            if isinstance(item, dict) and item.get("version") == latest.version:
                yield _finding((*path, number, DATE), latest)


def _latest(profile: CloudProfile) -> Offer | None:
    versions = kubernetes_offers(profile)
    return max(versions, key=lambda offer: release_numbers(offer.version), default=None)


def _finding(path: Path, latest: Offer) -> Finding:
    what = "classification expired" if path[-1] == LIFECYCLE else "expiration date"
    message = f"{what} of latest kubernetes version ('{latest.version}') must not be set"
    return Finding(path, message, "a version that does not expire", of_key=True)
