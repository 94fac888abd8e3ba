"""A chart folder to its files, as Helm v4.2.4 walks it (`internal/sympath`, `loader/directory.go`).

Symbolic links are followed and their content stands under the link's name; Helm's own walk would
not end where a link leads back to a folder around it, so that is refused.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final, TypeAlias

from generator import files
from generator.chart import ignore, limits
from generator.problems import Problem, ProblemsError, fail

if TYPE_CHECKING:
    from pathlib import Path

_Around: TypeAlias = "tuple[tuple[int, int], ...]"
"""Device and inode of the folders around a folder, itself included."""

Files: TypeAlias = "list[tuple[str, bytes]]"
"""Paths with `/`, relative to the chart (bytes that are no UTF-8 as surrogates), and contents."""

BOM: Final = b"\xef\xbb\xbf"


def read_folder(path: Path) -> Files:
    """The files of a chart folder, in the order of Helm's walk; raises `ProblemsError`."""
    return _Walk(path).files()


class _Walk:
    def __init__(self, top: Path) -> None:
        self._top = top
        self._root = os.fsencode(top)
        self._rules = _rules(top)
        self._budget = limits.Budget()
        self._problems: list[Problem] = []
        self._found: dict[bytes, bytes] = {}

    def files(self) -> Files:
        info = files.status(self._root)
        waiting: list[tuple[bytes, _Around]] = [(b"", ((info.st_dev, info.st_ino),))]
        while waiting:
            folder, around = waiting.pop()
            for name in self._names(folder):
                entry = self._entry(folder + name, around)
                if entry:
                    waiting.append(entry)
        if self._problems:
            raise ProblemsError(self._problems)
        in_order = sorted(self._found, key=lambda path: path.split(b"/"))
        return [(_text(path), self._found[path]) for path in in_order]

    def _names(self, folder: bytes) -> list[bytes]:
        try:
            return [*map(os.fsencode, files.names(os.path.join(self._root, folder)))]
        except OSError as error:
            self._refuse(folder, _reason(error))
            return []

    def _entry(self, path: bytes, around: _Around) -> tuple[bytes, _Around] | None:
        """Take a file, or return the folder that is to be walked with the folders around it."""
        try:
            info = files.status(os.path.join(self._root, path))
        except OSError as error:
            self._refuse(path, _reason(error))
            return None
        is_folder = stat.S_ISDIR(info.st_mode)
        if ignore.ignored(self._rules, path, is_folder=is_folder):
            return None
        if not is_folder:
            self._take(path, info)
            return None
        here = (info.st_dev, info.st_ino)
        if here in around:
            self._refuse(path, "this symbolic link leads back to a folder around it")
            return None
        return path + b"/", (*around, here)

    def _take(self, path: bytes, info: os.stat_result) -> None:
        if not stat.S_ISREG(info.st_mode):
            self._refuse(path, "neither a file nor a folder", "take it out of the chart")
        elif info.st_size > limits.MAX_FILE:
            self._refuse(
                path,
                f"{info.st_size:,} bytes; Helm reads files of {limits.MAX_FILE:,} bytes at most",
                "leave it out with .helmignore",
            )
        else:
            self._read(path)

    def _read(self, path: bytes) -> None:
        try:
            data = files.read(os.path.join(self._root, path), limits.MAX_FILE)
        except OSError as error:
            self._refuse(path, _reason(error))
        else:
            self._budget.spend(len(data), str(self._top))
            self._found[path] = data.removeprefix(BOM)

    def _refuse(self, path: bytes, message: str, hint: str = "") -> None:
        file = str(self._top / _text(path).rstrip("/"))
        self._problems.append(Problem(file, 0, 0, message, hint=hint))


def _rules(top: Path) -> tuple[ignore.Rule, ...]:
    file = top / ".helmignore"
    try:
        return ignore.parse(files.read(file, limits.MAX_FILE), str(file))
    except FileNotFoundError:
        return ignore.parse(b"", str(file))
    except OSError as error:
        raise fail(_reason(error), file=str(file)) from None


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror}"


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")
