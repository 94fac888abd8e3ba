"""Regular expressions of a schema, in words that our library reads as Go does.

Helm compiles them with Go's `regexp`, which is neither ECMAScript's language nor Rust's. What all
of them read alike is written so that it stays the same; of the rest is said which it is: refused
by Go, or beyond what is known here.
"""

from __future__ import annotations

import re
from typing import Final

MAX_REPEAT: Final = 1000
"""Repetitions of a part, the highest that Go takes."""

_TOKEN: Final = re.compile(
    r"""
      (?P<escape> \\ (?: x[0-9A-Fa-f]{2} | x\{[0-9A-Fa-f]{1,5}\} | [pP]\{\^?[A-Za-z_]+\} | . ) )
    | (?P<open> \( (?: \?: | \?<[A-Za-z_][A-Za-z0-9_]*> | (?!\?) ) )
    | (?P<repeat> (?: [*+?] | \{[0-9]{1,4}(?:,[0-9]{0,4})?\} ) \?? )
    | (?P<class> \[ \^? (?: \\. | [^][\\] )+ \] )
    | (?P<plain> [^\\()[\]{}*+?|^$.] | [|)^$] | \. )
    | (?P<brace> [{}\]] )
    """,
    re.VERBOSE | re.DOTALL,
)
_LOOK_AROUND: Final = re.compile(r"\(\?<?[=!]")
_ONLY_ELSEWHERE: Final = re.compile(r"\\(?:[cehkuyGHKNRUVXYZghijlmoqJLMOTEI]|[1-9](?![0-7]))")
"""Escapes that Go refuses: ECMAScript's, Perl's and references to groups."""

_SPACES: Final = r"\t\n\f\r "
"""What `\\s` is in Go, without the vertical tab and the blanks beyond ASCII."""

_AT_START: Final = ("", "(", "|")
_CATEGORY: Final = re.compile(r"\\[pP]\{(?:L|Lu|Ll|N|Nd|P|S|Z)\}")


class RefusedPatternError(ValueError):
    """Go does not compile the pattern, so Helm refuses whatever it is to judge by it."""


class UndecidedPatternError(ValueError):
    """Go may read the pattern otherwise than our library does."""


def as_go_reads(pattern: str) -> str:
    """The pattern for our library; raises one of the errors above."""
    written: list[str] = []
    at, before, depth = 0, "", 0
    while at < len(pattern):
        found = _TOKEN.match(pattern, at)
        if found is None or found.lastgroup is None:
            raise _unread(pattern, at)
        text, kind = found[0], found.lastgroup
        if kind == "repeat":
            _check_repeat(text, before)
        depth += (kind == "open") - (text == ")")
        if depth < 0:
            raise RefusedPatternError(pattern)
        written.append(_WRITERS.get(kind, str)(text))
        at, before = found.end(), _kind_before(kind, text)
    if depth:
        raise RefusedPatternError(pattern)
    return "".join(written)


def _kind_before(kind: str, text: str) -> str:
    """What a repetition may follow: nothing at the start of a group or of an alternative."""
    if kind == "open":
        return "("
    return kind if kind == "repeat" else text


def _check_repeat(text: str, before: str) -> None:
    if before in _AT_START or before in ("^", "$", "repeat"):
        raise UndecidedPatternError(text)
    numbers = [int(number) for number in re.findall("[0-9]+", text)]
    if numbers != sorted(numbers) or max(numbers, default=0) > MAX_REPEAT:
        raise RefusedPatternError(text)


def _unread(pattern: str, at: int) -> ValueError:
    refused = _LOOK_AROUND.match(pattern, at) or at == len(pattern) - 1
    return (RefusedPatternError if refused else UndecidedPatternError)(pattern)


def _escape(text: str) -> str:
    if text == r"\s":
        return f"[{_SPACES}]"
    if text == r"\S":
        return f"[^{_SPACES}]"
    return _common_escape(text)


def _common_escape(text: str) -> str:
    """An escape that may stand anywhere."""
    letter = text[1]
    if len(text) > 2:
        if letter == "x":
            return _as_number(chr(int(text[2:].strip("{}"), 16)))
        if _CATEGORY.fullmatch(text):
            return text
        raise UndecidedPatternError(text)
    if letter in "dDwWtnfrv":
        return text
    if letter.isascii() and not letter.isalnum():
        return _as_number(letter)
    raise (RefusedPatternError if _ONLY_ELSEWHERE.match(text) else UndecidedPatternError)(text)


def _class(text: str) -> str:
    """A class, with the marks in it that mean more elsewhere as numbers."""
    start = 2 if text.startswith("[^") else 1
    parts: list[str] = re.findall(r"\\.|[^\\]", text[start:-1], re.DOTALL)
    for at in range(1, len(parts) - 1):
        if parts[at] == "-":
            _check_range(parts[at - 1], parts[at + 1])
    return text[:start] + "".join(map(_in_class, parts)) + "]"


def _check_range(first: str, last: str) -> None:
    if "-" in (first, last) or len(first + last) > 2:
        raise UndecidedPatternError(f"{first}-{last}")
    if first > last:
        raise RefusedPatternError(f"{first}-{last}")


def _in_class(part: str) -> str:
    if part == r"\s":
        return _SPACES
    if part in (r"\S", r"\D", r"\W", r"\x", r"\p", r"\P"):
        raise UndecidedPatternError(part)
    if part.startswith("\\"):
        return _common_escape(part)
    return part if part == "-" or part.isalnum() else _as_number(part)


def _as_number(character: str) -> str:
    return f"\\x{ord(character):02x}" if character.isascii() else character


def _plain(text: str) -> str:
    # ECMAScript's `.` stops at more ends of lines.
    return r"[^\n]" if text == "." else text


def _brace(text: str) -> str:
    return f"\\{text}"


_WRITERS: Final = {"escape": _escape, "class": _class, "plain": _plain, "brace": _brace}
