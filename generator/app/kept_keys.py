"""Access keys in documents that were generated before, for who generates without any."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from generator.credentials.access_key import ACCESS_KEY_NAMES, WITHHELD, AccessKeyText, decoded
from generator.documents.layout import SECRETS
from generator.documents.ownership import Owner, owner_of
from generator.manifest.objects import Object, read_objects
from generator.manifest.parts import mapping_at
from generator.problems import Finding, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.app.written_documents import WrittenDocuments
    from generator.catalog.credentials import AccessKey
    from generator.catalog.values import Value
    from generator.problems import Path

_WITH_VALUES: Final = ("controllerdeployment.yaml", "extension.yaml", "extension-patch.yaml")
"""Objects that hold the values of the extension."""

_VALUES: Final = "values.yaml"
"""The values alone."""


def in_values(written: WrittenDocuments, key: AccessKey) -> AccessKeyText | None:
    """The owner's key in the values of the extension; None where they hold none."""
    for values in _values(written):
        if kept := _key(key, mapping_at(values, "config", "machineImageOwnerSecret"), 1):
            return kept
    return None


def _values(written: WrittenDocuments) -> Iterator[Value]:
    """The values that documents hold, those of objects first."""
    for document in _WITH_VALUES:
        for item in _objects(written, document):
            yield from (deployment.values for deployment in item.deployments)
    yield from (item.body for item in _objects(written, _VALUES))


def in_secret(
    written: WrittenDocuments, key: AccessKey, place: tuple[str, str], times: int
) -> AccessKeyText | None:
    """The key in a Secret, by namespace and name, that is encoded so many times.

    None where there is no such Secret. `WITHHELD` where another tool encrypted a file that may hold
    it: that is left as it is.
    """
    for item in _objects(written, SECRETS):
        if item.kind == "Secret" and (item.namespace, item.name) == place:
            return _key(key, mapping_at(item.body, "data"), times)
    is_encrypted = any(owner_of(data) is Owner.ENCRYPTED for data in written(SECRETS).values())
    return WITHHELD if is_encrypted else None


def missing(path: Path, written: WrittenDocuments, *, in_secret: bool) -> Finding:
    """Nothing that was generated before holds the key, or nothing was generated before."""
    documents = (SECRETS,) if in_secret else (*_WITH_VALUES, _VALUES)
    if any(map(written, documents)):
        reason = f"{SECRETS if in_secret else 'a file that `generate` wrote earlier'} holds none"
    else:
        where = SECRETS if in_secret else "file with the values of the extension"
        reason = f"the output folder has no {where} of this catalog yet"
    hint = "run `generate` once without --no-credentials, where the access key is available"
    return Finding(path, f"there is no access key to keep: {reason}", hint=hint)


def _key(key: AccessKey, held: dict[str, Value], times: int) -> AccessKeyText | None:
    """The key of which both halves stand there, encoded so many times.

    A placeholder is that of the catalog: nobody has to keep it.
    """
    halves = [
        half.text if half.kind == "placeholder" else _half(held.get(name), times)
        for name, half in zip(ACCESS_KEY_NAMES, key, strict=True)
    ]
    return AccessKeyText(*halves) if all(halves) else None


def _half(held: Value, times: int) -> str:
    """Half of a key that is encoded so many times, encoded once; empty where it is none."""
    text = held if isinstance(held, str) else ""
    for _ in range(times - 1):
        text = decoded(text)
    return text if decoded(text) else ""


def _objects(written: WrittenDocuments, document: str) -> Iterator[Object]:
    """The objects of a document that nobody encrypted."""
    for data in written(document).values():
        with suppress(ProblemsError):
            if owner_of(data) is not Owner.ENCRYPTED:
                yield from read_objects(data, document)
