"""Files that people wrote, written again: as a whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from generator.problems import fail

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def rewrite(path: Path, text: str) -> None:
    """Put a text in the place of a file, which keeps its mode and its byte order mark.

    Whoever looks, or kills us, sees the old file or the new one: a rename does it. A link stays,
    and what it leads to is replaced. Raises `ProblemsError` where the file cannot be written.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        mark, mode = _kept(target)
        with temporary.open("xb") as file:
            file.write(mark + text.encode())
            if mode is not None:
                os.fchmod(file.fileno(), mode)
        temporary.replace(target)
    except OSError as error:
        raise fail(f"cannot be written: {error.strerror}", file=str(path)) from None
    finally:
        temporary.unlink(missing_ok=True)


def _kept(target: Path) -> tuple[bytes, int | None]:
    """The byte order mark and the mode of a file that is there."""
    try:
        with target.open("rb") as file:
            mark = file.read(len(_BYTE_ORDER_MARK))
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    except FileNotFoundError:
        return b"", None
    return (mark if mark == _BYTE_ORDER_MARK else b""), mode


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
