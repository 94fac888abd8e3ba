"""Removes files, and the folders in which nothing else stands, all of them or none."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from generator.files.reading import is_link
from generator.files.temporary import Temporaries
from generator.files.writing import Change, ChangedError, apply

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


def remove_files(by_folder: Mapping[Path, Collection[str]], command: str) -> None:
    """Remove files, by their paths below each folder, and a folder that has no others.

    Such a folder goes in one step. Whoever kills us in between leaves whole folders, and maybe a
    temporary one with the name of the `command` in its own. Raises OSError.
    """
    moved: list[tuple[Path, Path]] = []
    changes: list[Change] = []
    with Temporaries(command) as temporaries:
        try:
            for folder, files in by_folder.items():
                if _contents(folder) == {*files}:
                    place = Path(temporaries.folder(str(folder.parent)), folder.name)
                    folder.rename(place)
                    moved.append((folder, place))
                    _refuse_others(folder, place, files)
                else:
                    changes += [Change(folder / name, None) for name in files]
            apply(changes, command)
            remove_empty({change.path.parent for change in changes} - by_folder.keys())
        except BaseException:
            for folder, place in reversed(moved):
                with suppress(OSError):
                    place.rename(folder)
            raise


def remove_empty(folders: Iterable[Path]) -> None:
    """Remove those of some folders in which nothing stands, as far as the user may."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _contents(folder: Path) -> set[str]:
    """The paths below a folder of all but folders in which something stands."""
    found: set[str] = set()
    for top, folders, others in os.walk(folder):
        links = [name for name in folders if is_link(Path(top, name))]
        empty = [] if folders or others else [""]
        here = os.path.relpath(top, folder)
        found |= {os.path.normpath(f"{here}/{name}") for name in others + links + empty}
    return found - {"."}


def _refuse_others(folder: Path, place: Path, files: Collection[str]) -> None:
    if _contents(place) != {*files}:
        raise ChangedError(0, "it was changed in the meantime", os.fspath(folder))
