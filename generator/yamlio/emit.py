"""Writing: values to YAML that Go (sigs.k8s.io/yaml) and YAML 1.2 read back as the same values.

Everything that any of them would retype is quoted; no anchors, no folding, declared order kept.
Strings of several lines are literal blocks where YAML allows it, so that people can review them.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalog.values import Value

_PLAIN = re.compile(
    r"(?:[A-Za-z/_][A-Za-z0-9_./@+=-]*"
    r"(?:(?::| (?=[A-Za-z0-9_./]))[A-Za-z0-9_./@+=-]+)*"
    r"|[0-9]+(?:\.[0-9]+\.[0-9][A-Za-z0-9.+-]*|[mskh]|[KMGTP]i?))"
)
"""Text that every YAML reader takes for itself, `_WORDS` apart; a small set, on purpose."""

_WORDS = frozenset(
    "y n yes no on off true false null nan inf infinity _ = ~".split()  # noqa: SIM905  a list of that many is harder to read
)
"""What some version of YAML reads as a boolean, a null or a number, in lower case."""

_is_plain = _PLAIN.fullmatch
_are_dashed = re.compile(r"(?:[a-z]{1,2}-[a-z0-9-]+\n)+").fullmatch
"""Plain text, each on a line of its own, and none of `_WORDS`."""

_FEW = 3
"""Items of a list up to which a look at all of them does not pay."""

_UNSEEN = (
    "\\x00-\\x09\\x0b-\\x1f\\x7f-\\xa0\\xad\\u034f\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2"
    "\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3164"
    "\\ud800-\\udfff\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\uffff\\U000110bd\\U000110cd"
    "\\U00013430-\\U0001343f\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U0001fffe-\\U0010ffff"
)
"""Characters that YAML refuses or that a reviewer could not see."""

_COMMAND = r"#(?=#\w*\[)"
"""Where a command to the log of a pipeline starts, see `generator.visible`."""

_ESCAPED = rf'["\\\n{_UNSEEN}]|{_COMMAND}'
_ONE_UNSEEN = f"[{_UNSEEN}]"
_COMMANDS = rf"(?:\A|\n)[^\S\n]*::|{_COMMAND}"

_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def scalar(value: str | float | bool | None) -> str:  # noqa: FBT001  a value, not a flag
    """One value as YAML on one line."""
    if isinstance(value, str):
        return text(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        number = repr(value)
        # YAML 1.1 takes 1e+21 for text: it wants the point.
        return number.replace("e", ".0e") if "e" in number and "." not in number else number
    raise _no_value(value)


def _no_value(value: object) -> TypeError:
    return TypeError(f"a {type(value).__name__} cannot be written as YAML")


def _items(value: Sequence[Value]) -> Sequence[Value]:
    """The items of a list; a record is a tuple, too, and no value."""
    if type(value) in (list, tuple):
        return value
    raise _no_value(value)


def text(value: str) -> str:
    """One string as YAML on one line, quoted wherever a reader could take it for something else."""
    if _is_plain(value) and value.lower() not in _WORDS:
        return value
    return f'"{re.sub(_ESCAPED, _escape, value)}"'


_repeated = cache(text)
"""The same for keys and short text, which are few and repeat."""

_SHORT = 16
"""Characters: regions have fewer, image IDs have more, and so has no word that is quoted."""


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    short = _SHORT_ESCAPES.get(character)
    if short is not None:
        return short
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def flow(value: Value) -> str:
    """Any value on one line: containers in flow style, which is valid wherever a scalar is."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{text(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(item) for item in _items(value)) + "]"
    return scalar(value)


def block(value: Value, indent: int = 0) -> str:
    """Any value in block style, as it stands behind a `key:` or a template's start of line.

    A container that is not empty starts with a line break, each of its lines indented by `indent`
    spaces; anything else stands on the same line, after one space.
    """
    lines: list[str] = []
    _write(value, " " * indent, "", lines)
    return "".join(lines).removesuffix("\n")


def document(value: Value) -> str:
    """A whole document: a container in block style, ended by a line break."""
    return block(value).removeprefix("\n").removeprefix(" ") + "\n"


def _write(value: Value, pad: str, head: str, lines: list[str]) -> None:
    """Append `value`; `head` is the unfinished line (`key:` or `-`) behind which it stands."""
    if type(value) is str:
        lines.append(f"{head} {literal(value, pad) if chr(10) in value else text(value)}\n")
    elif isinstance(value, dict) and value:
        lines.append(head + "\n")
        _write_mapping(value, pad, pad, lines)
    elif isinstance(value, (list, tuple)) and value:
        if head or not lines:
            lines.append(head + "\n")
        _write_items(_items(value), pad, lines)
    else:
        lines.append(f"{head} {flow(value)}\n")


def _write_items(items: Sequence[Value], pad: str, lines: list[str]) -> None:
    head, below = pad + "-", pad + "  "
    start = head + " "
    if len(items) > _FEW and (rows := _rows(items, below, start)):
        lines.append(rows)
        return
    for item in items:
        if type(item) is dict and item:
            _write_mapping(item, below, start, lines)
        else:
            _write(item, below, head, lines)


def _rows(items: Sequence[Value], pad: str, start: str) -> str:
    """Mappings of the same keys to regions and IDs, of which there are thousands; else nothing."""
    if {*map(type, items)} != {dict}:
        return ""
    rows = cast("Sequence[dict[str, str]]", items)
    shapes = {*map(tuple, rows)}
    words = [*chain.from_iterable(map(dict.values, rows))]
    if len(shapes) > 1 or {*map(type, words)} != {str} or not _are_dashed("\n".join([*words, ""])):
        return ""
    keys = [_repeated(key).replace("%", "%%") for key in shapes.pop()]
    return (start + pad.join(f"{key}: %s\n" for key in keys)) * len(items) % tuple(words)


def _write_mapping(value: dict[str, Value], pad: str, start: str, lines: list[str]) -> None:
    """Append the entries; `start` stands before the first of them, `pad` before the others."""
    append = lines.append
    for key, item in value.items():
        name = f"{start}{_repeated(key)}:"
        start = pad
        if type(item) is not str:
            _write(item, pad if isinstance(item, (list, tuple)) else pad + "  ", name, lines)
        elif len(item) > _SHORT and _is_plain(item):
            append(f"{name} {item}\n")
        elif "\n" in item:
            append(f"{name} {literal(item, pad + '  ')}\n")
        else:
            append(f"{name} {_repeated(item) if len(item) <= _SHORT else text(item)}\n")


def literal(value: str, pad: str) -> str:
    """A literal block (`|`, `|-`) where every character and line end survives, else quoted."""
    if not _can_be_literal(value):
        return text(value)
    indicator = "|" if value.endswith("\n") else "|-"
    lines = (f"{pad}{line}" if line else "" for line in value.removesuffix("\n").split("\n"))
    return f"{indicator}\n" + "\n".join(lines)


def _can_be_literal(value: str) -> bool:
    """Whether a literal block can hold it without indentation and more chomping indicators.

    A chart's blob is long, so what is looked for by words is not part of one large pattern.
    """
    if value[:1] in ("", " ", "\n") or value.endswith((" ", "\n\n")) or " \n" in value:
        return False
    is_plain = value.isascii() and value.replace("\n", "").isprintable()
    if not is_plain and re.search(_ONE_UNSEEN, value):
        return False
    could_be_command = "::" in value or "##" in value
    return not (could_be_command and re.search(_COMMANDS, value))
