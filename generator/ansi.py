"""Colors of a terminal (ECMA-48, SGR)."""

from __future__ import annotations

from typing import Final

BOLD: Final = "1"
DIM: Final = "2"
RED: Final = "31"
GREEN: Final = "32"
YELLOW: Final = "33"


def paint(text: str, style: str, *, color: bool) -> str:
    """The text in a style; as it is without `color`, or where the style is empty."""
    return f"\x1b[{style}m{text}\x1b[0m" if color and style else text
