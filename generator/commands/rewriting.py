"""What an edit makes of the files that people wrote: their bytes, and the difference to show."""

from __future__ import annotations

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def rewritten(old: bytes, text: str) -> bytes:
    """A text in the place of a file's content, which keeps its byte order mark."""
    mark = _BYTE_ORDER_MARK if old.startswith(_BYTE_ORDER_MARK) else b""
    return mark + text.encode()


def unified_diff(file: str, old: str, new: str) -> str:
    """The difference as `git diff` shows it, for `git apply`.

    Credentials are not shown, nor is what a terminal would obey: beside these it applies nowhere.
    """
    from generator.review.lines import unified

    found = unified(file.removeprefix("./").lstrip("/"), _lines(old), _lines(new))
    return "".join(f"{line}\n" for line in found.lines) if found else ""


def _lines(text: str) -> list[str]:
    """What to show of each line; the last one says whether it is ended."""
    from generator.inspect.textual import textual

    *lines, last = textual(text.encode()).decode().split("\n")
    return [*lines, f"{last}\n\\ No newline at end of file"] if last else lines
