"""Writes and cleans the output folder, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator import files
from generator.documents.layout import (
    FOLDERS,
    PLACES,
    SECRETS,
    is_secrets,
    path_of,
    second_kustomizations,
)
from generator.files.removing import remove_empty
from generator.files.temporary import is_temporary, remove_leftovers
from generator.files.writing import Change, Mode, apply, make_folder, make_private
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
APART: Final = "encrypted, left apart from all other documents:"
"""What was done with a file; the last two with one that another tool encrypted."""


def write(
    folder: Path,
    name: str,
    documents: Sequence[Document],
    *,
    keep_others: bool,
    keep_secrets: bool = False,
    dry_run: bool = False,
) -> list[tuple[str, str]]:
    """Make `folder/name` hold these documents and none of our own beside them.

    Files of others stay, those of ours too with `keep_others`, their Secrets with `keep_secrets`,
    and so does a file that is equal already, with its time, or that another tool encrypted. Either
    all of it happens or nothing; raises `ProblemsError` where the folder cannot be written. Returns
    what was done (`WROTE`, `WROTE_CREDENTIAL`, `REMOVED` or `LEFT`, path below `folder`); a
    `dry_run` only says so.
    """
    try:
        return _write(
            folder,
            name,
            documents,
            keep_others=keep_others,
            keep_secrets=keep_secrets,
            dry_run=dry_run,
        )
    except OSError as error:
        shown = error.filename or folder
        raise fail(f"cannot be written: {error.strerror}", file=str(shown)) from None


def read_document(folder: Path, path: str) -> bytes:
    """What stands at a document's path below the output folder; raises OSError.

    No link there is followed: it could lead anywhere, and Git carries links.
    """
    return files.read(path, inside=folder)


def _write(
    folder: Path,
    name: str,
    documents: Sequence[Document],
    *,
    keep_others: bool,
    keep_secrets: bool,
    dry_run: bool,
) -> list[tuple[str, str]]:
    refuse_links(folder, name, [document.path for document in documents])
    changed = [document for document in documents if not _is_current(folder, document)]
    wanted = {document.path for document in documents}
    others = [path for path in standing(folder, name) if path not in wanted]
    apart = _encrypted_apart(folder, others, documents)
    stale = [] if keep_others else [path for path in others if path not in apart]
    left, foreign = _of_others(folder, [*(document.path for document in changed), *stale])
    second = [path for path in second_kustomizations(wanted) if files.exists(folder / path)]
    _refuse(folder / path for path in (*(each for each in foreign if each in wanted), *second))
    _refuse_plain_copies(folder, apart, changed)
    changed = [document for document in changed if document.path not in left]
    kept = [path for path in stale if keep_secrets and is_secrets(path)]
    stale = [path for path in stale if path not in (*left, *foreign, *kept)]
    if not dry_run:
        for place in PLACES:
            remove_leftovers(folder / name / place)
        _make_private(folder, documents)
        for around in {(folder / document.path).parent for document in changed}:
            make_folder(around)
        changes = [_change(folder, document) for document in changed]
        apply([*changes, *(Change(folder / path, None) for path in stale)], COMMAND)
        remove_empty(folder / name / place for place in FOLDERS)
    done = [(WROTE_CREDENTIAL if each.private else WROTE, each.path) for each in changed]
    done += [(REMOVED, path) for path in stale] + [(LEFT, path) for path in left]
    return done + [(APART, path) for path in apart if not keep_others]


def _encrypted_apart(
    folder: Path, others: Iterable[str], documents: Sequence[Document]
) -> list[str]:
    """Encrypted Secrets that stand where no document does, since the layout is another one."""
    folders = {document.path.rpartition("/")[0] for document in documents}
    apart = [path for path in others if is_secrets(path) and path.rpartition("/")[0] not in folders]
    return _of_others(folder, apart)[0]


def _refuse_plain_copies(folder: Path, apart: Sequence[str], changed: Iterable[Document]) -> None:
    """What somebody encrypted shall not be there a second time, for all to read."""
    places = [folder / document.path for document in changed if document.name == SECRETS]
    problems = [
        Problem(
            str(folder / path),
            0,
            0,
            "is encrypted, and the Secrets are now elsewhere",
            expected=" and ".join(map(str, places)),
            hint="move it there, or split it if they are in two clusters",
        )
        for path in apart
    ]
    if places and problems:
        raise ProblemsError(problems)


def _make_private(folder: Path, documents: Iterable[Document]) -> None:
    """Let nobody else read what is private, also where its content is as it should be."""
    for document in documents:
        if document.private and _is_current(folder, document):
            path = folder / document.path
            if files.status(path).st_mode & 0o077:
                make_private(path)


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


def refuse_links(folder: Path, name: str, paths: Iterable[str]) -> None:
    """Refuse a link in the way to documents: it could lead out of the output folder.

    `name` is that of the catalog, `paths` are those of its documents; raises `ProblemsError`.
    """
    for target in sorted({folder / name, *((folder / path).parent for path in paths)}):
        if files.is_link(target) or (files.exists(target) and not files.is_folder(target)):
            expected = f"a folder in {target.parent}"
            raise fail("is a link or a file, not a folder", file=str(target), expected=expected)


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


def standing(folder: Path, name: str) -> list[str]:
    """The paths of what may have been generated for a catalog; raises OSError."""
    return [path for path in beside(folder, name) if _may_be_ours(folder / path)]


def beside(folder: Path, name: str) -> list[str]:
    """The paths of all that stands where documents of a catalog can; raises OSError.

    The layout's own folders are looked into, unless they are links, and others are not.
    """
    found: list[str] = []
    for place in PLACES:
        inner = folder / name / place
        if files.is_folder(inner) and not (place and files.is_link(inner)):
            found += (path_of(name, place, each) for each in files.names(inner))
    own = {path_of(name, "", place) for place in FOLDERS}
    return [path for path in found if path not in own or files.is_link(folder / path)]


def _may_be_ours(path: Path) -> bool:
    """Whether a file carries our header, or had one: it goes when SOPS encrypts the whole file."""
    if is_temporary(path.name):
        return False
    try:
        start = files.read_start(path.name, len(HEADER), inside=path.parent)
    except OSError:
        return False
    return path.name == SECRETS or start == HEADER.encode()
