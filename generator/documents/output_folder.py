"""Writes and cleans the output folder, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator import files
from generator.files import Change, Mode
from generator.manifest.header import HEADER
from generator.problems import Problem, ProblemsError, fail

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from generator.documents.ownership import Owner
    from generator.documents.plan import Document

COMMAND: Final = "generate"
"""The command that writes here."""

WROTE: Final = "wrote"
WROTE_CREDENTIAL: Final = "wrote a credential to"
REMOVED: Final = "removed"
LEFT: Final = "encrypted, left as it is:"
"""What was done with a file; the last with one that another tool encrypted."""

SECRETS: Final = "secrets.yaml"
"""The document that people encrypt."""


def write(
    folder: Path,
    name: str,
    documents: Sequence[Document],
    *,
    keep_others: bool,
    dry_run: bool = False,
) -> list[tuple[str, str]]:
    """Make `folder/name` hold these documents and none of our own beside them.

    Files of others stay, those of ours too with `keep_others`, and so does a file that is equal
    already, with its time, or that another tool encrypted. Either all of it happens or nothing;
    raises `ProblemsError` where the folder cannot be written. Returns what was done (`WROTE`,
    `WROTE_CREDENTIAL`, `REMOVED` or `LEFT`, path below `folder`); a `dry_run` only says so.
    """
    try:
        return _write(folder, name, documents, keep_others=keep_others, dry_run=dry_run)
    except OSError as error:
        shown = error.filename or folder
        raise fail(f"cannot be written: {error.strerror}", file=str(shown)) from None


def read_document(folder: Path, path: str) -> bytes:
    """What stands at a document's path below the output folder; raises OSError.

    No link there is followed: it could lead anywhere, and Git carries links.
    """
    return files.read(path, inside=folder)


def _write(
    folder: Path, name: str, documents: Sequence[Document], *, keep_others: bool, dry_run: bool
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
    if not dry_run:
        files.remove_leftovers(target)
        _make_private(folder, documents)
        if changed:
            files.make_folder(target)
        changes = [_change(folder, document) for document in changed]
        files.apply([*changes, *(Change(folder / path, None) for path in stale)], COMMAND)
    done = [(WROTE_CREDENTIAL if each.private else WROTE, each.path) for each in changed]
    return [*done, *((REMOVED, path) for path in stale), *((LEFT, path) for path in left)]


def _make_private(folder: Path, documents: Iterable[Document]) -> None:
    """Let nobody else read what is private, also where its content is as it should be."""
    for document in documents:
        if document.private and _is_current(folder, document):
            path = folder / document.path
            if files.status(path).st_mode & 0o077:
                files.make_private(path)


def _change(folder: Path, document: Document) -> Change:
    mode = Mode.PRIVATE if document.private else Mode.PUBLIC
    return Change(folder / document.path, document.data, mode)


def owner_at(folder: Path, path: str) -> Owner:
    """Whose what stands at a path below a folder is; raises OSError where nobody may know."""
    from generator.documents.ownership import Owner, owner_of

    try:
        return owner_of(read_document(folder, path))
    except PermissionError:
        raise
    except OSError:
        return Owner.FOREIGN


def _refuse_links(folder: Path, target: Path) -> None:
    """A link below the output folder could lead out of it."""
    if files.is_link(target) or (files.exists(target) and not files.is_folder(target)):
        raise fail("is not a folder of its own", file=str(target), expected=f"a folder in {folder}")


def _of_others(folder: Path, paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """The files at paths that are encrypted, and those that are somebody else's."""
    standing = [path for path in paths if files.exists(folder / path)]
    if not standing:
        return [], []
    from generator.documents.ownership import Owner

    owners = {path: owner_at(folder, path) for path in standing}
    encrypted = [path for path in standing if owners[path] is Owner.ENCRYPTED]
    return encrypted, [path for path in standing if owners[path] is Owner.FOREIGN]


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
    try:
        return read_document(folder, document.path) == document.data
    except PermissionError:
        raise
    except OSError:
        return False


def _leftovers(folder: Path, name: str, wanted: set[str]) -> list[str]:
    """Files that an earlier run may have generated and that are no longer asked for."""
    target = folder / name
    found = files.names(target) if files.is_folder(target) else []
    paths = [f"{name}/{each}" for each in found if may_be_ours(target / each)]
    return [path for path in paths if path not in wanted]


def may_be_ours(path: Path) -> bool:
    """Whether a file carries our header, or had one: it goes when SOPS encrypts the whole file."""
    if files.is_temporary(path.name):
        return False
    try:
        start = files.read_start(path.name, len(HEADER), inside=path.parent)
    except OSError:
        return False
    return path.name == SECRETS or start == HEADER.encode()
