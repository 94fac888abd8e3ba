"""With an owner secret, the extension cannot reconcile the infrastructure of any cluster.

From v1.48.0 on, provider-alicloud creates the client of the owner's account, and then returns
neither an actuator for Infrastructures nor an error; v1.72.0 still does. The process starts and
stays ready, but each Infrastructure that it is to create, change, migrate or delete ends in a nil
dereference, which is recovered and tried again forever. The object stays `Processing` without an
error; only the log shows it (`Observed a panic`). So no cluster is created, and **those that exist
can neither be deleted nor move to another seed** until the secret is taken away again.

There are two ways out:

- Leave `ownerSecret` out, and share each image yourself with the accounts of the clusters
  (`ModifyImageSharePermission` of ECS). Images may stay `shared: true`: the extension then only
  looks whether the account sees the image, and creates no cluster where it does not.
- Run an image of the extension in which this is fixed (`controllerDeployment: {image:
  {repository: …, tag: …}}`), and switch this rule off, which only knows releases: `rules:
  {owner-secret-actuator: {severity: off, because: this landscape runs a patched image}}`.

`tests/conformance/test_process.py` runs the whole of v1.71.0 with an owner secret, and
`tests/conformance/extension/actuator_test.go` the part of v1.72.0 in question; of the other
releases, the source was read.
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
            f"a release before {SINCE}, or one that fixes it",
            "`alicloud-generator rules owner-secret-actuator` says what you can do",
            of_key=True,
        )
