"""Where the access keys of a call come from: fetched as the catalog says, kept, or withheld."""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator import files
from generator.credentials.access_key import WITHHELD, AccessKeyText
from generator.credentials.fetch import fetch_access_key

if TYPE_CHECKING:
    from generator.app.written_documents import WrittenDocuments
    from generator.catalog import Catalog
    from generator.catalog.credentials import AccessKey
    from generator.problems import Finding
    from generator.problems import Path as NodePath


class KeySource(Enum):
    """FETCHED: from variables, files or the catalog itself, as the catalog says.

    KEPT: from the documents that are on disk, so that who has no key can generate. WITHHELD: from
    nowhere; `WITHHELD` stands in the documents, which are compared or thrown away.
    """

    FETCHED = "fetched"
    KEPT = "kept"
    WITHHELD = "withheld"


_LONGEST: Final = 64 * 1024
"""Bytes of a file that holds half an access key, which has 128 characters at most."""


def stand_ins(catalog: Catalog) -> tuple[str, ...]:
    """Texts in the documents of a catalog that stand for any credential."""
    owner = catalog.owner_secret
    keys = [owner.access_key if owner else None]
    keys += [seed.backup.secret.access_key for seed in catalog.seeds]
    halves = [half for key in keys if key for half in (key.id, key.secret)]
    placeholders = [half.text for half in halves if half.kind == "placeholder"]
    return (WITHHELD.id, WITHHELD.secret, *dict.fromkeys(placeholders))


class AccessKeys:
    """The keys that the documents of a catalog are to hold; what is wrong goes to `findings`.

    `with_secrets` Secrets are among these documents, without `secret_values` with `WITHHELD` for
    each of their keys. `written` reads what is on disk.
    """

    def __init__(
        self,
        catalog: Catalog,
        source: KeySource,
        written: WrittenDocuments,
        *,
        with_secrets: bool,
        secret_values: bool,
    ) -> None:
        self._catalog = catalog
        self._source = source
        self._written = written
        self._with_secrets = with_secrets
        self._secret_values = secret_values
        self.findings: list[Finding] = []

    def owner(self) -> AccessKeyText | None:
        """The owner's key, where a document is to hold it: the values, or else a Secret."""
        owner = self._catalog.owner_secret
        if owner is None or owner.access_key is None:
            return None
        if owner.resource and not self._with_secrets:
            return None
        place = ("garden", owner.resource) if owner.resource else None
        return self._key(owner.access_key, ("ownerSecret",), place, times=2)

    def backups(self) -> dict[AccessKey, AccessKeyText]:
        """The keys of the seeds' backups by what refers to them."""
        keys: dict[AccessKey, AccessKeyText] = {}
        for index, seed in enumerate(self._catalog.seeds if self._with_secrets else ()):
            secret = seed.backup.secret
            if secret.access_key is not None and secret.access_key not in keys:
                path = ("seeds", index, "backup", "secret")
                place = secret.namespace, secret.name
                if key := self._key(secret.access_key, path, place, times=1):
                    keys[secret.access_key] = key
        return keys

    def _key(
        self, key: AccessKey, path: NodePath, place: tuple[str, str] | None, *, times: int
    ) -> AccessKeyText | None:
        """A key that stands in the Secret at a place, encoded so many times, or in the values."""
        if place and not self._secret_values:
            return WITHHELD
        if key.is_placeholder or self._source is KeySource.FETCHED:
            return self._fetched(key, path)
        if self._source is KeySource.WITHHELD:
            return WITHHELD
        from generator.app.kept_keys import in_secret, in_values, missing

        if place:
            kept = in_secret(self._written, key, place, times)
        else:
            kept = in_values(self._written, key)
        if kept is None:
            self.findings.append(missing(path, self._written, in_secret=place is not None))
        return kept

    def _fetched(self, key: AccessKey, path: NodePath) -> AccessKeyText | None:
        folder = Path(self._catalog.file).parent

        def read_text(name: str) -> str:
            return files.read(folder / name, _LONGEST).decode()

        fetched = fetch_access_key(key, path, os.environ, read_text)
        if isinstance(fetched, list):
            self.findings += fetched
            return None
        return fetched
