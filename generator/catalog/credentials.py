"""Access keys, and the secret of the account that owns the shared images."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias


@dataclass(frozen=True, slots=True)
class EnvironmentVariable:
    """A credential that stands, as plain text, in a variable of the environment."""

    name: str


@dataclass(frozen=True, slots=True)
class SecretFile:
    """A credential that stands, as plain text, in a file of its own."""

    path: str


@dataclass(frozen=True, slots=True)
class Base64Text:
    """A credential that stands in the catalog itself, base64 encoded as in the operator guide."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Text in the place of a credential, which another tool replaces in what is generated.

    It is written as it stands, so it has to stand for what belongs there: base64 text.
    """

    text: str


Credential: TypeAlias = EnvironmentVariable | SecretFile | Base64Text | Placeholder


class AccessKey(NamedTuple):
    """Where the two halves of an Alibaba Cloud access key are found."""

    id: Credential
    secret: Credential

    @property
    def is_placeholder(self) -> bool:
        """Whether nobody has to fetch anything, as another tool does."""
        return isinstance(self.id, Placeholder) and isinstance(self.secret, Placeholder)


class OwnerSecret(NamedTuple):
    """The account that owns the shared images; its key is here, in a garden Secret, or in both.

    `resource` names the Secret in the garden cluster that is read when the extension is deployed.
    """

    name: str
    access_key: AccessKey | None
    resource: str | None
