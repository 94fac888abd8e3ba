"""ExternalSecrets of External Secrets Operator, in place of Secrets that hold access keys.

They hold no credential, so they are written as any other document. The operator makes of each the
Secret that `secrets` would have written: with its labels, and encoded as often.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.documents.secrets import RESOURCE_REFERENCE, owner_clusters
from generator.gardener.clusters import Cluster
from generator.gardener.server_defaults import REMOTE_DEFAULTS
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Catalog
    from generator.catalog.deployment import ObjectMeta
    from generator.catalog.secrets import RemoteAccessKey, SecretStore
    from generator.catalog.values import Value

ENCODED: Final[Mapping[str, Value]] = {
    name: f"{{{{ .{name} | b64enc }}}}" for name in ACCESS_KEY_NAMES
}
"""Templates of what the owner's Secret holds: base64 text, which Kubernetes encodes once more."""


class ExternalSecret(Record):
    """An ExternalSecret with its `spec`; `for_backup` or else of the owner.

    `clusters` are those that need the Secret.
    """

    name: str
    namespace: str
    metadata: ObjectMeta
    spec: dict[str, Value]
    for_backup: bool
    clusters: tuple[Cluster, ...]


def external_secrets(catalog: Catalog) -> list[ExternalSecret]:
    """Those of the owner and of the seeds' backups, each once."""
    found = [*_owner(catalog), *_backups(catalog)] if catalog.secrets else []
    return list({(each.namespace, each.name): each for each in found}.values())


def _owner(catalog: Catalog) -> Iterator[ExternalSecret]:
    assert catalog.secrets  # noqa: S101  who calls has looked
    external, owner = catalog.secrets.external, catalog.owner_secret
    if external.remote.owner and owner and owner.resource:
        metadata = RESOURCE_REFERENCE.over(catalog.metadata)
        spec = _spec(external.store, external.remote.owner, metadata, ENCODED)
        own, places = catalog.metadata, owner_clusters(catalog)
        yield ExternalSecret(owner.resource, "garden", own, spec, for_backup=False, clusters=places)


def _backups(catalog: Catalog) -> Iterator[ExternalSecret]:
    assert catalog.secrets  # noqa: S101  who calls has looked
    external, metadata = catalog.secrets.external, catalog.metadata
    for seed in catalog.seeds:
        secret = seed.backup.secret
        if key := external.remote.backups.get(secret.name):
            spec = _spec(external.store, key, metadata, {})
            yield ExternalSecret(
                secret.name,
                secret.namespace,
                metadata,
                spec,
                for_backup=True,
                clusters=(Cluster.VIRTUAL_GARDEN,),
            )


def _spec(
    store: SecretStore, key: RemoteAccessKey, metadata: ObjectMeta, data: Mapping[str, Value]
) -> dict[str, Value]:
    """The `spec`; without `data`, the Secret holds what the store does.

    Defaults stand in it where the API server fills them into items of a list: GitOps tools see a
    difference in those alone. There is always a template: without one, the operator copies all
    labels and annotations of the ExternalSecret, those of GitOps tools too, which then take the
    Secret for one of theirs.
    """
    template: dict[str, Value] = {"type": "Opaque"}
    if meta := _metadata(metadata):
        template["metadata"] = meta
    if data:
        template["data"] = {**data}
    return {
        "secretStoreRef": {"kind": store.kind, "name": store.name},
        "target": {"template": template},
        "data": [
            {
                "secretKey": name,
                "remoteRef": {"key": key.key, "property": half, **REMOTE_DEFAULTS},
            }
            for name, half in zip(ACCESS_KEY_NAMES, (key.id, key.secret), strict=True)
        ],
    }


def _metadata(metadata: ObjectMeta) -> dict[str, Value]:
    """Labels and annotations, which are templates to the operator."""
    found = {"labels": metadata.labels, "annotations": metadata.annotations}
    return {
        key: {name: text.replace("{{", '{{ "{{" }}') for name, text in texts.items()}
        for key, texts in found.items()
        if texts
    }
