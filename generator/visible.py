r"""Escapes control characters and commands of pipelines in other people's text before printing it.

A terminal obeys escape sequences, a reader is misled by characters that turn others around or
cannot be seen, and the logs of pipelines take lines for commands: GitHub `::error …` at the start
of one, GitHub, Azure and TeamCity `##[…]`, `##vso[…]`, `##teamcity[…]` anywhere. Each such
character is shown as Python, YAML and JSON write it: `\n`, `\x1b`, `\u202e`, `\U000e0041`.
"""

from __future__ import annotations

import re
from typing import Final

_SHORT: Final = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}

# Patterns are compiled when one is needed: most text has nothing of the kind.

_IGNORED: Final = (
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
"""Letters and marks without a shape of their own, which Python counts as printable."""

_COMMAND: Final = r"#(?=#\w*\[)"
_COMMAND_LINE: Final = r"(?m)^([^\S\n]*):(?=:)"


def visible(text: str) -> str:
    """A name, a path or a sentence for a place on a line, which it cannot leave."""
    if not (text.isascii() and text.isprintable()):
        text = text.translate(_IN_A_LINE)
    return _without_commands(text)


def visible_lines(text: str) -> str:
    """Whole lines, whose ends, tabs and spaces of all widths stay; once more changes nothing."""
    if not text.replace("\n", "").isprintable():
        text = "\r\n".join(part.translate(_IN_LINES) for part in text.split("\r\n"))
    if "::" in text:
        text = re.sub(_COMMAND_LINE, r"\1\\x3a", text)
    return _without_commands(text)


def columns(text: str) -> int:
    """How many columns a terminal gives a visible text: two for a wide character (UAX #11)."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def padded(text: str, width: int) -> str:
    """A visible text with spaces up to so many columns of a terminal."""
    return text + " " * (width - columns(text))


def json_text(value: object, indent: int | None = None) -> str:
    """A value as JSON with a line break at its end, in which nothing has to be made visible."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if not text.replace("\n", "").isprintable():
        text = text.translate(_IN_JSON)
    # Outside of strings JSON has no such character.
    return re.sub(_COMMAND, r"\\u0023", text) + "\n"


def _without_commands(text: str) -> str:
    return re.sub(_COMMAND, r"\\x23", text) if "##" in text else text


def _escape(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return _SHORT.get(character, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def character_name(character: str) -> str:
    """How Unicode names a character, as in `U+00A0 NO-BREAK SPACE`."""
    from unicodedata import name

    return f"U+{ord(character):04X} {name(character, '')}".rstrip()


class _InALine(dict[int, str]):
    """What to show for each character, found when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = shown = character if self.stays(character) else self.escape(character)
        return shown

    def stays(self, character: str) -> bool:
        return character.isprintable() and not re.match(_IGNORED, character)

    def escape(self, character: str) -> str:
        return _escape(character)


class _InLines(_InALine):
    def stays(self, character: str) -> bool:
        from unicodedata import category

        return character.isprintable() or character in "\n\t" or category(character) == "Zs"


class _InJSON(_InALine):
    def stays(self, character: str) -> bool:
        return character.isprintable() or character == "\n"

    def escape(self, character: str) -> str:
        import json

        # Half of a character, from a file name that is not UTF-8: no reader has to take it.
        is_half = "\ud800" <= character <= "\udfff"
        return json.dumps(_escape(character) if is_half else character)[1:-1]


_IN_A_LINE: Final = _InALine()
_IN_LINES: Final = _InLines()
_IN_JSON: Final = _InJSON()
