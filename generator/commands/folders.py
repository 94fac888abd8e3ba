"""Reading folders of manifests, for the verbs that compare them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.commands.manifests import read_manifest
from generator.ownership import Owner, owner_of
from generator.problems import fail
from generator.review.recognise import SUFFIXES, is_catalog, is_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def read_generated(output: Path, name: str, wanted: Iterable[str]) -> dict[str, bytes]:
    """What stands below the output folder where a catalog's documents belong, and what is ours.

    That is what carries our header, and secrets.yaml where it is encrypted. Paths are those of
    `plan.Document`. Raises `ProblemsError` where `generate` could not write.
    """
    from generator.workspace import may_be_ours

    folder = output / name
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise fail("is not a folder of its own", file=str(folder), expected=f"a folder in {output}")
    named = {output / path for path in wanted}
    try:
        others = set(filter(may_be_ours, folder.iterdir())) - named if folder.exists() else set()
        found = {path: _read(path) for path in named | others if _stands(path)}
    except OSError as error:
        shown = error.filename or folder
        raise fail(f"cannot be read: {error.strerror}", file=str(shown)) from None
    foreign = {path for path in others if owner_of(found[path]) is Owner.FOREIGN}
    return {f"{name}/{path.name}": data for path, data in found.items() if path not in foreign}


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
        olds, news = _below(old), _below(new)
        # What it is cannot be seen of a file once all of it is encrypted.
        wanted = {path for side in (olds, news) for path, data in side.items() if is_manifest(data)}
        return _only(wanted, olds), _only(wanted, news)
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
    """What may be a manifest, here and in folders below; links to folders are not followed."""
    return {
        path.relative_to(folder).as_posix(): read_manifest(path)
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES and path.is_file()
    }


def _only(wanted: set[str], side: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in side.items() if path in wanted}
