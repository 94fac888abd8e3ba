"""The manifests need server-side apply, and the catalog does not say how the landscape applies.

The rule `client-side-apply` says what a client-side apply cannot do with them. Set `target: {apply:
server-side}` for `kubectl apply --server-side`, Flux, and Argo CD with `ServerSideApply=true`; this
rule says nothing then. With `target: {apply: client-side}`, the other rule checks them.
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
        expected = "`target: {apply: server-side}`, or `client-side` if you apply that way"
        for finding in failures(catalog):
            yield finding._replace(expected=expected)
