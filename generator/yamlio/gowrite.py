"""Writing as Go does it: the bytes that sigs.k8s.io/yaml makes of a value.

Helm writes Chart.yaml and Chart.lock this way, and these bytes are part of a chart's identity.
The rules are those of go.yaml.in/yaml/v2 v2.4.3 (`encode.go`, `emitterc.go`, `sorter.go`): keys
sorted naturally, lists not indented, lines folded at the first space after column 80.
"""

from __future__ import annotations

import re
from functools import cmp_to_key
from typing import TYPE_CHECKING, Final

from generator.yamlio import golang

if TYPE_CHECKING:
    from generator.catalog.values import Value

_WIDTH: Final = 80
_SIMPLE_KEY_BYTES: Final = 128
"""Longer keys stand behind a `?`."""

_FOLD: Final = re.compile(r"(?<=[^ ]) (?=[^ ])")
_FOLD_DOUBLE_QUOTED: Final = re.compile(r"(?<=[^ ]) (?!\Z)")

_NOT_PLAIN: Final = re.compile(
    r"\A(?:[ #,\[\]{}&*!|>'\"%@`]|[-?:](?:[ \t]|\Z)|---|\.\.\.)|: |:\t|:\Z|[ \t]#| \Z|\n"
)
_ESCAPES: Final = {
    "\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r",
    "\x1b": "e", '"': '"', "\\": "\\",
}  # fmt: skip


def document(value: Value) -> bytes:
    """A whole document; strings must hold no line break but LF, and no byte order mark."""
    return _block(value, 0).removeprefix("\n").encode()


def _block(value: Value, indent: int) -> str:
    if isinstance(value, dict) and value:
        return "".join(_entry(key, value[key], indent) for key in sorted(value, key=_NATURAL))
    if isinstance(value, list) and value:
        return "".join(_item(item, indent) for item in value)
    return _line(_flow(value, 0, indent + 2, is_key=False))


def _entry(key: str, value: Value, indent: int) -> str:
    pad = " " * indent
    if "\n" in key or "\r" in key or len(key.encode()) > _SIMPLE_KEY_BYTES:
        head = _line(f"{pad}? {_flow(key, indent + 2, indent + 2, is_key=False)}") + f"{pad}:"
        return head + _behind(value, indent + 2, indent, with_break=False)
    head = f"{pad}{_flow(key, indent, indent + 2, is_key=True)}:"
    return head + _behind(value, len(head) + 1, indent, with_break=True)


def _behind(value: Value, column: int, indent: int, *, with_break: bool) -> str:
    """A value behind its key; containers begin on a line of their own, or right behind `:`."""
    if not isinstance(value, dict | list) or not value:
        return " " + _line(_flow(value, column, indent + 2, is_key=False))
    if with_break:
        return "\n" + _block(value, indent + 2 if isinstance(value, dict) else indent)
    return _block(value, indent + 2)[indent + 1 :]


def _item(value: Value, indent: int) -> str:
    if isinstance(value, dict | list) and value:
        return f"{' ' * indent}-{_block(value, indent + 2)[indent + 1 :]}"
    return _line(f"{' ' * indent}- {_flow(value, indent + 2, indent + 2, is_key=False)}")


def _line(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def _flow(value: Value, column: int, indent: int, *, is_key: bool) -> str:
    """A scalar or an empty container that begins at `column`; further lines are indented."""
    if isinstance(value, str):
        return _string(value, column, "\n" + " " * indent, is_key=is_key)
    if isinstance(value, dict | list):
        return "{}" if isinstance(value, dict) else "[]"
    if value is None:
        return "null"
    return golang.format_float(value) if isinstance(value, float) else golang.to_text(value)


def _string(text: str, column: int, line_start: str, *, is_key: bool) -> str:
    special = " \n" in text or not all(c == "\n" or _is_printable(c) for c in text)
    if "\n" in text and not (special or is_key or text.endswith(" ")):
        return _literal(text, line_start)
    if special or "\n" in text or not golang.is_plain(text):
        rendered, quote, gaps = "".join(map(_escaped, text)), '"', _FOLD_DOUBLE_QUOTED
    elif _NOT_PLAIN.search(text):
        rendered, quote, gaps = text.replace("'", "''"), "'", _FOLD
    else:
        rendered, quote, gaps = text, "", _FOLD
    if not is_key:
        rendered = _fold(rendered, column + len(quote), line_start, gaps)
    return quote + rendered + quote


def _fold(text: str, column: int, line_start: str, gaps: re.Pattern[str]) -> str:
    """Break lines at the gaps behind column 80; a space behind a break is escaped."""
    if column + len(text) <= _WIDTH:
        return text
    parts: list[str] = []
    done = 0
    for gap in gaps.finditer(text):
        column += gap.start() - done
        broken = column > _WIDTH
        separator = line_start + "\\" * (text[gap.end()] == " ") if broken else " "
        parts += [text[done : gap.start()], separator]
        column = len(separator) - 1 if broken else column + 1
        done = gap.end()
    return "".join([*parts, text[done:]])


def _is_printable(character: str) -> bool:
    """To the writer, what is beyond the basic multilingual plane is not."""
    return (
        " " <= character <= "~"
        or "\xa0" <= character <= "\ud7ff"
        or ("\ue000" <= character <= "\ufffd" and character != "\ufeff")
    )


def _escaped(character: str) -> str:
    short = _ESCAPES.get(character)
    if short:
        return f"\\{short}"
    if _is_printable(character):
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _literal(text: str, line_start: str) -> str:
    hint = "2" if text[0] in " \n" else ""
    chomping = "-" if not text.endswith("\n") else "+" if text[-2:-1] in ("", "\n") else ""
    lines = (line_start + line if line else "\n" for line in text.removesuffix("\n").split("\n"))
    return f"|{hint}{chomping}" + "".join(lines) + ("\n" if text.endswith("\n") else "")


def _compare(left: str, right: str) -> int:
    """Order of keys: digits by value, and before letters; the rest by code point."""
    for at, (a, b) in enumerate(zip(left, right, strict=False)):
        if a != b:
            return -1 if _precedes(left, right, at, a, b) else 1
    return len(left) - len(right)


def _precedes(left: str, right: str, at: int, a: str, b: str) -> bool:
    if a.isalpha() and b.isalpha():
        return a < b
    if a.isalpha() or b.isalpha():
        return b.isalpha()
    start = 1 if "0" in (a, b) and _continues_number(left, at) else 0
    left_number, left_end = _number(left, at, start)
    right_number, right_end = _number(right, at, start)
    return (left_number, left_end, a) < (right_number, right_end, b)


def _continues_number(text: str, at: int) -> bool:
    """Whether the digits right before `at` hold one that is not zero."""
    for character in reversed(text[:at]):
        if not character.isdecimal():
            return False
        if character != "0":
            return True
    return False


def _number(text: str, at: int, start: int) -> tuple[int, int]:
    value, end = start, at
    while end < len(text) and text[end].isdecimal():
        value = value * 10 + ord(text[end]) - ord("0")
        end += 1
    # Go's numbers have 64 bits: a longer one starts again from the least.
    return (value + 2**63) % 2**64 - 2**63, end


_NATURAL: Final = cmp_to_key(_compare)
