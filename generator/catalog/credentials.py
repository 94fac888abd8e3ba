"""Access keys, and the secret of the account that owns the shared images."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


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


Credential: TypeAlias = EnvironmentVariable | SecretFile | Base64Text


@dataclass(frozen=True, slots=True)
class AccessKey:
    """Where the two halves of an Alibaba Cloud access key are found."""

    id: Credential
    secret: Credential


@dataclass(frozen=True, slots=True)
class OwnerSecret:
    """The account that owns the shared images; its key is here, in a garden Secret, or in both.

    `resource` names the Secret in the garden cluster that is read when the extension is deployed.
    """

    name: str
    access_key: AccessKey | None
    resource: str | None
