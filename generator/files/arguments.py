"""Reading what a command line names: files, and streams that are open already."""

from __future__ import annotations

import os
import re

from generator.files.reading import LIMIT, as_os_error, read, read_bounded, unreadable


def read_argument(path: str, limit: int = LIMIT) -> bytes:
    """The bytes of what a command line names: a file, or an open stream such as `-`.

    A shell writes `<(…)` as `/dev/fd/63`. Raises OSError as `read` does.
    """
    number = _descriptor(path)
    if number is None:
        return read(path, limit)
    with as_os_error(path):
        handle = os.dup(number)
    try:
        return read_bounded(handle, limit, path)
    finally:
        os.close(handle)


def is_standard_input(path: str) -> bool:
    """Whether what a command line names is standard input: `-`, or what stands for it."""
    return _descriptor(path) == 0


def is_stream(path: str) -> bool:
    """Whether what a command line names is an open stream and no file."""
    return _descriptor(path) is not None


def read_or_fail(path: str, limit: int = LIMIT, expected: str = "") -> bytes:
    """What `read_argument` reads; raises `ProblemsError` with what is wrong with the file."""
    try:
        return read_argument(path, limit)
    except OSError as error:
        raise unreadable(error, path, expected) from None


def _descriptor(path: str) -> int | None:
    """The open descriptor that a path stands for."""
    if path in ("-", "/dev/stdin"):
        return 0
    folder, _, number = path.rpartition("/")
    is_open = folder in ("/dev/fd", "/proc/self/fd") and re.fullmatch("[0-9]{1,9}", number)
    return int(number) if is_open else None
