"""Masking YAML as it stands: layout and comments stay, credentials do not.

Git starts a process for each file, most of which hold no credential: what parses is imported late.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.credentials.known_access_keys import NO_ACCESS_KEYS, KnownAccessKeys
from generator.credentials.lines import mask_known_forms, mask_text_lines, mask_value
from generator.credentials.places import PrivateLeaves
from generator.credentials.policy import REDACTED, is_private_key, is_suspect
from generator.record import Record
from generator.visible import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.problems import Path
    from generator.yamlio.spans import Scalar

LARGE: Final = 1_000_000
"""Characters of a text that is not parsed as a whole to look at some of its lines."""

_BELOW: Final = r"\n\s*+(?=(?:env|file|placeholder)\b|(?!.*:\s))"
"""Leads to a line that may be the value of the key above it."""

_IN_QUOTES: Final = r"""(?:[&!]\S*\s+)*["']"""
_QUOTED: Final = r'"([^"]*)"'

ScalarReplacement: TypeAlias = "Callable[[Scalar, str], str | None]"
"""What to show for a scalar that is not a credential, given the text; None for the text itself."""


class MaskedText(Record):
    """A text without its credentials.

    `lines` are the numbers, from 1, of those that held a part of one, or may; `access_keys` are its
    access keys, which may have been copied into other texts.
    """

    text: str
    lines: frozenset[int]
    access_keys: KnownAccessKeys


class _Piece(Record):
    """A part of the text, and what is shown for it."""

    start: int
    end: int
    shown: str
    is_masked: bool


def mask(text: str, other: ScalarReplacement | None = None) -> MaskedText:
    """A YAML text, or any other, without its credentials; `other` may replace further scalars."""
    if other is None and not is_suspect(text):
        return MaskedText(text, frozenset(), NO_ACCESS_KEYS)
    from generator.yamlio.spans import scalars

    found = scalars(text)
    if found is None:
        return _masked_lines(text)
    places = PrivateLeaves((scalar.path, scalar.value) for scalar in found)
    private = [scalar for scalar in found if places.is_private(scalar.path, scalar.value)]
    keys = (str(each.path[-1]) for each in private if places.hides_key(each.path))
    access_keys = KnownAccessKeys(
        [
            *((scalar.path, scalar.value) for scalar in private),
            *(((ACCESS_KEY_NAMES[1],), key) for key in keys),
        ]
    )
    hidden = {scalar.start for scalar in private}
    pieces = [*_pieces(text, found, hidden, access_keys, other)]
    numbers = _LineNumbers(text)
    lines = {line for piece in pieces if piece.is_masked for line in _changed(text, piece, numbers)}
    lines.update(_below_empty(text, found, numbers))
    return MaskedText("".join(piece.shown for piece in pieces), frozenset(lines), access_keys)


def private_lines(text: str) -> MaskedText:
    """The same, sooner, for who asks for its lines and access keys only: its text is incomplete."""
    if len(text) > LARGE:
        from generator.yamlio.bulk import shortened

        text, _ = shortened(text)
    return mask(text)


def masked_message(message: str, access_keys: KnownAccessKeys = NO_ACCESS_KEYS) -> str:
    """A message without the credentials that it quotes, in quotation marks or by their form."""
    shown = re.sub(_QUOTED, lambda found: f'"{mask_text_lines(found[1])}"', message)
    return access_keys.masked(mask_known_forms(shown))


def private_scalars(text: str) -> list[tuple[Path, str]]:
    """The credentials of a YAML text by their paths, which start with the document's number."""
    from generator.yamlio.spans import scalars

    found = (scalars(text) or []) if is_suspect(text) else []
    places = PrivateLeaves((scalar.path, scalar.value) for scalar in found)
    return [(each.path, each.value) for each in found if places.is_private(each.path, each.value)]


def _masked_lines(text: str) -> MaskedText:
    """What is not YAML: where it may hold a credential, none of its lines is sure to hold none."""
    shown = mask_text_lines(text)
    lines = range(1, text.count("\n") + 2) if shown != text else ()
    return MaskedText(shown, frozenset(lines), NO_ACCESS_KEYS)


def _pieces(
    text: str,
    found: list[Scalar],
    hidden: set[int],
    access_keys: KnownAccessKeys,
    other: ScalarReplacement | None,
) -> Iterator[_Piece]:
    end = 0
    for scalar in sorted(found, key=lambda scalar: scalar.start):
        if scalar.start < end:  # an alias: it stands at its anchor
            continue
        source = text[scalar.start : scalar.end]
        shown = _shown(scalar, source, access_keys, is_hidden=scalar.start in hidden)
        is_masked = shown != source
        if not is_masked:
            replaced = other(scalar, text) if other else None
            # Behind such a key, its line alone would make it private.
            if replaced is None and not is_private_key(scalar.path[-1]):
                continue
            shown = source if replaced is None else replaced
        yield _between(text, end, scalar.start, access_keys)
        yield _Piece(scalar.start, scalar.end, shown, is_masked)
        end = scalar.end
    yield _between(text, end, len(text), access_keys)


def _shown(scalar: Scalar, source: str, access_keys: KnownAccessKeys, *, is_hidden: bool) -> str:
    if is_hidden or access_keys.are_in(scalar.value):
        return REDACTED + line_end(scalar, source)
    # What stands there may be spelt with escapes.
    shown = mask_value(scalar.value)
    if shown == scalar.value:
        return source
    if shown == REDACTED:
        return REDACTED + line_end(scalar, source)
    if not re.match(_IN_QUOTES, source):
        return mask_text_lines(source)
    return json_text(shown).rstrip("\n")


class _LineNumbers:
    """The numbers of lines, from 1, by places in a text."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _ends(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self._text)]

    def at(self, place: int) -> int:
        return bisect_left(self._ends, place) + 1

    def end(self, number: int) -> int:
        """Where a line ends."""
        return self._ends[number - 1] if number <= len(self._ends) else len(self._text)


def _below_empty(text: str, found: list[Scalar], numbers: _LineNumbers) -> Iterator[int]:
    """The lines below private keys without a value: it may stand there, indented too little."""
    empty = [each for each in found if not each.value and is_private_key(each.path[-1])]
    for line in {numbers.at(scalar.start) for scalar in empty}:
        if match := re.compile(_BELOW).match(text, numbers.end(line)):
            yield numbers.at(match.end())


def line_end(scalar: Scalar, source: str) -> str:
    """The line breaks that belong to a block scalar, of which `source` is the text."""
    return source[len(source.rstrip("\r\n ")) :] if scalar.is_block else ""


def _between(text: str, start: int, end: int, access_keys: KnownAccessKeys) -> _Piece:
    """What stands between scalars: keys, comments, punctuation."""
    source = text[start:end]
    shown = access_keys.masked(mask_text_lines(source, is_part=True))
    return _Piece(start, end, shown, shown != source)


def _changed(text: str, piece: _Piece, numbers: _LineNumbers) -> Iterator[int]:
    """The numbers of the lines that a piece changed."""
    first = numbers.at(piece.start)
    olds, news = text[piece.start : piece.end].split("\n"), piece.shown.split("\n")
    if len(olds) != len(news):
        yield from range(first, first + len(olds))
        return
    for number, (old, new) in enumerate(zip(olds, news, strict=True), first):
        if old != new:
            yield number
