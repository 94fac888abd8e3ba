"""What Seeds say about the backup of their clusters' etcds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.gardener import fields
from generator.gardener.provider import CONFIG_API_VERSION, PROVIDER_TYPE
from generator.gardener.releases import CREDENTIALS_REF, at_least
from generator.gardener.stored_form import stored_form

if TYPE_CHECKING:
    from generator.catalog.seeds import Backup, BackupSecret, Immutability, Seed
    from generator.catalog.values import Value


def seed_spec(seed: Seed, gardener: str) -> dict[str, Value]:
    """The `spec` of a Seed for a Gardener release: the backup, and what the catalog knows of it.

    A region that the catalog does not state stays out: it is the seed's, and the API server
    refuses to add one to a Seed that was created without.
    """
    spec = stored_form(seed.spec or {}, fields.SEED)
    return {**spec, "backup": _backup(seed.backup, gardener)}


def _backup(backup: Backup, gardener: str) -> dict[str, Value]:
    section: dict[str, Value] = {"provider": PROVIDER_TYPE}
    if backup.region is not None:
        section["region"] = backup.region
    if backup.immutability is not None:
        section["providerConfig"] = _bucket_config(backup.immutability)
    return {**section, **_reference(backup.secret, gardener)}


def _reference(secret: BackupSecret, gardener: str) -> dict[str, Value]:
    place: dict[str, Value] = {"name": secret.name, "namespace": secret.namespace}
    if not at_least(gardener, CREDENTIALS_REF):
        return {"secretRef": place}
    return {"credentialsRef": {"apiVersion": "v1", "kind": "Secret", **place}}


def _bucket_config(immutability: Immutability) -> dict[str, Value]:
    return {
        "apiVersion": CONFIG_API_VERSION,
        "kind": "BackupBucketConfig",
        "immutability": {
            "retentionType": immutability.retention_type,
            "retentionPeriod": immutability.retention_period,
            "locked": immutability.locked,
        },
    }
