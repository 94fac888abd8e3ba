"""The manifests need server-side apply, and the catalog does not say how the landscape applies.

What a client-side apply cannot do with them is documented by the rule `client-side-apply`. Say
`target: {apply: server-side}` for `kubectl apply --server-side`, Flux, and Argo CD with
`ServerSideApply=true`; this is silent then. After `target: {apply: client-side}`, that rule judges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.client_side_apply import failures
from generator.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.problems import Finding

ID = "apply-mode"
SEVERITY = Severity.WARNING


def check(catalog: Catalog) -> Iterator[Finding]:
    """Ask for the way of applying where it matters."""
    if catalog.target.apply is None:
        expected = "`target: {apply: server-side}`, or client-side, if that is how you apply"
        for finding in failures(catalog):
            yield finding._replace(expected=expected)
