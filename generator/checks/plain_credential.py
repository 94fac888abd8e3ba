"""A credential is in the catalog itself.

Base64 is not encryption: anybody who can read the file, or the history of its repository, has the
key. Keep it in a variable of the environment or in a file that is not committed. A key that has
been committed once must be replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.problems import Finding, Severity, and_more

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.credentials import AccessKey
    from generator.problems import Path

ID = "plain-credential"
SEVERITY = Severity.WARNING


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at the owner's key, those of the backups, and values; one finding for all of them."""
    from generator.documents.passed_through import passed_through_credentials

    places = [
        (*path, name)
        for path, key in _keys(catalog)
        for name, half in zip(ACCESS_KEY_NAMES, (key.id, key.secret), strict=True)
        if half.kind == "base64"
    ]
    places += passed_through_credentials(catalog)
    if places:
        message = "the catalog contains a credential" + and_more(len(places) - 1)
        expected = "{env: NAME} or {file: PATH}"
        yield Finding(
            places[0],
            message,
            expected,
            "base64 is not encryption: anybody who can read the file has the key",
        )


def _keys(catalog: Catalog) -> Iterator[tuple[Path, AccessKey]]:
    owner = catalog.owner_secret
    if owner is not None and owner.access_key is not None:
        yield ("ownerSecret",), owner.access_key
    for index, seed in enumerate(catalog.seeds):
        if seed.backup.secret.access_key is not None:
            yield ("seeds", index, "backup", "secret"), seed.backup.secret.access_key
