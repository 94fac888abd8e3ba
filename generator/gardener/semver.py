"""Image versions as Gardener reads them: SemVer of which parts may be missing.

Gardener takes the library that Helm takes, and in its lenient form as well: `1877.3` is 1877.3.0,
`20200831` is 20200831.0.0, and leading zeros do not matter. `33.20201201.3.0` is none.
"""

from __future__ import annotations

from typing import TypeAlias

from generator.chart.validate import is_version

Version: TypeAlias = "tuple[int, int, int, str]"
"""Major, minor, patch and what stands behind the dash; build metadata does not tell two apart."""


def parse(text: str) -> Version | None:
    """The version that Gardener sees in a text; None where it sees none."""
    if not is_version(text):
        return None
    release, _, prerelease = text.removeprefix("v").partition("+")[0].partition("-")
    numbers = [int(number) for number in release.split(".")]
    major, minor, patch = (*numbers, 0, 0)[:3]
    return major, minor, patch, prerelease
