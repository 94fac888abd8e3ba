"""Secrets that External Secrets Operator makes of what a store holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class SecretStore:
    """The object that says how the operator reads the store: `kind` is for one namespace or all."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class RemoteAccessKey:
    """Where the store holds an access key in plain text: an entry, a property for each half."""

    key: str
    id: str
    secret: str


@dataclass(frozen=True, slots=True)
class RemoteAccessKeys:
    """The access keys in the store: the owner's, and those of backups by names of Secrets."""

    owner: RemoteAccessKey | None
    backups: Mapping[str, RemoteAccessKey]


@dataclass(frozen=True, slots=True)
class ExternalSecrets:
    """The section `secrets.external`."""

    store: SecretStore
    remote: RemoteAccessKeys


@dataclass(frozen=True, slots=True)
class Secrets:
    """The section `secrets`."""

    external: ExternalSecrets
