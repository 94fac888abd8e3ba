"""A manifest as text that can be reviewed: its charts unfolded, its credentials left out.

The text of the file stays as it is, comments included; only what nobody can read and what nobody
may see is replaced. Git starts a process for each file, most of which hold neither: what those two
need is imported late.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.inspect.lines import redact_lines
from generator.inspect.private import (
    PRIVATE_KEY,
    REDACTED,
    SECRET_FIELDS,
    forms,
    is_about_the_key,
    is_harmless,
    is_private,
    scrubbed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.problems import Path
    from generator.yamlio.scalars import Scalar

_CHARTS: Final = (("providerConfig", "chart"), ("helm", "rawChart"))
_INTERESTING: Final = re.compile(
    rf"(?:{PRIVATE_KEY.pattern})|\bSecret\b|\bchart\b|\brawChart\b|\\[xuU]", re.IGNORECASE
)
"""Of texts without any of these there is nothing to hide; keys can be written with escapes."""

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_BOM: Final = "\ufeff"
_SLIP: Final = "<no YAML: providerConfig is indented deeper than type>\n"


def textual(data: bytes) -> bytes:
    """What to show for a file's bytes; never fails, and leaves alone what is no manifest."""
    try:
        text = data.decode("utf-16" if data[:2] in _UTF_16 else "utf-8")
    except UnicodeDecodeError:
        return redact_lines(data.decode("latin-1")).encode("latin-1")
    if not _INTERESTING.search(text):
        return scrubbed(text).encode()
    from generator.manifest import without_guides_slip

    # libyaml does not count a byte order mark.
    start = text[: len(text) - len(text.lstrip(_BOM))]
    mended = without_guides_slip(text.lstrip(_BOM).encode()).decode()
    note = "" if start + mended == text else _SLIP
    known: set[str] = set()
    shown = "".join(_parts(mended, known, with_charts=True))
    return scrubbed(start + note + shown, forms(known)).encode()


def _parts(text: str, known: set[str], *, with_charts: bool) -> Iterator[str]:
    """The text in pieces, those replaced that must be; its credentials are added to `known`."""
    from generator.yamlio.scalars import scalars

    found = scalars(text)
    if found is None:
        yield redact_lines(text)
        return
    private = _Private(found)
    hidden = {span.start for span in found if private.holds(span.path)}
    end = 0
    for span in sorted(found, key=lambda span: span.start):
        if span.start < end:  # an alias: it stands at its anchor
            continue
        if span.start in hidden:
            known.add(span.value)
            shown = _hidden(span, text)
        elif with_charts and span.path[-2:] in _CHARTS and span.value.strip():
            shown = _unfolded(span, text, known)
        elif _INTERESTING.search(span.value):
            shown = redact_lines(text[span.start : span.end])
        else:
            continue
        yield redact_lines(text[end : span.start], is_part=True)
        yield shown
        end = span.end
    yield redact_lines(text[end:], is_part=True)


class _Private:
    """Which paths of a text lead to credentials."""

    def __init__(self, found: Sequence[Scalar]) -> None:
        self._is_private: dict[str | int, bool] = {}
        self._secrets = {
            span.path[:-1] for span in found if span.path[-1] == "kind" and span.value == "Secret"
        }

    def holds(self, path: Path) -> bool:
        """Whether a credential stands there."""
        for key in path:
            if key not in self._is_private:
                self._is_private[key] = is_private(key)
        below = next((at for at, key in enumerate(path) if self._is_private[key]), None)
        if below is not None:
            return not any(is_about_the_key(key) for key in path[below + 1 : below + 2])
        return bool(self._secrets) and any(
            key in SECRET_FIELDS and path[:at] in self._secrets for at, key in enumerate(path)
        )


def _hidden(span: Scalar, text: str) -> str:
    if is_harmless(span.value):
        return text[span.start : span.end]
    return REDACTED + _line_end(span, text)


def _unfolded(span: Scalar, text: str, known: set[str]) -> str:
    from generator.inspect.unfold import unfolded

    def clean(content: str) -> str:
        return "".join(_parts(content, known, with_charts=False))

    return unfolded(span.value, clean) + (_line_end(span, text) or _break(text, span.end))


def _line_end(span: Scalar, text: str) -> str:
    """The line breaks that belong to a block scalar."""
    source = text[span.start : span.end] if span.is_block else ""
    return source[len(source.rstrip("\r\n ")) :]


def _break(text: str, end: int) -> str:
    """A line break before what follows on the line of a chart."""
    return "\n" if text[end : end + 1] not in ("", "\r", "\n") else ""
