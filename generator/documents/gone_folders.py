"""Folders of catalogs that are gone from a project: what was generated there is left over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator import files
from generator.documents.layout import PLACES, is_secrets
from generator.documents.output_folder import COMMAND, LEFT, REMOVED, beside, owner_at
from generator.documents.ownership import Owner
from generator.files.removing import remove_files
from generator.files.temporary import is_temporary, remove_leftovers
from generator.manifest.header import HEADER
from generator.problems import fail
from generator.reading.text_formats import DNS_LABEL

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

FOREIGN: Final = "not generated, left as it is:"
KEPT: Final = "holds Secrets, left as it is:"
"""What was done with what somebody else put into such a folder, and with Secrets of ours."""


def files_of_gone(folder: Path, names: Collection[str]) -> dict[str, Owner]:
    """Whose each file is in the folders of catalogs that are gone, by its path below `folder`.

    `names` are those of all catalogs that there are. Another folder counts if a catalog could have
    its name, and a file there, or in a folder of the layout, has our header on top; what else
    stands there is `FOREIGN`, whatever it is. Raises `ProblemsError`.
    """
    try:
        found = files.names(folder) if files.is_folder(folder) else []
        others = [name for name in found if name not in names and _is_gone(folder, name)]
        return {path: _owner(folder, path) for name in others for path in beside(folder, name)}
    except OSError as error:
        raise fail(files.reason(error), file=str(error.filename or folder)) from None


def remove_gone(
    folder: Path, names: Collection[str], *, keep_secrets: bool = False, dry_run: bool = False
) -> list[tuple[str, str]]:
    """Remove what was generated for catalogs that are gone: all of it, or nothing.

    What is encrypted or foreign stays, with `keep_secrets` Secrets as well, and so does the folder
    of what stays. `names` are those of all catalogs that there are. Returns what was done
    (`REMOVED`, `LEFT`, `FOREIGN` or `KEPT`, path below `folder`); a `dry_run` only says so. Raises
    `ProblemsError`.
    """
    if not dry_run:
        remove_leftovers(folder)
        for name in {path.partition("/")[0] for path in files_of_gone(folder, names)}:
            for place in PLACES:
                remove_leftovers(folder / name / place)
    named = {Owner.OURS: REMOVED, Owner.ENCRYPTED: LEFT, Owner.FOREIGN: FOREIGN}
    done = {path: named[owner] for path, owner in files_of_gone(folder, names).items()}
    if keep_secrets:
        kept = [path for path, what in done.items() if what == REMOVED and is_secrets(path)]
        done |= dict.fromkeys(kept, KEPT)
    ours: dict[Path, list[str]] = {}
    for path in (path for path, what in done.items() if what == REMOVED):
        name, _, file = path.partition("/")
        ours.setdefault(folder / name, []).append(file)
    try:
        if not dry_run:
            remove_files(ours, COMMAND)
    except OSError as error:
        shown = error.filename or folder
        raise fail(f"cannot be removed: {error.strerror}", file=str(shown)) from None
    return [(what, path) for path, what in done.items()]


def _is_gone(folder: Path, name: str) -> bool:
    target = folder / name
    if not DNS_LABEL.pattern.fullmatch(name) or files.is_link(target):
        return False
    return files.is_folder(target) and any(
        _has_header(folder, path) for path in beside(folder, name)
    )


def _has_header(folder: Path, path: str) -> bool:
    try:
        return files.read_start(path, len(HEADER), inside=folder) == HEADER.encode()
    except OSError:
        return False


def _owner(folder: Path, path: str) -> Owner:
    if is_temporary(path.rpartition("/")[2]):
        return Owner.FOREIGN
    return owner_at(folder, path)
