"""What can be said of a file that another tool encrypted: how, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from generator.credentials.tree import masked
from generator.manifest.deployments import inside
from generator.manifest.encryption import SOPS
from generator.manifest.objects import mappings, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.manifest.encryption import Encryption

_RECIPIENTS: Final = {
    "age": "recipient",
    "pgp": "fp",
    "kms": "arn",
    "gcp_kms": "resource_id",
    "azure_kv": "vault_url",
    "hc_vault": "vault_address",
    "hckms": "key_id",
}
"""Where the metadata of SOPS names whoever can decrypt: in lists of items with such a field."""


def encrypted(found: Encryption, file: str) -> dict[str, Value]:
    """What `describe` says of an encrypted file; none of its values is in it."""
    recipients = dict.fromkeys(
        each for body in found.documents for each in _recipients(inside(body, SOPS))
    )
    details: Value = {
        "by": found.tool,
        "for": [*recipients],
        "documents": len(found.documents),
        "plain": len(found.plain),
    }
    description: Value = {"file": file, "encrypted": details, "problems": []}
    return cast("dict[str, Value]", masked(description))


def _recipients(metadata: dict[str, Value]) -> Iterator[str]:
    for holder in (metadata, *mappings(metadata.get("key_groups"))):
        for key, field in _RECIPIENTS.items():
            yield from (f"{key}/{text(each.get(field))}" for each in mappings(holder.get(key)))
