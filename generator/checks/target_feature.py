"""The catalog asks for something that the target does not know yet.

An API server refuses or drops a field that it does not know; an extension ignores it, or fails to
read its configuration. The releases that brought each feature:

- Gardener: `machineCapabilities` v1.117, `caBundleSecretRef` v1.136, `lifecycle` v1.137,
  `controlPlane` of a CloudProfile v1.150
- provider-alicloud: shared image IDs v1.29 (what stood there before meant the opposite), `csi`
  v1.30, charts in a registry v1.53, deployment in the garden's runtime cluster v1.57,
  NamespacedCloudProfiles v1.59, `machineCapabilities` v1.70

`owner-secret-resource` and `target-api-version` are about two more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.versions import lifecycle_paths
from generator.gardener.provider import EXTENSION_REPOSITORY
from generator.gardener.releases import at_least
from generator.problems import Finding, Severity, and_more
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.problems import Path

ID = "target-feature"
SEVERITY = Severity.ERROR

CAPABILITIES_SINCE = "v1.117.0"
LIFECYCLE_SINCE = "v1.137.0"
CONTROL_PLANE_SINCE = "v1.150.0"


class _Use(Record):
    """A feature and where it is used, with the first releases that have it; empty means any."""

    path: Path
    what: str
    gardener: str = ""
    extension: str = ""


def check(catalog: Catalog) -> Iterator[Finding]:
    """Compare the first release of each feature that is used with the target."""
    target = catalog.target
    for use in _uses(catalog):
        for component, release, since in (
            ("Gardener", target.gardener, use.gardener),
            ("provider-alicloud", target.extension, use.extension),
        ):
            if since and not at_least(release, since):
                message = f"{component} {release} does not know {use.what}"
                yield Finding(use.path, message, f"{component} {since} or later", of_key=True)


def needs_newer_extension(catalog: Catalog) -> bool:
    """Whether the target's provider-alicloud is older than a feature that the catalog uses."""
    release = catalog.target.extension
    return any(use.extension and not at_least(release, use.extension) for use in _uses(catalog))


def _uses(catalog: Catalog) -> Iterator[_Use]:
    shared = next((i.name for i in catalog.images if any(v.shared for v in i.versions)), None)
    if shared is not None or catalog.share:
        path: Path = ("share",) if shared is None else ("images", shared, "shared")
        yield _Use(path, "toBeSharedImageIDs", extension="v1.29.0")
    if catalog.enable_ad_controller is not None:
        yield _Use(("csi",), "csi.enableADController", extension="v1.30.0")
    if catalog.namespaced_cloud_profiles:
        path = ("namespacedCloudProfiles",)
        yield _Use(path, "NamespacedCloudProfiles", extension="v1.59.0")
    if catalog.cloud_profile is not None and catalog.cloud_profile.capabilities:
        path = ("cloudProfile", "spec", "machineCapabilities")
        yield _Use(path, "machineCapabilities", CAPABILITIES_SINCE, "v1.70.0")
    if catalog.cloud_profile is not None and "controlPlane" in catalog.cloud_profile.spec:
        path = ("cloudProfile", "spec", "controlPlane")
        yield _Use(path, "controlPlane", CONTROL_PLANE_SINCE)
    if places := lifecycle_paths(catalog):
        more = and_more(len(places) - 1, "the versions")
        yield _Use(places[0], f"a lifecycle{more}", LIFECYCLE_SINCE)
    yield from _deployment_uses(catalog)


def _deployment_uses(catalog: Catalog) -> Iterator[_Use]:
    if catalog.extension:
        what = "a deployment in the runtime cluster, which an Extension asks for"
        yield _Use(("extension",), what, extension="v1.57.0")
    for path, place in catalog.charts_in_registries:
        if place.ca_bundle_secret is not None:
            yield _Use((*path, "caBundleSecretRef"), "caBundleSecretRef", "v1.136.0")
        by_ref = (place.ref or "").startswith(
            (f"{EXTENSION_REPOSITORY}:", f"{EXTENSION_REPOSITORY}@")
        )
        if by_ref or place.repository == EXTENSION_REPOSITORY:
            yield _Use(path[:-1], "a public chart in a registry", extension="v1.53.0")
