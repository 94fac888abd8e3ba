"""A chart archive to its files, with the checks of Helm v4.2.4 (`loader/archive/archive.go`).

Links and devices come out as empty files, as Helm reads them; nothing is ever followed.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

from generator.chart import blob, limits, untar
from generator.chart.folder import BOM
from generator.problems import ProblemsError, fail, quoted

if TYPE_CHECKING:
    from generator.chart.folder import Files
    from generator.chart.limits import Budget

_DRIVE: Final = re.compile("[a-zA-Z]:/")


def read_archive(data: bytes, file: str, budget: Budget) -> Files:
    """The files of a `.tgz` without their first folder; raises `ProblemsError`."""
    return read_tar(blob.unzip(data, file), file, budget)


def read_tar(tar: bytes, file: str, budget: Budget) -> Files:
    """The files of a chart's tar without their first folder; raises `ProblemsError`."""
    files: Files = []
    folders: set[str] = set()
    try:
        for number, entry in enumerate(untar.entries(tar), 1):
            if not entry.is_folder:
                path = _path(entry.name, file)
                files.append((path, _content(entry, file, budget)))
                _add_folders(path, folders)
            # An archive need not have entries for its folders, of which a path can have many.
            if max(number, len(files) + len(folders)) > limits.MAX_ENTRIES:
                message = f"the chart has more than {limits.MAX_ENTRIES:,} files and folders"
                raise fail(message, file=file)
    except untar.TarError as error:
        raise fail(f"the chart is not a valid tar archive: {error}", file=file) from None
    if not files:
        raise fail("the chart has no files", file=file)
    return files


def _add_folders(path: str, folders: set[str]) -> None:
    """Add the folders around a file to those that are known."""
    folder = posixpath.dirname(path)
    while folder and folder not in folders:
        folders.add(folder)
        folder = posixpath.dirname(folder)


def _path(entry_name: bytes, file: str) -> str:
    """The path of an entry below the chart's folder."""
    name = entry_name.decode("utf-8", "surrogateescape")
    delimiter = "\\" if "\\" in name else "/"
    first, _, rest = name.partition(delimiter)
    rest = rest.replace(delimiter, "/")
    path = posixpath.normpath(rest)
    if rest.startswith("/") or path == "." or path.startswith("..") or _DRIVE.match(path):
        raise _refusal(name, file, "its path leads out of the chart's folder")
    if len(entry_name) > limits.MAX_PATH or path.count("/") > limits.MAX_LEVELS:
        raise _refusal(name, file, "its path is too long or too deep for a file system")
    if first == "Chart.yaml":
        raise _refusal(name, file, "the files of a chart must be in a folder with its name")
    return path


def _content(entry: untar.Entry, file: str, budget: Budget) -> bytes:
    if entry.size > limits.MAX_FILE:
        reason = f"{entry.size:,} bytes; Helm reads files of {limits.MAX_FILE:,} bytes at most"
        raise _refusal(entry.name.decode("utf-8", "surrogateescape"), file, reason)
    if entry.size != len(entry.data):
        raise fail(
            "the chart is not a valid tar archive: a link or a device has content", file=file
        )
    budget.spend(entry.size, file)
    return entry.data.removeprefix(BOM)


def _refusal(name: str, file: str, reason: str) -> ProblemsError:
    return fail(f"the chart holds {quoted(name)}: {reason}", file=file)
