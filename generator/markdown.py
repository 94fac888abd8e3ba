"""Markdown as GitHub reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

LIMIT: Final = 65_536
"""Characters that GitHub takes for a comment, or the text of a pull request."""

_MARKUP: Final = re.compile(r"([\\`*\[\]<>|])")


def escaped(words: str) -> str:
    """The words with nothing that Markdown would take for markup of its own."""
    return _MARKUP.sub(r"\\\1", words)


def table_head(*columns: str) -> str:
    """The first two lines of a table."""
    return table_row(columns) + "|---" * len(columns) + "|\n"


def table_row(cells: Iterable[str]) -> str:
    """A line of a table; what the cells say is Markdown."""
    return f"| {' | '.join(cells)} |\n"
