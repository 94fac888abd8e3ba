"""Manifests that the command line names: one, or two files or folders to compare."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator import files
from generator.manifest.recognize import SUFFIXES, is_catalog, is_manifest
from generator.problems import Problem, ProblemsError, fail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sides:
    """Manifests before and after, by their paths.

    `known_folders` and `old_names` are those of `review`; `encrypted` files are not compared, and
    neither are the `catalogs` that differ.
    """

    old: Mapping[str, bytes]
    new: Mapping[str, bytes]
    known_folders: Sequence[str] = ()
    old_names: Mapping[str, str] = field(default_factory=dict)
    encrypted: Sequence[Path] = ()
    catalogs: Sequence[str] = ()


def read_manifest(path: Path | str) -> bytes:
    """The bytes of a file, or of standard input for `-`; raises `ProblemsError`."""
    return files.read_or_fail(str(path), expected="a manifest")


def read_pair(old: Path, new: Path) -> Sides:
    """Two folders by the paths below them, or two files by the name of the new one.

    Raises `ProblemsError` where one is a file and the other a folder, or a catalog.
    """
    if files.is_folder(old) and files.is_folder(new):
        olds, news = _below(old), _below(new)
        # What it is cannot be seen of a file once all of it is encrypted.
        wanted = {path for side in (olds, news) for path, data in side.items() if is_manifest(data)}
        return Sides(_only(wanted, olds), _only(wanted, news))
    if files.is_folder(old) or files.is_folder(new):
        folder, file = (old, new) if files.is_folder(old) else (new, old)
        if not files.exists(file) and str(file) != "-":
            raise fail("there is no such folder", file=str(file))
        raise fail(f"{folder} is a folder, and this is not", file=str(file))
    before, after = read_manifest_argument(old), read_manifest_argument(new)
    return Sides({str(new): before}, {str(new): after}, old_names={str(new): str(old)})


_TO_COMPARE: Final = (
    "to compare what it generates with the files on disk, run `diff CATALOG... -o DIR`"
)
TO_SHOW: Final = "to show what it generates, run `generate CATALOG -o - | show -`"


def read_manifest_argument(path: Path | str, hint: str = _TO_COMPARE) -> bytes:
    """The bytes of a manifest; raises `ProblemsError`, for a catalog with what to do instead."""
    data = read_manifest(path)
    if is_catalog(data):
        raise fail("this is a catalog, not a manifest", file=str(path), hint=hint)
    return data


def _below(folder: Path) -> dict[str, bytes]:
    """What may be a manifest, here and in folders below; links to folders are not followed.

    Raises `ProblemsError` with all that has the name of a manifest and cannot be read.
    """
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in files.below(folder):
        try:
            if path.suffix in SUFFIXES:
                found[path.relative_to(folder).as_posix()] = read_manifest(path)
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return found


def _only(wanted: set[str], side: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in side.items() if path in wanted}
