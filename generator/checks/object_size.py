"""A generated object is larger than what etcd stores, which is 1.5 MiB.

The API server then refuses it. Leave old versions out, restrict the catalog to the `regions` of
the landscape, or let the chart come from a registry. Sizes are estimated; an object just below the
limit can be too large all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.sizes import KIB, in_kib
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.checks.sizes import Measured

ID = "object-size"
SEVERITY = Severity.WARNING

LIMIT = 1536 * KIB


def check_documents(documents: Sequence[Measured]) -> Iterator[Finding]:
    """Compare the sizes with the limit; one finding for a file."""
    for document in documents:
        if message := document.over(LIMIT):
            expected = f"at most {in_kib(LIMIT)}, the size of a request that etcd takes"
            yield Finding((), message, expected)
