"""Fetching the access keys of a catalog from the environment and from files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator import files
from generator.credentials.access_key import AccessKeyText
from generator.credentials.fetch import fetch_access_key

if TYPE_CHECKING:
    from generator.catalog import Catalog
    from generator.catalog.credentials import AccessKey
    from generator.problems import Finding
    from generator.problems import Path as NodePath


WITHHELD: Final = AccessKeyText("WITHHELD-ACCESS-KEY-ID", "WITHHELD-ACCESS-KEY-SECRET")
"""Stands for a key in the documents of whoever plans without credentials."""

_LONGEST: Final = 64 * 1024
"""Bytes of a file that holds half an access key, which has 128 characters at most."""


def owner_key(
    catalog: Catalog, findings: list[Finding], *, with_secrets: bool, credentials: bool
) -> AccessKeyText | None:
    """The owner's key, where a document is to hold it: the values, or `with_secrets` a Secret.

    Without `credentials` it is `WITHHELD`, unless another tool puts it in.
    """
    owner = catalog.owner_secret
    if owner is None or owner.access_key is None or (owner.resource and not with_secrets):
        return None
    if not (credentials or owner.access_key.is_placeholder):
        return WITHHELD
    return _fetch(catalog, owner.access_key, ("ownerSecret",), findings)


def backup_keys(
    catalog: Catalog, findings: list[Finding], *, with_secrets: bool
) -> dict[AccessKey, AccessKeyText]:
    """The keys of the seeds' backups by what refers to them; none but `with_secrets`."""
    keys: dict[AccessKey, AccessKeyText] = {}
    for index, seed in enumerate(catalog.seeds if with_secrets else ()):
        reference = seed.backup.secret.access_key
        if reference is not None and reference not in keys:
            path = ("seeds", index, "backup", "secret")
            if key := _fetch(catalog, reference, path, findings):
                keys[reference] = key
    return keys


def _fetch(
    catalog: Catalog, key: AccessKey, path: NodePath, findings: list[Finding]
) -> AccessKeyText | None:
    folder = Path(catalog.file).parent

    def read_text(name: str) -> str:
        return files.read(folder / name, _LONGEST).decode()

    fetched = fetch_access_key(key, path, os.environ, read_text)
    if isinstance(fetched, list):
        findings += fetched
        return None
    return fetched
