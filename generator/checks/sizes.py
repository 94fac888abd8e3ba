"""How large generated objects are where they are stored, for rules about limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KIB = 1024

_PUNCTUATION = 3
"""Characters that a line `key: value` has more as JSON, where it is `"key":"value",`."""


def objects_over(documents: Mapping[str, bytes], limit: int) -> Iterator[tuple[str, int, int]]:
    """The files with objects over a limit: name, bytes of the largest, how many others there are.

    Sizes are those of compact JSON, estimated from our own layout of YAML: reading a large document
    once more would take longer than writing it.
    """
    for path, data in documents.items():
        # JSON is never twice as long as our YAML, so that most documents need no closer look.
        if 2 * len(data) > limit:
            sizes = [size for part in data.split(b"\n---\n") if (size := json_size(part)) > limit]
            if sizes:
                yield path.rpartition("/")[2], max(sizes), len(sizes) - 1


def json_size(document: bytes) -> int:
    """About how many bytes an object has as JSON without spaces."""
    without_indent = len(document.replace(b"  ", b""))
    return without_indent + _PUNCTUATION * document.count(b"\n")


def in_kib(size: int) -> str:
    """A size for a message."""
    return f"{size / KIB:,.0f} KiB"
