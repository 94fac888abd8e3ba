"""A chart in a manifest as the files that it holds, line by line, for people and for `git diff`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.chart import blob
from generator.chart.source import from_text
from generator.problems import ProblemsError
from generator.visible import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable

_INDENT: Final = "    "
_MAX_FILE: Final = 2 * 1024 * 1024
_MAX_TEXT: Final = 8 * 1024 * 1024
"""Characters that nobody reads more of: longer files, and what follows them, are one line each."""

_STARTS: Final = re.compile(r"^(?=.)", re.MULTILINE)
"""Where lines start that are not empty."""


def unfolded(text: str, clean: Callable[[str], str]) -> str:
    """The lines for a chart's base64 text: one about the chart, then each file by its path.

    The first names what differs where no file does: the digest is that of the tar. Lines of files
    are indented; their paths, and the end, are not, so that `git diff` shows them above what
    changed. `clean` takes the credentials out of a file's text. A chart that cannot be read is
    one line. The last line has no line break.
    """
    try:
        packed = from_text(text, "")
    except ProblemsError as error:
        return _line(f"<broken chart: {error.problems[0].message}>").removesuffix("\n")
    version = f", appVersion {packed.app_version}" if packed.app_version else ""
    digest = blob.digest(packed.tar)
    parts = [_line(f"<chart {packed.name} {packed.version}{version}, {digest}>")]
    left = _MAX_TEXT
    for path, data in sorted(packed.files.items()):
        shown = len(data) <= min(left, _MAX_FILE)
        left -= len(data) if shown else 0
        parts.append(_line(f"{packed.name}/{path}"))
        parts.append(_content(data, clean) if shown else _summary(data))
    return "".join(parts) + _line(f"end of chart {packed.name}").removesuffix("\n")


def _line(text: str) -> str:
    """One line, whatever a name holds."""
    return visible(text) + "\n"


def _content(data: bytes, clean: Callable[[str], str]) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _summary(data)
    if "\0" in text:
        return _summary(data)
    text = visible_lines(clean(text).replace("\r", "\\r"))
    if text and not text.endswith("\n"):
        text += "\n<no line break at the end>\n"
    return _STARTS.sub(_INDENT, text)


def _summary(data: bytes) -> str:
    return f"{_INDENT}<{len(data):,} bytes, {blob.digest(data)}>\n"
