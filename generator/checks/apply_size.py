"""A generated object is too large for client-side apply, such as plain `kubectl apply`.

Client-side apply keeps a copy of the object in an annotation, and all annotations of an object
together may have 256 KiB. Server-side apply keeps no copy: with `target: {apply: server-side}`,
this rule says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks import object_size
from generator.checks.object_size import in_kib
from generator.gardener.apply_modes import SERVER_SIDE
from generator.problems import Finding, Severity
from generator.reading.text_formats import ANNOTATIONS_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalog import Catalog
    from generator.checks.object_size import MeasuredDocument, MeasuredObject

ID = "apply-size"
SEVERITY = Severity.WARNING


def check_documents(catalog: Catalog, documents: Sequence[MeasuredDocument]) -> Iterator[Finding]:
    """Compare the sizes with the limit; what `object-size` is about needs no second word."""
    if catalog.target.apply == SERVER_SIDE:
        return
    for document in documents:
        sizes = [each.size for each in document.objects if _is_too_large(each)]
        if message := document.large(sizes):
            limit = in_kib(ANNOTATIONS_LIMIT)
            expected = (
                f"at most {limit} including its annotations, where client-side apply keeps a copy "
                "of it"
            )
            hint = "`kubectl apply --server-side` needs no copy: `target: {apply: server-side}`"
            yield Finding(("target", "apply"), message, expected, hint)


def _is_too_large(measured: MeasuredObject) -> bool:
    return measured.applied > ANNOTATIONS_LIMIT and measured.stored <= object_size.LIMIT
