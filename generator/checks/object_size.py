"""A generated object is larger than 1.5 MiB, the limit of etcd.

The API server then refuses it. Leave old versions out, restrict the catalog to the `regions` of
the landscape, or let the chart come from a registry. Sizes are estimated, with the managed fields
that the server keeps in an object; one just below the limit can be too large all the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.gardener.apply_modes import SYNC_OPTIONS, has_other_way
from generator.problems import Finding, Severity, and_more
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.catalog import Catalog

ID = "object-size"
SEVERITY = Severity.WARNING

KIB = 1024
LIMIT = 1536 * KIB

_SMALL = 100 * KIB
"""Below this no limit is near, and a document needs no closer look."""

_ANNOTATIONS = rb"\n  annotations:\n((?:    .*\n)+)"
"""As our templates write them, in `metadata`, which comes first."""

_PUNCTUATION = 3
"""Characters that a line `key: value` has more as JSON, where it is `"key":"value",`."""


class MeasuredObject(Record):
    """About how many bytes an object takes as compact JSON.

    `stored` counts its managed fields, too; `applied` are its annotations after client-side apply,
    which has a copy of the object among them, 0 where Argo CD does not apply it so.
    """

    size: int
    stored: int
    applied: int


class MeasuredDocument(Record):
    """A generated file with its objects."""

    name: str
    objects: tuple[MeasuredObject, ...]

    def large(self, sizes: Sequence[int]) -> str:
        """In words how large some of the objects are; empty where there are none."""
        if not sizes:
            return ""
        largest = f"{self.name}: an object has about {in_kib(max(sizes))}"
        return largest + and_more(len(sizes) - 1)


def check_documents(_: Catalog, documents: Sequence[MeasuredDocument]) -> Iterator[Finding]:
    """Compare the sizes with the limit; one finding for a file."""
    for document in documents:
        sizes = [measured.stored for measured in document.objects if measured.stored > LIMIT]
        if message := document.large(sizes):
            expected = f"at most {in_kib(LIMIT)}, the largest request that etcd accepts"
            yield Finding((), message, expected)


def measure_large(documents: Mapping[str, bytes]) -> list[MeasuredDocument]:
    """The documents of a catalog, by their paths, that are large enough to be near a limit."""
    return [
        MeasuredDocument(path.rpartition("/")[2], tuple(map(_measure, data.split(b"\n---\n"))))
        for path, data in documents.items()
        if len(data) > _SMALL
    ]


def _measure(document: bytes) -> MeasuredObject:
    from generator.manifest.managed_fields import managed_fields_size

    found = re.search(_ANNOTATIONS, document)
    annotations = found[1] if found else b""
    size = json_size(document)
    stored = size + managed_fields_size(document)
    applied = 0 if _has_other_way(annotations) else size + json_size(annotations)
    return MeasuredObject(size, stored, applied)


def _has_other_way(annotations: bytes) -> bool:
    lines = annotations.decode().split("\n")
    return any(has_other_way(line) for line in lines if line.startswith(f"    {SYNC_OPTIONS}:"))


def json_size(document: bytes) -> int:
    """About how many bytes an object has as JSON without spaces.

    Estimated from how we write YAML, which has pairs of spaces nowhere but in the indentation:
    reading a large document once more would take longer than writing it.
    """
    indentation = 2 * document.count(b"  ")
    return len(document) - indentation + _PUNCTUATION * document.count(b"\n")


def in_kib(size: int) -> str:
    """A size for a message."""
    return f"{size / KIB:,.0f} KiB"
