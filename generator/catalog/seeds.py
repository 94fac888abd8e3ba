"""Where seeds back up the etcds of their clusters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.catalog.credentials import AccessKey
    from generator.catalog.deployment import ObjectMeta
    from generator.catalog.values import Value


@dataclass(frozen=True, slots=True)
class BackupSecret:
    """The Secret in the garden that a backup uses; `access_key` is what it holds, if known."""

    name: str
    namespace: str
    access_key: AccessKey | None


@dataclass(frozen=True, slots=True)
class Immutability:
    """How long nothing in the bucket can be changed: `retention_period` is in days, from 1."""

    retention_type: str
    retention_period: int
    locked: bool


@dataclass(frozen=True, slots=True)
class Backup:
    """The section `backup` of a seed; without `region`, it is the seed's."""

    region: str | None
    secret: BackupSecret
    immutability: Immutability | None


@dataclass(frozen=True, slots=True)
class Seed:
    """An item of `seeds`; `spec` is the Seed's without its backup, or None for a patch."""

    name: str
    metadata: ObjectMeta
    backup: Backup
    spec: dict[str, Value] | None
