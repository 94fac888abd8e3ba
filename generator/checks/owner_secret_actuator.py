"""The extension cannot create clusters while it has an owner secret.

From v1.48.0 on, provider-alicloud builds the client of the owner's account and then returns no
actuator for Infrastructures, and no error either; so it still is in v1.72.0. The controller
starts all the same, and each Infrastructure that it reconciles ends in a nil dereference, which is
recovered and tried again for ever: no cluster can be created or changed. A Go test of ours
(`tests/conformance/extension/actuator_test.go`) runs v1.72.0's own code without a cluster and shows
both; the other releases were read, not run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.gardener.releases import at_least
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "owner-secret-actuator"
SEVERITY = Severity.WARNING

SINCE = "v1.48.0"
LAST_SEEN = "v1.72.0"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look whether a release with the problem gets an owner secret."""
    release = catalog.target.extension
    if catalog.owner_secret is None:
        return
    if at_least(release, SINCE) and at_least(LAST_SEEN, release):
        yield Finding(
            ("ownerSecret",),
            f"provider-alicloud {release} cannot reconcile any Infrastructure with an owner secret",
            f"a release before {SINCE}, or one in which it is mended",
            "see `alicloud-generator rules owner-secret-actuator`",
            of_key=True,
        )
