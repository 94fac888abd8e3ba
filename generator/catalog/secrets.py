"""Secrets that External Secrets Operator makes of what a store holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping


class SecretStore(Record):
    """The object that says how the operator reads the store: `kind` is for one namespace or all."""

    kind: str
    name: str


class RemoteAccessKey(Record):
    """Where the store holds an access key in plain text: an entry, a property for each half."""

    key: str
    id: str
    secret: str


class RemoteAccessKeys(Record):
    """The access keys in the store: the owner's, and those of backups by names of Secrets."""

    owner: RemoteAccessKey | None
    backups: Mapping[str, RemoteAccessKey]


class ExternalSecrets(Record):
    """The section `secrets.external`."""

    store: SecretStore
    remote: RemoteAccessKeys


class Secrets(Record):
    """The section `secrets`."""

    external: ExternalSecrets
