"""Files of the output folder that hold a credential, and that a commit would publish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import files
from generator.credentials.access_key import WITHHELD
from generator.documents.layout import PLACES, SECRETS, is_secrets, path_of
from generator.documents.output_folder import read_document
from generator.documents.plan import holds_credential
from generator.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from generator.documents.plan import Document


def exposed_credentials(
    output: Path, name: str, documents: Sequence[Document], *, strict: bool
) -> Iterator[Problem]:
    """A warning, if `strict` an error, for each file with a credential that Git does not ignore.

    `documents` are those of a catalog, `name` is that of its folder in the output folder. Secrets
    that an earlier call wrote count as well; what another tool encrypted holds no credential that
    anybody can read.
    """
    private = {document.path: document.data for document in documents if _is_private(document)}
    secrets = [path for path in _secrets(name) if files.exists(output / path)]
    folder = output / name
    if not (private or secrets) or files.work_tree(folder.absolute()) is None:
        return
    from generator.app.git import not_ignored

    is_tracked = not_ignored(folder)
    severity = Severity.ERROR if strict else Severity.WARNING
    for path in dict.fromkeys((*private, *secrets)):
        tracked = is_tracked.get(path.removeprefix(f"{name}/"))
        if tracked is not None and _is_plain(output, path, private.get(path)):
            message, hint = _words(path, tracked=tracked)
            yield Problem(str(output / path), 0, 0, message, severity=severity, hint=hint)


def _is_private(document: Document) -> bool:
    """Whether a document holds a credential, be it one that was not fetched."""
    withheld = (WITHHELD.id, WITHHELD.secret)
    return document.private or any(text.encode() in document.data for text in withheld)


def _secrets(name: str) -> Iterator[str]:
    """Where Secrets can be in the folder of a catalog, from whatever call."""
    return (path_of(name, place, SECRETS) for place in PLACES)


def _is_plain(output: Path, path: str, private: bytes | None) -> bool:
    """Whether a file of ours holds a credential that everybody can read, as `private` does."""
    from generator.documents.ownership import Owner, owner_of

    try:
        data = read_document(output, path)
    except OSError:
        return False
    # Looking for a credential in a large file takes longer than all the rest.
    return owner_of(data) is Owner.OURS and (
        data == private or holds_credential(data.decode(errors="replace"))
    )


def _words(path: str, *, tracked: bool) -> tuple[str, str]:
    """What is wrong, and what to do about it."""
    other = "encrypt it" if is_secrets(path) else "use `ownerSecret.resource` or a placeholder"
    hint = f"list it in .gitignore, or {other}"
    if not tracked:
        return "it holds a credential, and Git does not ignore it", hint
    first = "remove it from Git with `git rm --cached`, and replace the access key; then "
    return "it holds a credential, and Git tracks it", first + hint
