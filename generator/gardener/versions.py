"""The order of image versions, which are often not SemVer: `1877.3`, `20200831`, `411.85.2-0`."""

from __future__ import annotations

import re
from typing import TypeAlias

Piece: TypeAlias = "tuple[bool, int, str]"
"""Whether it is a word; how many digits a number has, without leading zeros; and its text."""

Order: TypeAlias = "tuple[tuple[Piece, ...], bool, tuple[Piece, ...]]"

_PIECE = re.compile(r"[0-9]+|[A-Za-z]+")


def version_order(version: str) -> Order:
    """A key that sorts versions from old to new: numbers by value, `1.0.0-rc` before `1.0.0`.

    Build metadata behind `+` does not count, as in SemVer; trailing zeros do not either.
    """
    release, dash, rest = version.partition("+")[0].partition("-")
    pieces = _pieces(release)
    while pieces and pieces[-1] == _ZERO:
        pieces.pop()
    return tuple(pieces), not dash, tuple(_pieces(rest))


def _pieces(text: str) -> list[Piece]:
    """Numbers and words; a word sorts behind every number, as in SemVer."""
    return [*map(as_it_sorts, _PIECE.findall(text))]


def as_it_sorts(text: str) -> Piece:
    """A word, or a number by its value."""
    if not text.isdecimal():
        return True, 0, text
    # Not as an int: Python refuses to make one of thousands of digits.
    digits = text.lstrip("0")
    return False, len(digits), digits


_ZERO = as_it_sorts("0")
