"""A manifest as text that can be reviewed: its charts unfolded, its credentials left out.

The text of the file stays as it is, comments included; only what nobody can read and what nobody
may see is replaced. Git starts a process for each file, most of which hold neither: what those two
need is imported late.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.credentials.lines import mask_known_forms, mask_text_lines
from generator.credentials.policy import is_suspect
from generator.credentials.text import line_end, mask

if TYPE_CHECKING:
    from generator.credentials.known_access_keys import KnownAccessKeys
    from generator.yamlio.spans import Scalar

_CHART: Final = re.compile(r"\bchart\b|\brawChart\b", re.IGNORECASE)

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_BOM: Final = "\ufeff"
_FIXED: Final = "<not valid YAML: providerConfig is indented deeper than type>\n"


def textual(data: bytes) -> bytes:
    """What to show for a file's bytes; never fails, and leaves alone what is not a manifest."""
    try:
        text = data.decode("utf-16" if data[:2] in _UTF_16 else "utf-8")
    except UnicodeDecodeError:
        return mask_text_lines(data.decode("latin-1")).encode("latin-1")
    if not _CHART.search(text) and not is_suspect(text):
        return text.encode()
    from generator.manifest.objects import fix_indentation

    # libyaml does not count a byte order mark.
    start = text[: len(text) - len(text.lstrip(_BOM))]
    fixed = fix_indentation(text.lstrip(_BOM).encode()).decode()
    note = "" if start + fixed == text else _FIXED
    charts = _Charts()
    shown = mask(fixed, charts.unfolded)
    whole = start + note + shown.text
    # What a chart repeats of the values, and the other way round.
    return mask_known_forms(charts.masked(shown.access_keys.masked(whole))).encode()


class _Charts:
    """Unfolds the charts of a text, and remembers the access keys in their files."""

    def __init__(self) -> None:
        from generator.manifest.shapes import CHART_TEXTS

        self._access_keys: list[KnownAccessKeys] = []
        self._ends = {path[-2:] for path in CHART_TEXTS}

    def unfolded(self, scalar: Scalar, text: str) -> str | None:
        """The files of the chart that a scalar is; None where it is none."""
        if scalar.path[-2:] not in self._ends or not scalar.value.strip():
            return None
        from generator.show.unfold import unfolded

        source = text[scalar.start : scalar.end]
        end = line_end(scalar, source) or _break(text, scalar.end)
        return unfolded(scalar.value, self._clean) + end

    def _clean(self, content: str) -> str:
        shown = mask(content)
        if shown.access_keys:
            self._access_keys.append(shown.access_keys)
        return shown.text

    def masked(self, text: str) -> str:
        """The text without the access keys that were met in charts."""
        for access_keys in self._access_keys:
            text = access_keys.masked(text)
        return text


def _break(text: str, end: int) -> str:
    """A line break before what follows on the line of a chart."""
    return "\n" if text[end : end + 1] not in ("", "\r", "\n") else ""
