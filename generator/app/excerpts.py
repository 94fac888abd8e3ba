"""Decides which source lines messages may quote, and remembers what was read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from generator import files
from generator.yamlio.read import decode_text

_data: Final[dict[str, bytes]] = {}
_named: Final[set[str]] = set()
_folders: Final[dict[Path, None]] = {}
"""A process is one call: what it has read, which files its command line named, and where they are.
"""

_SYSTEM: Final = ("proc", "sys")
"""Folders in which the system tells of itself, of processes and their environment."""


def remember_argument(file: str) -> None:
    """Note a file that the command line names: lines of what stands around it may be quoted."""
    _named.add(file)
    _folders[Path(file).absolute().parent] = None


def remember_content(file: str, data: bytes) -> None:
    """Note the bytes of a file, so that messages quote what was read, whatever stands there now."""
    _data[file] = data


def read_named(file: str, limit: int = files.LIMIT, *, name: str = "") -> bytes:
    """Read what the command line names, and note it; raises `ProblemsError`.

    `name` is what messages call it, where that is something else.
    """
    data = files.read_or_fail(file, limit)
    remember_argument(name or file)
    remember_content(name or file, data)
    return data


def text_of(file: str) -> str:
    """The text of a file as it was read; raises OSError, or `ProblemsError` if it is not text."""
    return decode_text(_data[file] if file in _data else files.read(file), file)


def quotable_text(file: str) -> str:
    """The text of a file whose lines may be shown; raises OSError for others, too.

    `extends` may lead anywhere, also to what holds the secrets of the machine that runs us.
    """
    if not is_quotable(file):
        raise PermissionError(file)
    return text_of(file)


def is_quotable(file: str) -> bool:
    """Whether a file stands in the Git work tree of a file that the command line names.

    Where there is none, that is the working directory, and the folder of the file that is named.
    """
    if file in _named and files.is_stream(file):
        return True
    folder = Path(file).absolute().parent
    # Nearly all are files that are named themselves, and a call may name a thousand.
    own = [folder] if folder in _folders else []
    return any(_is_below(file, root) for each in (*own, *_folders) for root in _roots(each))


def _roots(folder: Path) -> list[Path]:
    top = files.work_tree(folder)
    return [top] if top else [Path.cwd(), folder]


def _is_below(file: str, root: Path) -> bool:
    """Whether a file is below a folder, and neither the system's nor Git's own.

    In `/`, everything is below the working directory; Git's configuration may hold tokens.
    """
    place, top = Path(os.path.realpath(file)), Path(os.path.realpath(root))
    return top in place.parents and place.parts[1] not in _SYSTEM and ".git" not in place.parts
