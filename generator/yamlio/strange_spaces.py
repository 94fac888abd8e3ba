"""Spaces that look like YAML's own and are none, as editors and web pages write them.

YAML takes them for a part of the text around, so that an indented key or a value behind a colon
silently is something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import yaml

from generator.visible import character_name
from generator.yamlio.syntax_context import Mistake, mark_place

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACES: Final = "[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]"
_IN_FRONT: Final = re.compile(rf"""(?:[^\s:#"']+:)?(?={_SPACES})""")
_INDENT: Final = re.compile(r" *(?:- +)*")


def strange_spaces(text: str) -> Iterator[Mistake]:
    """Where one stands in front of a key or value without quotes, in a text that is YAML."""
    if text.isascii() or not re.search(_SPACES, text):
        return
    for token in yaml.scan(text, yaml.CSafeLoader):
        if isinstance(token, yaml.ScalarToken) and token.plain:
            line, column = mark_place(token.start_mark)
            if found := _IN_FRONT.match(token.value):
                yield _mistake(line, column + found.end(), token.value[found.end()])


def strange_space_in(line: str, number: int) -> Mistake | None:
    """The same in a line, counted from 0, of a text that is not YAML."""
    start = _INDENT.match(line).end()  # type: ignore[union-attr]  # it matches no character, too
    found = _IN_FRONT.match(line, start)
    return _mistake(number, found.end(), line[found.end()]) if found else None


def is_strange_space(character: str) -> bool:
    """Whether a character looks like a space, or like nothing, and is none."""
    return re.fullmatch(_SPACES, character) is not None


def _mistake(line: int, column: int, space: str) -> Mistake:
    message = f"this is not a space, but {character_name(space)}"
    return Mistake(line + 1, column + 1, message, "ordinary spaces")
