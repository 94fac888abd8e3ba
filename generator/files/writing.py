"""Atomic writes of one or several files, rolled back on failure."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.files.reading import read, refuse_special
from generator.files.temporary import Temporaries
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PRIVATE: Final = 0o600
_PUBLIC: Final = 0o666
_LARGEST: Final = 256 * 1024 * 1024
"""Bytes of a file that is replaced; more than whatever is written here."""


class Mode(Enum):
    """Who may use a file that is written.

    `PUBLIC` is as the umask has it, `PRIVATE` the owner alone. `KEPT` is for what people wrote:
    owner, group and mode stay as far as the user may set them, and a symbolic link stays, too.
    """

    PUBLIC = auto()
    PRIVATE = auto()
    KEPT = auto()


class Change(Record):
    """A file to write with the content `new`, or to remove where that is None.

    Where `old` is given, it must be the content until then. A file that `is_new` replaces none.
    """

    path: Path
    new: bytes | None
    mode: Mode = Mode.PUBLIC
    old: bytes | None = None
    is_new: bool = False


class ChangedError(OSError):
    """Somebody else has changed a file since it was read."""


class _Before(Record):
    """A file as it was before a change."""

    data: bytes
    info: os.stat_result


_Undo: TypeAlias = "list[tuple[str, _Before | None]]"
"""Places that were changed, with what stood there; None where nothing did."""


def apply(changes: Sequence[Change], command: str) -> None:
    """Make all changes, in their order, or none; the folders exist.

    Everything is written beside its place before the first file changes. What was changed when
    another change fails is changed back, as far as the system allows. Whoever kills us in between
    leaves whole files, and temporary ones with the name of the `command` in theirs. Raises OSError.
    """
    with Temporaries(command) as temporaries:
        written = [_prepare(change, temporaries) for change in changes]
        done: _Undo = []
        try:
            for change, temporary in zip(changes, written, strict=True):
                _make_change(change, temporary, done, reads_before=len(changes) > 1)
        except BaseException:
            _undo(done, temporaries)
            raise


def make_private(path: Path) -> None:
    """Make a file private to its owner; raises OSError."""
    path.chmod(_PRIVATE)


def make_folder(path: Path) -> None:
    """Make a folder and those around it, unless they exist; raises OSError."""
    path.mkdir(parents=True, exist_ok=True)


def write_folder(folder: Path, contents: Mapping[str, bytes], command: str) -> None:
    """Write files, by their paths below a folder that is new or empty: all or none.

    Raises OSError, or ValueError for a path that no system takes.
    """
    make_folder(folder.parent)
    with Temporaries(command) as temporaries:
        # Inside of one that is private, the folder has the mode of any other.
        top = Path(temporaries.folder(str(folder.parent)), "folder")
        top.mkdir()
        for path, data in contents.items():
            file = top / path
            make_folder(file.parent)
            with file.open("xb") as stream:
                stream.write(data)
        top.replace(folder)


def _place(change: Change) -> str:
    return os.path.realpath(change.path) if change.mode is Mode.KEPT else str(change.path)


def _prepare(change: Change, temporaries: Temporaries) -> str:
    """The path of a temporary file with the new content; empty for a file to remove."""
    if change.new is None:
        return ""
    with _naming(change.path):
        place = _place(change)
        like = _to_replace(place) if change.mode is Mode.KEPT else None
        is_private = change.mode is Mode.PRIVATE
        return _write_temporary(place, change.new, temporaries, like, private=is_private)


def _to_replace(place: str) -> os.stat_result | None:
    """The file to replace, None where there is none; raises OSError where it is read-only.

    A rename alone would replace that, too.
    """
    try:
        info = os.stat(place)
        refuse_special(info.st_mode, place)
        os.close(os.open(place, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY))
    except FileNotFoundError:
        return None
    return info


def _write_temporary(
    place: str,
    data: bytes,
    temporaries: Temporaries,
    like: os.stat_result | None,
    *,
    private: bool = False,
) -> str:
    """Write data to a temporary file in the folder of a place; returns its path."""
    path, handle = temporaries.file(os.path.dirname(place) or ".")
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]
    if like is not None:
        _make_like(handle, like)
    elif not private:
        mask = os.umask(0o077)
        os.umask(mask)
        os.fchmod(handle, _PUBLIC & ~mask)
    return path


def _make_like(handle: int, like: os.stat_result) -> None:
    """Give a file owner, group and mode of another, and nobody more than these allow."""
    mode = like.st_mode & 0o777
    others = mode & 0o007
    with suppress(OSError):
        os.fchown(handle, -1, like.st_gid)
    with suppress(OSError):
        os.fchown(handle, like.st_uid, -1)
    if os.fstat(handle).st_gid != like.st_gid:
        # Another group may do what everybody may.
        mode &= 0o707 | others << 3
    os.fchmod(handle, mode)


def _make_change(change: Change, temporary: str, done: _Undo, *, reads_before: bool) -> None:
    with _naming(change.path):
        place = _place(change)
        before = _before(place) if reads_before or change.old is not None else None
        if change.old is not None and (before is None or before.data != change.old):
            raise ChangedError(0, "it was changed in the meantime", str(change.path))
        if change.new is None:
            Path(place).unlink(missing_ok=True)
        elif change.is_new:
            # Unlike a rename, a link takes no other file's place.
            os.link(temporary, place)
        else:
            os.replace(temporary, place)
        done.append((place, before))


def _before(place: str) -> _Before | None:
    try:
        return _Before(read(place, _LARGEST), os.stat(place))
    except FileNotFoundError:
        return None


def _undo(done: _Undo, temporaries: Temporaries) -> None:
    for place, before in reversed(done):
        with suppress(OSError):
            if before is None:
                os.unlink(place)
            else:
                os.replace(_write_temporary(place, before.data, temporaries, before.info), place)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Let an error name the file that somebody asked for, and no temporary one."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise
