"""How large generated objects are where they are stored, for rules about limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.problems import and_more

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

KIB = 1024

_SMALL = 100 * KIB
"""Below this no limit is near, and a document needs no closer look."""

_PUNCTUATION = 3
"""Characters that a line `key: value` has more as JSON, where it is `"key":"value",`."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A generated file and the sizes of its objects, about as many bytes as compact JSON."""

    name: str
    sizes: tuple[int, ...]

    def over(self, low: int, high: int | None = None) -> str:
        """In words how large the objects between two limits are; empty where there are none."""
        sizes = [size for size in self.sizes if low < size and (high is None or size <= high)]
        if not sizes:
            return ""
        return f"{self.name}: an object is about {in_kib(max(sizes))} large" + and_more(
            len(sizes) - 1
        )


def measured(documents: Mapping[str, bytes]) -> Sequence[Measured]:
    """The large ones among the documents of a catalog, by their paths."""
    return [
        Measured(path.rpartition("/")[2], tuple(_sizes(data)))
        for path, data in documents.items()
        if len(data) > _SMALL
    ]


def _sizes(data: bytes) -> Iterator[int]:
    return map(json_size, data.split(b"\n---\n"))


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
