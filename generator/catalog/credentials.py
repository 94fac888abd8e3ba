"""Access keys, and the secret of the account that owns the shared images."""

from __future__ import annotations

from typing import Literal

from generator.record import Record


class Credential(Record):
    """Half of an access key, as the catalog states it.

    `text` names a variable of the environment (`env`) or a file of its own (`file`), where the half
    stands as plain text. Or it is what is written: the half, base64 encoded as in the operator
    guide (`base64`), or what another tool replaces in what is generated (`placeholder`), which has
    to stand for base64 text, too.
    """

    kind: Literal["env", "file", "base64", "placeholder"]
    text: str

    def __repr__(self) -> str:
        return f"Credential({self.kind})"

    @property
    def is_written(self) -> bool:
        """Whether the text itself is what is written, and nobody has to fetch anything."""
        return self.kind in ("base64", "placeholder")


class AccessKey(Record):
    """Where the two halves of an Alibaba Cloud access key are found."""

    id: Credential
    secret: Credential

    @property
    def is_placeholder(self) -> bool:
        """Whether nobody has to fetch anything, as another tool does."""
        return self.id.kind == self.secret.kind == "placeholder"


class OwnerSecret(Record):
    """The account that owns the shared images; its key is here, in a garden Secret, or in both.

    `resource` names the Secret in the garden cluster that is read when the extension is deployed.
    """

    name: str
    access_key: AccessKey | None
    resource: str | None
