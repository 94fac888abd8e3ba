"""Markdown as GitHub reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

LIMIT: Final = 65_536
"""Characters that GitHub takes for a comment, or the text of a pull request."""

_MARKUP: Final = re.compile(r"([\\`*\[\]<>|~&]|(?<![^\W_])_|_(?![^\W_]))")
"""An underscore inside of a word is none."""


def escaped(text: str) -> str:
    """Text in which Markdown finds no markup, on one line."""
    return _MARKUP.sub(r"\\\1", visible(text))


def code(name: str) -> str:
    """A name in backticks, as it is but for backticks of its own."""
    shown = visible(name).replace("`", "'")
    return f"`{shown}`"


def table_head(*columns: str) -> str:
    """The first two lines of a table."""
    return table_row(columns) + "|---" * len(columns) + "|\n"


def table_row(cells: Iterable[str]) -> str:
    """A line of a table, whose cells are Markdown."""
    return f"| {' | '.join(cells)} |\n"


def details(summary: str, content: str) -> str:
    """A block to unfold: its `summary` is seen at once, `content` is whole lines of Markdown."""
    return f"\n<details><summary>{summary}</summary>\n\n{content}\n</details>\n"


def cut_note(cut: str, verb: str) -> str:
    """The last line of a text cut to `LIMIT`: what is missing, and the verb that shows it."""
    return f"_{cut} cut to fit; `alicloud-generator {verb}` shows everything._\n"
