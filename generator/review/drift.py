"""Whether a folder holds what a plan would write, and how it differs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.documents.ownership import Owner, owner_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.documents.plan import Document

STALE: Final = "stale"
MISSING: Final = "missing"
LEFTOVER: Final = "leftover"
ENCRYPTED: Final = "encrypted, not compared"


@dataclass(frozen=True, slots=True, order=True)
class Drift:
    """A file, by its path below the output folder, that `generate` would write or remove.

    `state` is `STALE`, `MISSING` or `LEFTOVER`. `ENCRYPTED` is for a file that `generate` leaves as
    it is, because nobody can say whether it is right.
    """

    path: str
    state: str

    @property
    def is_wrong(self) -> bool:
        """Whether `generate` would change anything."""
        return self.state != ENCRYPTED


def drift(
    documents: Sequence[Document], disk: Mapping[str, bytes], withheld: Sequence[str] = ()
) -> list[Drift]:
    """The files that differ, sorted.

    `disk` holds what stands where documents belong, and what else carries our header; `withheld`
    are texts in the documents that stand for any text of one line, see `access_key.WITHHELD`.
    """
    return sorted(_drift(documents, disk, withheld))


def _drift(
    documents: Sequence[Document], disk: Mapping[str, bytes], withheld: Sequence[str]
) -> Iterator[Drift]:
    for document in documents:
        found = disk.get(document.path)
        if found is None:
            yield Drift(document.path, MISSING)
        elif not matches(document.data, found, withheld):
            yield Drift(document.path, ENCRYPTED if _is_encrypted(found) else STALE)
    for path in disk.keys() - {document.path for document in documents}:
        yield Drift(path, ENCRYPTED if _is_encrypted(disk[path]) else LEFTOVER)


def _is_encrypted(data: bytes) -> bool:
    return owner_of(data) is Owner.ENCRYPTED


def matches(data: bytes, found: bytes, withheld: Sequence[str]) -> bool:
    """Whether a file is as planned, with any text on one line for each that is withheld."""
    if data == found:
        return True
    planned, lines = data.split(b"\n"), found.split(b"\n")
    if len(planned) != len(lines) or not withheld:
        return False
    any_of = re.compile("|".join(map(re.escape, withheld)).encode())
    pairs = zip(planned, lines, strict=True)
    return all(line == other or _fits(line, other, any_of) for line, other in pairs)


def _fits(planned: bytes, line: bytes, withheld: re.Pattern[bytes]) -> bool:
    parts = withheld.split(planned)
    return len(parts) > 1 and re.fullmatch(b".*".join(map(re.escape, parts)), line) is not None
