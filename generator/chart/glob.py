"""Go's `filepath.Match`: the globs of `.helmignore`.

`*` and `?` stop at `/`, classes are negated with `^` (and may match a `/`), a backslash escapes.
Go looks at a pattern piece by piece: a broken piece is only noticed when matching arrives there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

_Ranges: TypeAlias = "tuple[tuple[int, int], ...]"
_Matcher: TypeAlias = "bytes | tuple[bool, _Ranges] | None"
"""Literal bytes, a class (negated, code point ranges), or any one character but `/` (None)."""

Glob: TypeAlias = "tuple[tuple[bool, tuple[_Matcher, ...] | None], ...]"
"""Pieces between stars: whether a star stands before, and the tokens (None where broken)."""

_PIECE: Final = re.compile(
    r"(?:\\.|\\\Z|\[(?:\\.|[^\]\\])*(?:\]|\\?\Z)|[^*\[\\])*", re.DOTALL
)  # fmt: skip
_MEMBER: Final = r"(?:\\[^\udc80-\udcff]|[^\\\]\-\udc80-\udcff])"
_TOKEN: Final = re.compile(
    rf"\[(?P<negated>\^?+)(?P<members>(?:{_MEMBER}(?:-{_MEMBER})?)+)\]"
    r"|(?P<any>\?)|\\(?P<escaped>.)|(?P<literal>[^\\\[])",
    re.DOTALL,
)
_RANGE: Final = re.compile(rf"({_MEMBER})(?:-({_MEMBER}))?", re.DOTALL)


class BadPatternError(ValueError):
    """The pattern is broken where matching arrived."""


def compiled(pattern: bytes) -> Glob:
    """A pattern, ready to match; broken ones too."""
    pieces: list[tuple[bool, tuple[_Matcher, ...] | None]] = []
    rest = pattern.decode("utf-8", "surrogateescape")
    while rest:
        piece = rest.lstrip("*")
        found = _PIECE.match(piece)
        end = found.end() if found else 0
        pieces.append((len(piece) < len(rest), _tokens(piece[:end])))
        rest = piece[end:]
    return tuple(pieces)


def _tokens(piece: str) -> tuple[_Matcher, ...] | None:
    tokens: list[_Matcher] = []
    at = 0
    while at < len(piece):
        found = _TOKEN.match(piece, at)
        if not found:
            return None
        tokens.append(_matcher(found))
        at = found.end()
    return tuple(tokens)


def _matcher(found: re.Match[str]) -> _Matcher:
    if found["any"]:
        return None
    if found["members"]:
        ranges = _RANGE.findall(found["members"])
        return bool(found["negated"]), tuple((ord(a[-1]), ord((b or a)[-1])) for a, b in ranges)
    return (found["escaped"] or found["literal"]).encode("utf-8", "surrogateescape")


def matches(glob: Glob, name: bytes) -> bool:
    """Whether the whole name matches; raises `BadPatternError`."""
    at = 0
    for number, (star, tokens) in enumerate(glob, 1):
        if star and tokens == ():
            return b"/" not in name[at:]
        if tokens is None:
            raise BadPatternError
        is_last = number == len(glob)
        ends = (
            end
            for start in _starts(name, at, star=star)
            if (end := _end(tokens, name, start)) is not None and (end == len(name) or not is_last)
        )
        found = next(ends, None)
        if found is None:
            return False
        at = found
    return at == len(name)


def _starts(name: bytes, at: int, *, star: bool) -> Iterator[int]:
    yield at
    while star and at < len(name) and name[at : at + 1] != b"/":
        at += 1
        yield at


def _end(tokens: tuple[_Matcher, ...], name: bytes, at: int) -> int | None:
    """Where the tokens end that begin at `at`; None where they do not fit."""
    for token in tokens:
        if at >= len(name):
            return None
        if isinstance(token, bytes):
            if not name.startswith(token, at):
                return None
            at += len(token)
            continue
        character, size = _character(name, at)
        if token is None and character == ord("/"):
            return None
        if token is not None and token[0] == any(a <= character <= b for a, b in token[1]):
            return None
        at += size
    return at


def _character(name: bytes, at: int) -> tuple[int, int]:
    """The code point at a place and its bytes; what is not UTF-8 counts as U+FFFD, one byte."""
    if name[at] < 0x80:
        return name[at], 1
    for size in (2, 3, 4):
        try:
            return ord(name[at : at + size].decode()), size
        except (UnicodeDecodeError, TypeError):
            continue
    return 0xFFFD, 1
