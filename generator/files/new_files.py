"""Writes files where there are none, and makes the folders that they need, all of them or none."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from generator.files.reading import exists, read
from generator.files.temporary import remove_leftovers
from generator.files.writing import Change, apply

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


def write_new(contents: Mapping[Path, bytes], command: str) -> list[Path]:
    """Write files, in their order and whole, and never over others; their folders exist.

    Returns those that were written: a file that says the same is left as it is. Raises
    FileExistsError for one that says something else, and OSError.
    """
    for folder in {path.parent for path in contents}:
        remove_leftovers(folder)
    missing = [path for path, data in contents.items() if not holds(path, data)]
    apply([Change(path, contents[path], is_new=True) for path in missing], command)
    return missing


def holds(path: Path, data: bytes) -> bool:
    """Whether a file can be read, and has this content."""
    try:
        return read(path) == data
    except OSError:
        return False


@contextmanager
def new_folders(folders: Iterable[Path]) -> Iterator[None]:
    """Make folders that do not exist; those that were made go again where what follows fails."""
    made: list[Path] = []
    try:
        for folder in folders:
            for each in reversed((folder, *folder.parents)):
                if not exists(each):
                    each.mkdir()
                    made.append(each)
        yield
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise
