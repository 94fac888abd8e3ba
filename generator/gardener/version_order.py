"""How versions compare: those of images, SemVer as Gardener reads it, and releases.

Image versions are often not SemVer: `1877.3`, `20200831`, `411.85.2-0`. So there are two orders:
`version_order` sorts whatever text stands there, `semver_order` sorts as Gardener does where it
compares versions itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

Piece: TypeAlias = "tuple[bool, int, str]"
"""Whether it is a word; how many digits a number has, without leading zeros; and its text."""

VersionOrder: TypeAlias = "tuple[tuple[Piece, ...], bool, tuple[Piece, ...]]"

SemVer: TypeAlias = "tuple[int, int, int, str]"
"""Major, minor, patch and prerelease; build metadata does not tell two versions apart."""

SemVerOrder: TypeAlias = "tuple[int, int, int, bool, tuple[Piece, ...]]"
"""A release sorts after its prereleases, and in these a word after every number."""

_PIECE = r"[0-9]+|[A-Za-z]+"


def version_order(version: str) -> VersionOrder:
    """A key that sorts versions from old to new: numbers by value, `1.0.0-rc` before `1.0.0`.

    Build metadata after `+` does not count, as in SemVer; neither do trailing zeros.
    """
    release, dash, rest = version.partition("+")[0].partition("-")
    pieces = _pieces(release)
    while pieces and pieces[-1] == _ZERO:
        pieces.pop()
    return tuple(pieces), not dash, tuple(_pieces(rest))


def parse_semver(text: str) -> SemVer | None:
    """The version that Gardener reads in a text; None where it refuses the text.

    Gardener uses the library that Helm uses (Masterminds/semver), and its lenient form as well:
    `1877.3` is 1877.3.0, `20200831` is 20200831.0.0, and leading zeros do not matter.
    `33.20201201.3.0` is refused.
    """
    from generator.chart.validate import is_version

    if not is_version(text):
        return None
    release, _, prerelease = text.removeprefix("v").partition("+")[0].partition("-")
    major, minor, patch = (*release_numbers(release), 0, 0)[:3]
    return major, minor, patch, prerelease


@lru_cache(maxsize=4096)
def semver_order(text: str) -> SemVerOrder | None:
    """A key that sorts versions as Gardener does; None for a text that it refuses."""
    version = parse_semver(text)
    if version is None:
        return None
    major, minor, patch, prerelease = version
    words = tuple(map(_piece, prerelease.split("."))) if prerelease else ()
    return major, minor, patch, not prerelease, words


def release_numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version such as `v1.150.0` or `1.34.2`; a prerelease does not count."""
    return tuple(int(number) for number in version.removeprefix("v").partition("-")[0].split("."))


def _pieces(text: str) -> list[Piece]:
    """Numbers and words; a word sorts after every number, as in SemVer."""
    return [*map(_piece, re.findall(_PIECE, text))]


def _piece(text: str) -> Piece:
    if not text.isdecimal():
        return True, 0, text
    # Not as an int: Python refuses to make one of thousands of digits.
    digits = text.lstrip("0")
    return False, len(digits), digits


_ZERO = _piece("0")
