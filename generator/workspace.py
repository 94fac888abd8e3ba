"""The output folder: the only module that writes, and never half of anything."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from generator.plan import HEADER
from generator.problems import Problem, ProblemsError, fail

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.plan import Document

_PRIVATE = 0o600


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


def _write(
    folder: Path, name: str, documents: Sequence[Document], *, keep_others: bool
) -> list[tuple[str, str]]:
    target = folder / name
    _refuse_links(folder, target)
    changed = [document for document in documents if not _is_current(folder, document)]
    wanted = {document.path for document in documents}
    _refuse_foreign(folder, changed)
    stale = [] if keep_others else _leftovers(target, wanted, name)
    if changed:
        target.mkdir(parents=True, exist_ok=True)
    waiting: list[tuple[Path, Path]] = []
    try:
        for document in changed:
            path = folder / document.path
            waiting.append((_write_aside(path, document), path))
        while waiting:
            temporary, path = waiting[0]
            temporary.replace(path)
            waiting.pop(0)
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)
    for path in stale:
        path.unlink()
    done = [("wrote", document.path) for document in changed]
    return done + [("removed", f"{name}/{path.name}") for path in stale]


def _refuse_links(folder: Path, target: Path) -> None:
    """A link below the output folder could lead out of it."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
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
    return path.is_symlink() or (path.is_file() and not is_ours(path))


def _is_current(folder: Path, document: Document) -> bool:
    path = folder / document.path
    try:
        if path.is_symlink() or path.read_bytes() != document.data:
            return False
    except FileNotFoundError:
        return False
    if document.private and path.stat().st_mode & 0o077:
        path.chmod(_PRIVATE)
    return True


def _write_aside(path: Path, document: Document) -> Path:
    """The content in a new file of the same folder, which a rename then puts in its place."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(
        os.open(temporary, flags, _PRIVATE if document.private else 0o666), "wb"
    ) as file:
        file.write(document.data)
    return temporary


def _leftovers(target: Path, wanted: set[str], name: str) -> list[Path]:
    """Files that an earlier run generated and that are no longer asked for."""
    if not target.is_dir():
        return []
    return [
        path
        for path in sorted(target.iterdir())
        if f"{name}/{path.name}" not in wanted and is_ours(path)
    ]


def is_ours(path: Path) -> bool:
    """Whether a file carries our header."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(HEADER)) == HEADER.encode()
