"""The extension can do nothing with the infrastructure of clusters while it has an owner secret.

From v1.48.0 on, provider-alicloud builds the client of the owner's account and then returns no
actuator for Infrastructures, and no error either; so it still is in v1.72.0. The process starts and
stays ready, but each Infrastructure that it is to create, change, migrate or delete ends in a nil
dereference, which is recovered and tried again for ever. The object stays `Processing` and tells
no error; only the log does (`Observed a panic`). So no cluster is created, and **those that exist
can neither be deleted nor move to another seed** until the secret is taken away again.

`tests/conformance/test_process.py` runs the whole of v1.71.0 with an owner secret, and
`tests/conformance/extension/actuator_test.go` the part of v1.72.0 in question; the other releases
were read, not run.
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
    is_deployed = catalog.controller_deployment.is_written or catalog.extension is not None
    if catalog.owner_secret is None or not is_deployed:
        return
    if at_least(release, SINCE) and at_least(LAST_SEEN, release):
        yield Finding(
            ("ownerSecret",),
            f"provider-alicloud {release} cannot reconcile any Infrastructure with an owner secret",
            f"a release before {SINCE}, or one in which it is mended",
            "see `alicloud-generator rules owner-secret-actuator`",
            of_key=True,
        )
