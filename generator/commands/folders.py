"""Reading folders of manifests, for the verbs that compare them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.commands.manifests import read_manifest
from generator.problems import fail
from generator.review.recognise import SUFFIXES, is_catalog, is_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def read_generated(output: Path, name: str, wanted: Iterable[str]) -> dict[str, bytes]:
    """What stands below the output folder where a catalog's documents belong, and all of ours.

    Paths are those of `plan.Document`. Raises `ProblemsError` where `generate` could not write.
    """
    from generator.workspace import is_ours

    folder = output / name
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise fail("is not a folder of its own", file=str(folder), expected=f"a folder in {output}")
    paths = {output / path for path in wanted}
    try:
        paths |= {path for path in folder.iterdir() if is_ours(path)} if folder.exists() else set()
        return {f"{name}/{path.name}": _read(path) for path in paths if _stands(path)}
    except OSError as error:
        shown = error.filename or folder
        raise fail(f"cannot be read: {error.strerror}", file=str(shown)) from None


def _stands(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def _read(path: Path) -> bytes:
    """A file; a link is never what `generate` would write, whatever it leads to."""
    return b"" if path.is_symlink() else path.read_bytes()


def read_sides(old: Path, new: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Two folders by the paths below them, or two files by the name of the new one.

    Raises `ProblemsError` where one is a file and the other a folder, or a catalog.
    """
    if old.is_dir() and new.is_dir():
        return _below(old), _below(new)
    if old.is_dir() or new.is_dir():
        folder, file = (old, new) if old.is_dir() else (new, old)
        if not file.exists():
            raise fail("there is no such folder", file=str(file))
        raise fail(f"{folder} is a folder and this is none", file=str(file))
    return {str(new): _manifest(old)}, {str(new): _manifest(new)}


def _manifest(path: Path) -> bytes:
    data = read_manifest(path)
    if is_catalog(data):
        hint = "compare what it generates with what is on disk: `diff CATALOG... -o DIR`"
        raise fail("this is a catalog and no manifest", file=str(path), hint=hint)
    return data


def _below(folder: Path) -> dict[str, bytes]:
    """The manifests in a folder and in those inside of it; links to folders are not followed."""
    found = {
        path.relative_to(folder).as_posix(): read_manifest(path)
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES and path.is_file()
    }
    return {path: data for path, data in found.items() if is_manifest(data)}
