"""Removes files, and the folders in which nothing else stands, all of them or none."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from generator.files.reading import names
from generator.files.temporary import Temporaries
from generator.files.writing import Change, ChangedError, apply

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def remove_files(by_folder: Mapping[Path, Collection[str]], command: str) -> None:
    """Remove files, by their names in each folder, and a folder that has no others.

    Such a folder goes in one step. Whoever kills us in between leaves whole folders, and maybe a
    temporary one with the name of the `command` in its own. Raises OSError.
    """
    moved: list[tuple[Path, Path]] = []
    changes: list[Change] = []
    with Temporaries(command) as temporaries:
        try:
            for folder, files in by_folder.items():
                if {*names(folder)} == {*files}:
                    place = Path(temporaries.folder(str(folder.parent)), folder.name)
                    folder.rename(place)
                    moved.append((folder, place))
                    _refuse_others(folder, place, files)
                else:
                    changes += [Change(folder / name, None) for name in files]
            apply(changes, command)
        except BaseException:
            for folder, place in reversed(moved):
                with suppress(OSError):
                    place.rename(folder)
            raise


def _refuse_others(folder: Path, place: Path, files: Collection[str]) -> None:
    if {*names(place)} != {*files}:
        raise ChangedError(0, "it has changed meanwhile", os.fspath(folder))
