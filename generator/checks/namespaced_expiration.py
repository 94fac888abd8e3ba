"""A NamespacedCloudProfile cannot change an expiration date below a parent with capabilities.

The extension's webhook wants a provider mapping for every version that the profile names as soon as
the parent has `machineCapabilities`, and refuses one for a version of the parent: whatever is
written, one of the two applies. Gardener itself would take it. This applies up to provider-alicloud
v1.71.0; v1.72.0 does not require a mapping for a version of the parent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.gardener.releases import at_least
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "namespaced-expiration"
SEVERITY = Severity.ERROR

LAST_SEEN = "v1.71.0"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look for other dates below a parent that has capabilities."""
    if not at_least(LAST_SEEN, catalog.target.extension):
        return
    for index, profile in enumerate(catalog.namespaced_cloud_profiles):
        if profile.expirations and profile.capabilities:
            yield Finding(
                ("namespacedCloudProfiles", index, "expirations"),
                f"provider-alicloud {catalog.target.extension} refuses different expiration dates "
                f"if the parent, {profile.parent}, has machineCapabilities",
                "no expirations",
                "change the expirationDate of the version in the parent",
            )
