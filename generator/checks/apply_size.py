"""A generated object is too large for `kubectl apply` without `--server-side`.

There the client keeps a copy of what was applied in an annotation, and all annotations of an object
together can have 256 KiB. Server-side apply, as most GitOps tools offer it, keeps none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks import object_size
from generator.checks.object_size import KIB, in_kib
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.checks.object_size import MeasuredDocument

ID = "apply-size"
SEVERITY = Severity.WARNING

LIMIT = 256 * KIB


def check_documents(documents: Sequence[MeasuredDocument]) -> Iterator[Finding]:
    """Compare the sizes with the limit; what `object-size` is about needs no second word."""
    for document in documents:
        if message := document.over(LIMIT, object_size.LIMIT):
            expected = f"at most {in_kib(LIMIT)}, what the annotation of `kubectl apply` can hold"
            yield Finding((), message, expected, "`kubectl apply --server-side` needs none")
