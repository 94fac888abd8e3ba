"""Secrets that External Secrets Operator makes of what a store holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class SecretStore(NamedTuple):
    """The object that says how the operator reads the store: `kind` is for one namespace or all."""

    kind: str
    name: str


class RemoteAccessKey(NamedTuple):
    """Where the store holds an access key in plain text: an entry, a property for each half."""

    key: str
    id: str
    secret: str


class RemoteAccessKeys(NamedTuple):
    """The access keys in the store: the owner's, and those of backups by names of Secrets."""

    owner: RemoteAccessKey | None
    backups: Mapping[str, RemoteAccessKey]


class ExternalSecrets(NamedTuple):
    """The section `secrets.external`."""

    store: SecretStore
    remote: RemoteAccessKeys


class Secrets(NamedTuple):
    """The section `secrets`."""

    external: ExternalSecrets
