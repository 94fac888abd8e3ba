"""Writing as Go does it: the bytes that sigs.k8s.io/yaml makes of a value.

Helm writes Chart.yaml and Chart.lock this way, and these bytes are part of a chart's identity.
PyYAML's emitter and Go's (go.yaml.in/yaml/v2 v2.4.3, `emitterc.go`) have the same ancestor; here is
what Go's does differently, with its choice of styles (`encode.go`) and its order of keys
(`sorter.go`).
"""

from __future__ import annotations

import io
from functools import cmp_to_key
from typing import TYPE_CHECKING, Any, Final

import yaml
from yaml.emitter import Emitter, ScalarAnalysis

from generator.yamlio import golang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value

_SIMPLE_KEY_BYTES: Final = 128
"""Longer keys stand behind a `?`."""


def document(value: Value) -> bytes:
    """A whole document; strings must hold no line break but LF, and no byte order mark."""
    stream = io.StringIO()
    emitter: Any = _GoEmitter(stream, allow_unicode=True)
    # Without the stream's end, which may write an end of the document that Go does not.
    for event in (
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        *_events(value),
        yaml.DocumentEndEvent(explicit=False),
    ):
        emitter.emit(event)
    return stream.getvalue().encode()


def _events(value: Value) -> Iterator[yaml.Event]:
    if isinstance(value, dict):
        yield yaml.MappingStartEvent(None, None, implicit=True)
        for key in sorted(value, key=_NATURAL):
            yield _scalar(key)
            yield from _events(value[key])
        yield yaml.MappingEndEvent()
    elif isinstance(value, list):
        yield yaml.SequenceStartEvent(None, None, implicit=True)
        for item in value:
            yield from _events(item)
        yield yaml.SequenceEndEvent()
    else:
        yield _scalar(value)


def _scalar(value: str | float | bool | None) -> yaml.ScalarEvent:  # noqa: FBT001  a value, not a flag
    style = None
    if isinstance(value, str):
        text = value
        style = "|" if "\n" in text else None if golang.is_plain(text) else '"'
    elif value is None:
        text = "null"
    else:
        is_float = isinstance(value, float)
        text = golang.format_float(value) if is_float else golang.to_text(value)
    return yaml.ScalarEvent(None, None, (True, True), text, style=style)


class _GoEmitter(Emitter):
    """Overrides what PyYAML's emitter decides and writes in another way."""

    event: Any
    analysis: ScalarAnalysis | None
    column: int
    best_width: int

    def check_empty_document(self) -> bool:
        return False

    def check_simple_key(self) -> bool:
        self.analysis = self.analyze_scalar(self.event.value)
        return not self.analysis.multiline and len(self.event.value.encode()) <= _SIMPLE_KEY_BYTES

    def analyze_scalar(self, scalar: str) -> ScalarAnalysis:
        found = super().analyze_scalar(scalar)
        found.multiline = found.multiline or "\r" in scalar
        if any(character > "\uffff" for character in scalar):
            # To Go, what is beyond the basic multilingual plane cannot be printed.
            found.allow_block_plain = found.allow_single_quoted = found.allow_block = False
        return found

    def write_double_quoted(self, text: str, split: bool = True) -> None:  # noqa: FBT001, FBT002  as it was
        """Break lines at the spaces behind column 80; one behind a break is escaped."""
        self.write_indicator('"', need_whitespace=True)
        for at, character in enumerate(text):
            is_gap = split and character == " " and 0 < at < len(text) - 1 and text[at - 1] != " "
            if is_gap and self.column > self.best_width:
                self.write_indent()
                written = "\\" * (text[at + 1] == " ")
            else:
                written = self._escaped(character)
            self.stream.write(written)
            self.column += len(written)
        self.write_indicator('"', need_whitespace=False)

    def _escaped(self, character: str) -> str:
        short = self.ESCAPE_REPLACEMENTS.get(character)
        code = ord(character)
        if short is not None and character != "\xa0":
            return f"\\{short}"
        if " " <= character <= "~" or 0xA0 <= code <= 0xFFFD:
            return character
        if code < 0x100:
            return f"\\x{code:02X}"
        return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


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
