"""Temporary files: their names, their locks, and cleaning up after commands that were killed.

A temporary file is locked by its owner for as long as it lives, and the system lets go of the lock
when the owner dies, however that happens: what can be locked is abandoned.
"""

from __future__ import annotations

import fcntl
import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final, Self

from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

_START: Final = ".alicloud-generator-"
_END: Final = ".tmp"
_RANDOM: Final = 8
"""Characters that let no two temporary files have one name."""


class Leftover(Record):
    """A temporary file whose owner is dead, and the command that the owner ran."""

    path: Path
    command: str


class Temporaries:
    """The temporary files of one command, all of which are gone when it ends.

    Names are noted before they are opened, so that no interruption leaves one.
    """

    def __init__(self, command: str) -> None:
        self._command = command
        self._paths: list[str] = []
        self._handles: list[int] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for path in self._paths:
            with suppress(OSError):
                _remove(path)
        for handle in self._handles:
            os.close(handle)

    def file(self, folder: str) -> tuple[str, int]:
        """A new file for its owner's eyes alone: its path, and the descriptor to write to."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        while True:
            path = self._path(folder)
            handle = self._lock(os.open(path, flags, 0o600))
            # Whoever saw it before it was locked took it for abandoned.
            if os.fstat(handle).st_nlink:
                return path, handle

    def folder(self, folder: str) -> str:
        """A new folder for its owner's eyes alone."""
        while True:
            path = self._path(folder)
            os.mkdir(path, 0o700)
            with suppress(FileNotFoundError):
                self._lock(os.open(path, os.O_RDONLY | os.O_DIRECTORY))
                if os.path.isdir(path):
                    return path

    def _path(self, folder: str) -> str:
        unique = os.urandom(_RANDOM // 2).hex()
        name = f"{_START}{self._command}-{os.getpid()}-{unique}{_END}"
        self._paths.append(os.path.join(folder, name))
        return self._paths[-1]

    def _lock(self, handle: int) -> int:
        self._handles.append(handle)
        # Where a file system knows no locks, nothing is ever taken for abandoned.
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        return handle


def is_temporary(name: str) -> bool:
    """Whether a file of this name is a temporary one, also of another process."""
    return _command(name) is not None


def leftovers(folder: Path) -> list[Leftover]:
    """The abandoned temporary files in a folder, sorted; none where there is no folder."""
    return [left for left in _candidates(folder) if _is_abandoned(left)]


def remove_leftovers(folder: Path) -> None:
    """Remove the abandoned temporary files in a folder, as far as the user may."""
    for left in _candidates(folder):
        with _claimed(left.path) as is_claimed, suppress(OSError):
            if is_claimed:
                _remove(str(left.path))


def _candidates(folder: Path) -> list[Leftover]:
    try:
        found = [(name, _command(name)) for name in os.listdir(folder)]
    except OSError:
        return []
    return sorted(Leftover(folder / name, command) for name, command in found if command)


def _command(name: str) -> str | None:
    """The command in the name of a temporary file; None where it is no such name."""
    if not (name.startswith(_START) and name.endswith(_END)):
        return None
    command, *others = name[len(_START) : -len(_END)].split("-")
    is_ours = len(others) == 2 and others[0].isdecimal() and len(others[1]) == _RANDOM
    return command if is_ours and command.isalpha() and name.isascii() else None


def _is_abandoned(left: Leftover) -> bool:
    with _claimed(left.path) as is_claimed:
        return is_claimed


@contextmanager
def _claimed(path: Path) -> Iterator[bool]:
    """Whether a temporary file is abandoned; it is locked meanwhile."""
    handle = -1
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        mode = os.fstat(handle).st_mode
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_claimed = stat.S_ISREG(mode) or stat.S_ISDIR(mode)
    except OSError:
        is_claimed = False
    try:
        yield is_claimed
    finally:
        if handle >= 0:
            os.close(handle)


def _remove(path: str) -> None:
    if os.path.isdir(path):
        from shutil import rmtree

        rmtree(path)
    else:
        os.unlink(path)
