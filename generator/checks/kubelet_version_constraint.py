"""The API server cannot parse a `kubeletVersionConstraint`.

It accepts comparisons of versions (`>= 1.30, < 1.34`, `~1.31`, `1.30 - 1.33`), at most 32 of them
separated by `||`, in at most 512 characters. `x`, `X` and `*` stand for any number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.checks.versions import offered_images
from generator.problems import Finding, Severity, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "kubelet-version-constraint"
SEVERITY = Severity.ERROR

_MAX_LENGTH = 512
_MAX_ALTERNATIVES = 32
_VERSION = (
    r"v?(?:[0-9]+|[xX*])(?:\.(?:[0-9]+|[xX*])){0,2}"
    r"(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)
_ONE = rf"\s*(?:=|!=|>|<|>=|=>|<=|=<|~|~>|\^)?\s*{_VERSION}\s*"
_ALL = rf"{_ONE}(?:(?:\s|,){_ONE})*"
_RANGE = rf"({_VERSION})\s+-\s+({_VERSION})"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Read each constraint once."""
    known: dict[str, bool] = {}
    for image in offered_images(catalog):
        for version in image.versions:
            text = version.kubelet_version_constraint
            if text is None:
                continue
            if text not in known:
                known[text] = is_constraint(text)
            if not known[text]:
                path = ("images", image.name, "versions", version.version)
                message = f"cannot parse the kubeletVersionConstraint: {quoted(text)}"
                place = (*path, "kubeletVersionConstraint")
                yield Finding(place, message, "comparisons such as >= 1.30, < 1.34")


def is_constraint(text: str) -> bool:
    """Whether all alternatives of a constraint can be read."""
    alternatives = re.sub(_RANGE, r">=\1, <=\2", text, flags=re.ASCII).split("||")
    return (
        len(text) <= _MAX_LENGTH
        and len(alternatives) <= _MAX_ALTERNATIVES
        and all(re.fullmatch(_ALL, part, re.ASCII) for part in alternatives)
    )
