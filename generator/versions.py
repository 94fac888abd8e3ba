"""The order of image versions, which are often not SemVer: `1877.3`, `20200831`, `411.85.2-0`."""

from __future__ import annotations

import re
from typing import TypeAlias

Order: TypeAlias = "tuple[tuple[tuple[int, str], ...], bool, tuple[tuple[int, str], ...]]"

_PIECE = re.compile(r"\d+|[A-Za-z]+")


def version_order(version: str) -> Order:
    """A key that sorts versions from old to new: numbers by value, `1.0.0-rc` before `1.0.0`.

    Build metadata behind `+` does not count, as in SemVer; trailing zeros do not either.
    """
    release, dash, rest = version.partition("+")[0].partition("-")
    pieces = _pieces(release)
    while pieces and pieces[-1] == (0, ""):
        pieces.pop()
    return tuple(pieces), not dash, tuple(_pieces(rest))


def _pieces(text: str) -> list[tuple[int, str]]:
    """Numbers and words; a word sorts behind every number, as in SemVer."""
    return [
        (int(piece), "") if piece.isdecimal() else (2**63, piece) for piece in _PIECE.findall(text)
    ]
