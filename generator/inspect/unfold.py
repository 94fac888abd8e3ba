"""A chart in a manifest as the files that it holds, line by line, for people and for `git diff`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.chart import blob
from generator.chart.source import from_text
from generator.problems import ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable

_INDENT: Final = "    "
_MAX_FILE: Final = 2 * 1024 * 1024
_MAX_TEXT: Final = 16 * 1024 * 1024
"""Characters that nobody reads more of: longer files, and what follows them, are one line each."""

_UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f"
    r"\ud800-\udfff\ufeff]"
)
"""Control characters, and those that make a text look like another one."""


def unfolded(text: str, clean: Callable[[str], str]) -> list[str]:
    """The lines for a chart's base64 text: one about the chart, then each file by its path.

    The first names what differs where no file does: the digest is that of the tar. Lines of files
    are indented; their paths, and the end, are not, so that `git diff` shows them above what
    changed. `clean` takes the credentials out of a file's text. A chart that cannot be read is
    one line.
    """
    try:
        packed = from_text(text, "")
    except ProblemsError as error:
        return [f"<no chart: {visible(error.problems[0].message)}>"]
    version = f", appVersion {packed.app_version}" if packed.app_version else ""
    digest = blob.digest(packed.tar)
    lines = [visible(f"<chart {packed.name} {packed.version}{version}, {digest}>")]
    left = _MAX_TEXT
    for path, data in sorted(packed.files.items()):
        shown = len(data) <= min(left, _MAX_FILE)
        left -= len(data) if shown else 0
        lines.append(visible(f"{packed.name}/{path}"))
        lines += _content(data, clean) if shown else [_summary(data)]
    return [*lines, visible(f"end of chart {packed.name}")]


def visible(text: str) -> str:
    """The text with every character that a terminal would not show, or obey, as an escape."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _content(data: bytes, clean: Callable[[str], str]) -> list[str]:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        return [_summary(data)]
    lines = clean(text).split("\n")
    if lines[-1]:
        lines.append("<no line break at the end>")
    else:
        lines.pop()
    return [_INDENT + visible(line) if line else "" for line in lines]


def _summary(data: bytes) -> str:
    return f"{_INDENT}<{len(data):,} bytes, {blob.digest(data)}>"
