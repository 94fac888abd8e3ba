"""The output folder: what becomes of it, and never half of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator import files
from generator.files import Change, Mode
from generator.plan import HEADER
from generator.problems import Problem, ProblemsError, fail

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.plan import Document

COMMAND: Final = "generate"
"""The command that writes here."""


def write(
    folder: Path, name: str, documents: Sequence[Document], *, keep_others: bool
) -> list[tuple[str, str]]:
    """Make `folder/name` hold these documents and none of our own beside them.

    Files of others stay, those of ours too with `keep_others`, and so does a file that is equal
    already, with its time. Either all of it happens or nothing; raises `ProblemsError` where the
    folder cannot be written. Returns what was done: ("wrote" or "removed", path below `folder`).
    """
    try:
        return _write(folder, name, documents, keep_others=keep_others)
    except OSError as error:
        shown = error.filename or folder
        raise fail(f"cannot be written: {error.strerror}", file=str(shown)) from None


def read_document(folder: Path, path: str) -> bytes:
    """What stands at a document's path below the output folder; raises OSError.

    No link there is followed: it could lead anywhere, and Git carries links.
    """
    return files.read(path, inside=folder)


def _write(
    folder: Path, name: str, documents: Sequence[Document], *, keep_others: bool
) -> list[tuple[str, str]]:
    target = folder / name
    _refuse_links(folder, target)
    files.remove_leftovers(target)
    changed = [document for document in documents if not _is_current(folder, document)]
    wanted = {document.path for document in documents}
    _refuse_foreign(folder, changed)
    stale = [] if keep_others else _leftovers(target, wanted, name)
    if changed:
        files.make_folder(target)
    changes = [_change(folder, document) for document in changed]
    files.apply([*changes, *(Change(path, None) for path in stale)], COMMAND)
    done = [("wrote", document.path) for document in changed]
    return done + [("removed", f"{name}/{path.name}") for path in stale]


def _change(folder: Path, document: Document) -> Change:
    mode = Mode.PRIVATE if document.private else Mode.PUBLIC
    return Change(folder / document.path, document.data, mode)


def _refuse_links(folder: Path, target: Path) -> None:
    """A link below the output folder could lead out of it."""
    if files.is_link(target) or (files.exists(target) and not files.is_folder(target)):
        raise fail("is not a folder of its own", file=str(target), expected=f"a folder in {folder}")


def _refuse_foreign(folder: Path, documents: Sequence[Document]) -> None:
    """A file without our header is somebody's work, also under the name of a document."""
    foreign = [path for document in documents if _is_foreign(path := folder / document.path)]
    if foreign:
        raise ProblemsError(
            Problem(
                str(path),
                0,
                0,
                "is in the way: the generator did not write it",
                hint="move it away or delete it; `import` makes a catalog of a manifest",
            )
            for path in foreign
        )


def _is_foreign(path: Path) -> bool:
    return files.exists(path) and not is_ours(path)


def _is_current(folder: Path, document: Document) -> bool:
    path = folder / document.path
    try:
        if read_document(folder, document.path) != document.data:
            return False
    except PermissionError:
        raise
    except OSError:
        return False
    if document.private and files.status(path).st_mode & 0o077:
        files.restrict(path)
    return True


def _leftovers(target: Path, wanted: set[str], name: str) -> list[Path]:
    """Files that an earlier run generated and that are no longer asked for."""
    if not files.is_folder(target):
        return []
    return [
        target / found
        for found in files.names(target)
        if f"{name}/{found}" not in wanted and is_ours(target / found)
    ]


def is_ours(path: Path) -> bool:
    """Whether a file carries our header, and is more than a temporary one."""
    if files.is_temporary(path.name):
        return False
    try:
        return files.start(path.name, len(HEADER), inside=path.parent) == HEADER.encode()
    except OSError:
        return False
