"""Locks: whoever changes what people wrote is alone with it from reading to writing."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final

from generator.problems import fail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_PATIENCE: Final = 120
"""Seconds to wait for others; each of them takes about one."""

_PAUSE: Final = 0.02


@contextmanager
def locked(folders: Iterable[Path]) -> Iterator[None]:
    """Wait until no other run is changing files in these folders, and keep others waiting.

    The folders themselves are locked: a file that a rename replaces cannot be, and a file made for
    it would stay behind. Raises `ProblemsError` where another run does not end.
    """
    with ExitStack() as stack:
        # Always in the same order, so that no two wait for each other.
        for folder in sorted({os.path.realpath(folder) for folder in folders}):
            stack.enter_context(_locked(folder))
        yield


@contextmanager
def _locked(folder: str) -> Iterator[None]:
    """Lock one folder. Where it cannot be opened, reading a file in it says so."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        yield
        return
    try:
        _wait(handle, folder)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, folder: str) -> None:
    end = time.monotonic() + _PATIENCE
    while not _is_locked(handle):
        if time.monotonic() > end:
            raise fail("another run is still changing files here", file=folder)
        time.sleep(_PAUSE)


def _is_locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # A file system without locks: comparing before writing has to do.
        return True
    return True
