"""The target's Gardener accepts a field only if a feature gate is enabled.

`lifecycle` needs VersionClassificationLifecycle, which is alpha since v1.137; `machineCapabilities`
needs CloudProfileCapabilities, which is alpha since v1.117 and on by default since v1.146. The
gates are those of gardener-apiserver. Which of them a landscape enables is not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.target_feature import CAPABILITIES_SINCE, LIFECYCLE_SINCE
from generator.checks.versions import lifecycle_paths
from generator.gardener.releases import at_least
from generator.problems import Finding, Severity, and_more

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "feature-gate"
SEVERITY = Severity.WARNING

CAPABILITIES_ON_SINCE = "v1.146.0"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look for fields that the target knows, and does not take by default."""
    release = catalog.target.gardener
    message = f"Gardener {release} takes {{}} only with the feature gate {{}}"
    places = lifecycle_paths(catalog)
    if places and at_least(release, LIFECYCLE_SINCE):
        text = message.format("a lifecycle", "VersionClassificationLifecycle")
        more = and_more(len(places) - 1, "the versions")
        yield Finding(places[0], text + more, of_key=True)
    profile = catalog.cloud_profile
    if (
        profile is not None
        and profile.capabilities
        and at_least(release, CAPABILITIES_SINCE)
        and not at_least(release, CAPABILITIES_ON_SINCE)
    ):
        path = ("cloudProfile", "spec", "machineCapabilities")
        text = message.format("machineCapabilities", "CloudProfileCapabilities")
        yield Finding(path, text, f"Gardener {CAPABILITIES_ON_SINCE} or later", of_key=True)
