"""Chart folders and archives, from a description to the disk."""

from __future__ import annotations

import io
import os
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Link:
    """A symbolic link."""

    target: bytes


@dataclass(frozen=True)
class Pipe:
    """A named pipe: something that is neither a file nor a folder."""


@dataclass(frozen=True)
class Folder:
    """A folder, which may stay empty."""


Tree: TypeAlias = "dict[bytes, bytes | Link | Pipe | Folder]"
"""What stands where in a chart's folder."""


def build(tree: Tree, top: Path) -> None:
    """Write a tree; entries that cannot stand beside earlier ones are left out."""
    top.mkdir(parents=True)
    for path, what in tree.items():
        place = top / os.fsdecode(path)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            _put(place, what)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            continue


def _put(place: Path, what: bytes | Link | Pipe | Folder) -> None:
    if isinstance(what, Link):
        place.symlink_to(os.fsdecode(what.target))
    elif isinstance(what, Pipe):
        os.mkfifo(place)
    elif isinstance(what, Folder):
        place.mkdir(exist_ok=True)
    elif not os.path.lexists(place):
        place.write_bytes(what)


def archive(files: dict[bytes, bytes], folder: bytes, form: int = tarfile.GNU_FORMAT) -> bytes:
    """A `.tgz` of files below a folder."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", format=form) as tar:
        for path, data in files.items():
            info = tarfile.TarInfo((folder + b"/" + path).decode("utf-8", "surrogateescape"))
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()
