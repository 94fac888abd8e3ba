"""A generated object is too large for `kubectl apply` without `--server-side`.

There the client keeps a copy of what was applied in an annotation, and all annotations of an object
together can have 256 KiB. Server-side apply, as most GitOps tools offer it, keeps none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks import object_size
from generator.checks.sizes import KIB, in_kib, objects_over
from generator.checks.wording import and_more
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ID = "apply-size"
SEVERITY = Severity.WARNING

LIMIT = 256 * KIB


def check_documents(documents: Mapping[str, bytes]) -> Iterator[Finding]:
    """Measure each object; what `object-size` refuses needs no second word."""
    for name, size, others in objects_over(documents, LIMIT):
        if size <= object_size.LIMIT:
            message = f"{name}: an object is about {in_kib(size)} large" + and_more(others)
            expected = f"at most {in_kib(LIMIT)}, what the annotation of `kubectl apply` can hold"
            yield Finding((), message, expected, "`kubectl apply --server-side` needs none")
