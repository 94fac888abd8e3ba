"""Reading regular files, up to a limit and without ever waiting for somebody to write them."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.problems import fail, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.problems import ProblemsError

AnyPath: TypeAlias = "str | bytes | os.PathLike[str]"

LIMIT: Final = 64 * 1024 * 1024
"""Bytes of a manifest or catalog: etcd takes 1.5 MiB for an object, 150,000 IDs are six million."""

# Opening a pipe waits for its other end, opening a terminal could take it over.
_FLAGS: Final = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY

_KINDS: Final = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISLNK, "a symbolic link"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def read(path: AnyPath, limit: int = LIMIT, *, inside: AnyPath | None = None) -> bytes:
    """The bytes of a regular file; raises OSError, also where it is larger than `limit` bytes.

    With `inside`, the path is relative to that folder, and no symbolic link below it is followed.
    """
    with _opened(path, inside) as handle:
        return read_bounded(handle, limit, path)


def read_start(path: AnyPath, count: int, *, inside: AnyPath | None = None) -> bytes:
    """The first `count` bytes of a regular file, or all where it has fewer; raises OSError."""
    with _opened(path, inside) as handle:
        return os.read(handle, count)


def unreadable(error: OSError, path: str, expected: str = "") -> ProblemsError:
    """The `ProblemsError` to raise for a file that cannot be read."""
    if isinstance(error, FileNotFoundError):
        return fail(reason(error), file=path, expected=expected, hint=similar_name(path))
    if expected and error.errno == errno.EISDIR:
        hint = f"name the files in it: '{path.rstrip('/')}/*.yaml'"
        return fail(reason(error), file=path, expected=expected, hint=hint)
    return fail(reason(error), file=path)


def similar_name(path: str) -> str:
    """A hint at the name that a file in the same folder has, where the one of `path` is close."""
    folder, name = os.path.split(path)
    try:
        return nearest(name, names(folder or "."))
    except OSError:
        return ""


def reason(error: OSError) -> str:
    """What an OSError of reading means, for a message that names the file beside it."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    return f"cannot be read: {error.strerror}"


def status(path: AnyPath) -> os.stat_result:
    """What the system knows of a file, or of what a link leads to; raises OSError."""
    with as_os_error(path):
        return os.stat(path)


def names(folder: AnyPath) -> list[str]:
    """The names of what stands in a folder, sorted; raises OSError."""
    with as_os_error(folder):
        return sorted(map(os.fsdecode, os.listdir(folder)))


def below(folder: Path) -> list[Path]:
    """What is in a folder and in those inside of it, other than folders, sorted.

    Links to folders are neither followed nor named, and neither are links that lead nowhere.
    """
    found = (Path(top, name) for top, _, names in os.walk(folder) for name in names)
    return sorted(path for path in found if os.path.exists(path))


def folder_of(file: AnyPath) -> Path:
    """The folder of a file, or of what a link leads to: where a rename replaces it.

    The path is relative where the path of the file is, unless a link leads elsewhere.
    """
    place = os.path.realpath(file)
    same = place == os.path.abspath(file)
    return Path(os.fsdecode(file) if same else os.fsdecode(place)).parent


def exists(path: AnyPath) -> bool:
    """Whether something stands at a path, a link that leads nowhere included."""
    return _is(path, lambda _: True)


def is_link(path: AnyPath) -> bool:
    """Whether a path is a symbolic link."""
    return _is(path, stat.S_ISLNK)


def matching(pattern: str) -> list[str]:
    """The paths of all files that match a pattern of the shell (`**` for any folders), sorted."""
    from glob import iglob

    found = iglob(pattern, recursive=True)
    return sorted(path for path in found if exists(path) and not is_folder(path))


def is_folder(path: AnyPath) -> bool:
    """Whether a path, or what a link there leads to, is a folder."""
    try:
        return stat.S_ISDIR(status(path).st_mode)
    except OSError:
        return False


def refuse_special(mode: int, path: AnyPath) -> None:
    """Raise OSError where a mode is not that of a regular file."""
    if not stat.S_ISREG(mode):
        kind = next((name for is_kind, name in _KINDS if is_kind(mode)), "no regular file")
        code = errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL
        raise OSError(code, f"it is {kind}", path)


def _is(path: AnyPath, is_kind: Callable[[int], bool]) -> bool:
    try:
        return is_kind(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


@contextmanager
def _opened(path: AnyPath, inside: AnyPath | None) -> Iterator[int]:
    """The descriptor of a regular file."""
    place = path if inside is None else os.path.join(os.fsdecode(inside), os.fsdecode(path))
    with as_os_error(place):
        handle = os.open(path, _FLAGS) if inside is None else _open_inside(path, inside)
    try:
        refuse_special(os.fstat(handle).st_mode, place)
        yield handle
    finally:
        os.close(handle)


def _open_inside(path: AnyPath, folder: AnyPath) -> int:
    *around, name = os.fsdecode(path).split("/")
    handle = os.open(folder, _FLAGS | os.O_DIRECTORY)
    try:
        for part in around:
            inner = _open_no_link(part, handle, os.O_DIRECTORY)
            os.close(handle)
            handle = inner
        return _open_no_link(name, handle)
    finally:
        os.close(handle)


def _open_no_link(name: str, folder: int, flags: int = 0) -> int:
    try:
        return os.open(name, _FLAGS | os.O_NOFOLLOW | flags, dir_fd=folder)
    except OSError:
        # What the system says of a link refused depends on the system.
        refuse_link(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode, name)
        raise


def refuse_link(mode: int, path: AnyPath) -> None:
    """Raise OSError where a mode is that of a symbolic link."""
    if stat.S_ISLNK(mode):
        raise OSError(errno.ELOOP, "it is a symbolic link", path)


@contextmanager
def as_os_error(path: AnyPath) -> Iterator[None]:
    """Let errors name the path; Python refuses some before the system sees them, in its own way."""
    try:
        yield
    except OSError as error:
        error.filename = path
        raise
    except OverflowError:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), path) from None
    except UnicodeError:
        raise OSError(errno.EINVAL, "its path contains bytes that are not characters", "") from None
    except ValueError:
        raise OSError(errno.EINVAL, "its path contains a NUL character", path) from None


def read_bounded(handle: int, limit: int, path: AnyPath) -> bytes:
    """All bytes of a file or stream."""
    size = os.fstat(handle).st_size
    pieces = []
    left = limit + 1
    if size <= limit:
        # The size of a stream is 0, and so is that of what the system makes up as it is read.
        while left > 0 and (piece := os.read(handle, min(left, max(size + 1, _PIECE)))):
            pieces.append(piece)
            left -= len(piece)
    if size > limit or left <= 0:
        raise OSError(errno.EFBIG, f"it is larger than {limit:,} bytes", path)
    return b"".join(pieces)


_PIECE: Final = 64 * 1024
