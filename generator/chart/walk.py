"""What stands in a chart folder, as Helm v4.2.4 walks it (`internal/sympath`).

Symbolic links are followed; Helm's own walk would not end where a link leads back to a folder
around it, so that is refused. Helm logs each link that it follows; here those count that lead out
of the chart.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from generator import files
from generator.chart import ignore, limits
from generator.problems import Problem, ProblemsError, Severity, fail, quoted
from generator.record import Record

if TYPE_CHECKING:
    from pathlib import Path

_HOW_TO_LEAVE_OUT: Final = "leave it out with .helmignore"


class _Folder(Record):
    """A folder to look into: its path with `/` at the end, empty for the chart's own.

    `place` is where it is without any link on the way, `around` are device and inode of the folders
    around it, itself included; `is_outside` where a link on the way has led out of the chart.
    """

    path: bytes
    place: bytes
    around: tuple[tuple[int, int], ...]
    is_outside: bool = False


class Walk:
    """A look at everything in a chart folder, by which nothing but `.helmignore` is read.

    `outside` says how much a symbolic link matters that leads out of the folder: `warnings` has
    these, unless they are errors.
    """

    def __init__(self, top: Path, outside: Severity) -> None:
        self._top = top
        self._home = os.path.realpath(os.fsencode(top))
        self._outside = outside
        self._entries = 0
        self._size = 0
        self._found: list[bytes] = []
        self._problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def paths(self) -> list[bytes]:
        """The files that belong to the chart; raises `ProblemsError`."""
        rules = self._rules()
        info = files.status(self._home)
        waiting = [_Folder(b"", self._home, ((info.st_dev, info.st_ino),))]
        while waiting:
            folder = waiting.pop()
            found = (self._entry(folder, name, rules) for name in self._names(folder))
            waiting += filter(None, found)
        self._refuse_problems()
        return self._found

    def _rules(self) -> tuple[ignore.Rule, ...]:
        name = b".helmignore"
        target = _target(os.path.join(self._home, name))
        if self._outside is Severity.ERROR and self._is_out(target):
            # A message would quote what stands there.
            self._note_link(name, target)
            self._refuse_problems()
        return _rules(self._top)

    def _names(self, folder: _Folder) -> list[bytes]:
        try:
            return [*map(os.fsencode, files.names(folder.place))]
        except OSError as error:
            self._refuse(folder.path, reason(error))
            return []

    def _entry(
        self, folder: _Folder, name: bytes, rules: tuple[ignore.Rule, ...]
    ) -> _Folder | None:
        """Take a file, or return the folder that is to be looked into."""
        path, place = folder.path + name, os.path.join(folder.place, name)
        self._entries += 1
        if self._entries > limits.MAX_ENTRIES:
            raise self._too_much(f"{limits.MAX_ENTRIES:,} files and folders")
        try:
            info = files.status(place)
        except OSError as error:
            self._refuse(path, reason(error))
            return None
        is_folder = stat.S_ISDIR(info.st_mode)
        if ignore.ignored(rules, path, is_folder=is_folder):
            return None
        target = _target(place)
        leaves = target != place and not folder.is_outside and self._is_out(target)
        if leaves:
            self._note_link(path, target)
        if leaves and self._outside is Severity.ERROR:
            return None
        if not is_folder:
            self._take(path, info)
            return None
        around = (*folder.around, (info.st_dev, info.st_ino))
        inner = _Folder(path + b"/", target, around, folder.is_outside or leaves)
        return inner if self._may_enter(inner) else None

    def _may_enter(self, folder: _Folder) -> bool:
        *around, here = folder.around
        if here in around:
            self._refuse(folder.path, "this symbolic link leads back to a folder around it")
        elif len(around) > limits.MAX_LEVELS:
            message = f"folders are nested more than {limits.MAX_LEVELS} deep"
            self._refuse(folder.path, message, _HOW_TO_LEAVE_OUT)
        else:
            return True
        return False

    def _take(self, path: bytes, info: os.stat_result) -> None:
        if not stat.S_ISREG(info.st_mode):
            self._refuse(path, "neither a file nor a folder", "remove it from the chart")
        elif info.st_size > limits.MAX_FILE:
            self._refuse(
                path,
                f"{info.st_size:,} bytes; Helm reads files of {limits.MAX_FILE:,} bytes at most",
                _HOW_TO_LEAVE_OUT,
            )
        else:
            self._found.append(path)
            self._size += info.st_size
            if self._size > limits.MAX_CHART:
                raise self._too_much(f"{limits.MAX_CHART:,} bytes")

    def _is_out(self, target: bytes) -> bool:
        return os.path.commonpath([self._home, target]) != self._home

    def _note_link(self, path: bytes, target: bytes) -> None:
        shown = quoted(os.fsdecode(target))
        message = f"found a symbolic link that leads out of the chart, to {shown}"
        hint = "copy what is needed into the chart: Helm would pack whatever the link leads to"
        problem = Problem(self._file(path), 0, 0, message, severity=self._outside, hint=hint)
        (self._problems if self._outside is Severity.ERROR else self.warnings).append(problem)

    def _too_much(self, what: str) -> ProblemsError:
        links = [quoted(problem.file) for problem in self.warnings]
        hint = f"{links[0]} is a symbolic link that leads out of it" if links else _HOW_TO_LEAVE_OUT
        return fail(f"the chart has more than {what}", file=str(self._top), hint=hint)

    def _refuse(self, path: bytes, message: str, hint: str = "") -> None:
        self._problems.append(Problem(self._file(path), 0, 0, message, hint=hint))

    def _refuse_problems(self) -> None:
        if self._problems:
            raise ProblemsError(self._problems)

    def _file(self, path: bytes) -> str:
        return str(self._top / path_text(path).rstrip("/"))


def _target(place: bytes) -> bytes:
    """Where a path leads whose folder is reached without any link."""
    return os.path.realpath(place) if files.is_link(place) else place


def _rules(top: Path) -> tuple[ignore.Rule, ...]:
    file = top / ".helmignore"
    try:
        return ignore.parse(files.read(file, limits.MAX_FILE), str(file))
    except FileNotFoundError:
        return ignore.parse(b"", str(file))
    except OSError as error:
        raise fail(reason(error), file=str(file)) from None


def reason(error: OSError) -> str:
    """Why a file or a folder cannot be used."""
    return f"cannot be read: {error.strerror}"


def path_text(path: bytes) -> str:
    """A path as text, in which bytes that are not UTF-8 are surrogates."""
    return path.decode("utf-8", "surrogateescape")
