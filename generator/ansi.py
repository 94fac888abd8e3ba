"""Colors of a terminal (ECMA-48, SGR)."""

from __future__ import annotations

import re
from typing import Final

BOLD: Final = "1"
DIM: Final = "2"
RED: Final = "31"
GREEN: Final = "32"
YELLOW: Final = "33"

SEVERITIES: Final = {"error": RED, "warning": YELLOW}
"""The style of each severity of problems."""

_SEQUENCE: Final = r"(\x1b\[(?:0|1|2|31|32|33)m)"


def paint(text: str, style: str, *, color: bool) -> str:
    """The text in a style; as it is without `color`, or where the style is empty."""
    return f"\x1b[{style}m{text}\x1b[0m" if color and style else text


def painted(text: str) -> list[str]:
    """The pieces of a text: every other one, from the second on, is a sequence of `paint`."""
    return re.split(_SEQUENCE, text)
