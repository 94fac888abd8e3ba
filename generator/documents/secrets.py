"""The Secrets that other objects of a catalog refer to: the only documents made of credentials.

They are written when asked for (`--with-secrets`) and never else: without it their keys are not
even fetched, and a document of theirs that an earlier run wrote is removed like any other that is
no longer asked for. So no credential stays on disk longer than somebody wants it there, what a run
leaves behind depends on its arguments alone, and the next run with the option brings it back. Only
who has no keys (`--no-credentials`) could not bring them back: there the document stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalog.deployment import ObjectMeta
from generator.credentials.access_key import encoded
from generator.credentials.policy import is_reference
from generator.gardener.clusters import Cluster, clusters_of_owner_secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Catalog
    from generator.catalog.credentials import AccessKey
    from generator.catalog.values import Value
    from generator.credentials.access_key import AccessKeyText

RESOURCE_REFERENCE = ObjectMeta({"gardener.cloud/role": "resource-reference"})
"""Gardener watches the resources of a ControllerDeployment or an Extension by this label."""


@dataclass(frozen=True, slots=True)
class GardenSecret:
    """A Secret; `for_backup` or else the owner secret, `data` base64 as Kubernetes wants it.

    `clusters` are those that need it.
    """

    name: str
    namespace: str
    metadata: ObjectMeta
    data: dict[str, Value]
    for_backup: bool
    clusters: tuple[Cluster, ...]


def garden_secrets(
    catalog: Catalog, owner: AccessKeyText | None, backups: Mapping[AccessKey, AccessKeyText]
) -> list[GardenSecret]:
    """The owner's Secret and those of the seeds' backups, of keys that were fetched."""
    secrets = [*_owner_secret(catalog, owner), *_backup_secrets(catalog, backups)]
    return list({(secret.namespace, secret.name): secret for secret in secrets}.values())


def _owner_secret(catalog: Catalog, key: AccessKeyText | None) -> Iterator[GardenSecret]:
    """The Secret whose text gardenlet, or gardener-operator, puts into the chart's values.

    It is encoded twice, because who resolves the reference decodes once and the chart's values
    hold base64. In `data`, and not once in `stringData`: so the file says what the cluster holds,
    and whoever compares the two, or reads the file without an API server, sees no difference.
    A placeholder stands for what belongs there, and is left as it is.
    """
    owner = catalog.owner_secret
    if owner is None or owner.resource is None or key is None:
        return
    metadata = RESOURCE_REFERENCE.over(catalog.metadata)
    data = _data(*(half if is_reference(half) else encoded(half) for half in (key.id, key.secret)))
    clusters = owner_clusters(catalog)
    yield GardenSecret(
        owner.resource, "garden", metadata, data, for_backup=False, clusters=clusters
    )


def owner_clusters(catalog: Catalog) -> tuple[Cluster, ...]:
    """The clusters that need the owner's Secret."""
    return clusters_of_owner_secret(
        has_deployment=catalog.controller_deployment.is_written,
        has_extension=catalog.extension is not None,
    )


def _backup_secrets(
    catalog: Catalog, keys: Mapping[AccessKey, AccessKeyText]
) -> Iterator[GardenSecret]:
    for seed in catalog.seeds:
        secret = seed.backup.secret
        key = keys.get(secret.access_key) if secret.access_key else None
        if key is not None:
            data = _data(key.id, key.secret)
            yield GardenSecret(
                secret.name,
                secret.namespace,
                catalog.metadata,
                data,
                for_backup=True,
                clusters=(Cluster.VIRTUAL_GARDEN,),
            )


def _data(key_id: str, key_secret: str) -> dict[str, Value]:
    return {"accessKeyID": key_id, "accessKeySecret": key_secret}
