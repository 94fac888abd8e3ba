"""The output folder: the only module that writes, and never half of anything."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from generator.plan import HEADER
from generator.problems import Problem, ProblemsError, fail

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from generator.plan import Document

LEFT = "encrypted, left as it is:"
"""What was done with the file of a document, or of ours, that another tool encrypted."""

SECRETS = "secrets.yaml"
"""The document that people encrypt."""

_PRIVATE = 0o600


def write(
    folder: Path, name: str, documents: Sequence[Document], *, keep_others: bool
) -> list[tuple[str, str]]:
    """Make `folder/name` hold these documents and none of our own beside them.

    Files of others stay, those of ours too with `keep_others`, and so does a file that is equal
    already, with its time, or that another tool encrypted. Either all of it happens or nothing;
    raises `ProblemsError` where the folder cannot be written. Returns what was done: ("wrote",
    "removed" or `LEFT`, path below `folder`).
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
    stale = [] if keep_others else _leftovers(folder, name, wanted)
    left, foreign = _of_others(folder, [*(document.path for document in changed), *stale])
    _refuse(folder / path for path in foreign if path in wanted)
    changed = [document for document in changed if document.path not in left]
    stale = [path for path in stale if path not in (*left, *foreign)]
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
    for leftover in stale:
        (folder / leftover).unlink()
    done = [("wrote", document.path) for document in changed]
    return [*done, *(("removed", path) for path in stale), *((LEFT, path) for path in left)]


def _refuse_links(folder: Path, target: Path) -> None:
    """A link below the output folder could lead out of it."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise fail("is not a folder of its own", file=str(target), expected=f"a folder in {folder}")


def _of_others(folder: Path, paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """The files at paths that are encrypted, and those that are somebody else's."""
    standing = [path for path in paths if _stands(folder / path)]
    if not standing:
        return [], []
    from generator.ownership import Owner, owner_of

    def owner(path: Path) -> Owner:
        return Owner.FOREIGN if path.is_symlink() else owner_of(path.read_bytes())

    owners = {path: owner(folder / path) for path in standing}
    encrypted = [path for path in standing if owners[path] is Owner.ENCRYPTED]
    return encrypted, [path for path in standing if owners[path] is Owner.FOREIGN]


def _stands(path: Path) -> bool:
    return path.is_symlink() or path.is_file()


def _refuse(paths: Iterable[Path]) -> None:
    """What others wrote is their work, also under the name of a document."""
    problems = [
        Problem(
            str(path),
            0,
            0,
            "is in the way: the generator did not write it",
            hint="move it away or delete it; `import` makes a catalog of a manifest",
        )
        for path in paths
    ]
    if problems:
        raise ProblemsError(problems)


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


def _leftovers(folder: Path, name: str, wanted: set[str]) -> list[str]:
    """Files that an earlier run may have generated and that are no longer asked for."""
    target = folder / name
    files = sorted(target.iterdir()) if target.is_dir() else []
    paths = [f"{name}/{path.name}" for path in files if may_be_ours(path)]
    return [path for path in paths if path not in wanted]


def may_be_ours(path: Path) -> bool:
    """Whether a file carries our header, or had one: it goes when SOPS encrypts the whole file."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return path.name == SECRETS or file.read(len(HEADER)) == HEADER.encode()
