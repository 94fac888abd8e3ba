"""What the API server, Gardener's controllers and kubectl write into objects, and removing it.

Nobody says it in a manifest: it comes back by itself, and is not a difference between two objects.
The fields of `metadata` are those of `ObjectMeta` in k8s.io/apimachinery `pkg/apis/meta/v1` (an
owner among them: it is known by a uid of the server's, and no apply takes it away); the sources of
the rest are in gardener v1.150.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from generator.catalog.values import Value
    from generator.problems import Path

_Object: TypeAlias = "Mapping[str, object]"
_Names: TypeAlias = "tuple[str, ...]"
"""Keys of labels or annotations; one that ends with `/` stands for all that begin so."""

LAST_APPLIED: Final = "kubectl.kubernetes.io/last-applied-configuration"
"""The annotation with kubectl's copy of the object, which says nothing that the object does not."""

_METADATA: Final = frozenset(
    (
        "creationTimestamp",
        "deletionGracePeriodSeconds",
        "deletionTimestamp",
        "generation",
        "managedFields",
        "ownerReferences",
        "resourceVersion",
        "selfLink",
        "uid",
    )
)

_MANAGED_LABELS: Final = ("resources.gardener.cloud/managed-by", "shoot.gardener.cloud/no-cleanup")
"""Of objects that gardener-resource-manager applies: `managedresource/reconciler.go` there, and the
labels that `pkg/utils/managedresources` injects. gardener-operator has it write what an Extension
stands for."""

_ANNOTATIONS: Final = (
    LAST_APPLIED,
    "deletion.gardener.cloud/confirmed-by",
    "resources.gardener.cloud/description",
    "resources.gardener.cloud/origin",
    "serviceaccount.resources.gardener.cloud/token-renew-timestamp",
)
"""The second is that of the admission plugin DeletionConfirmation, the last three are those of
gardener-resource-manager: `managedresource/merger.go` and `tokenrequestor` there."""

_EXTENSION_LABELS: Final = tuple(
    f"{kind}.extensions.gardener.cloud/"
    for kind in (
        "containerruntime",
        "dnsrecord",
        "extensions",
        "networking",
        "operatingsystemconfig",
        "provider",
        "selfhostedshootexposure",
    )
)
"""The admission plugin ExtensionLabels removes all of them and writes those that are right."""

_SEED_LABELS: Final = (
    "name.seed.gardener.cloud/",
    "seed.gardener.cloud/provider",
    "seed.gardener.cloud/region",
)
"""Of the admission plugin SeedMutator, and of `Canonicalize` in the registry's strategy."""

_SECRET_LABELS: Final = (
    "provider.shoot.gardener.cloud/",
    "reference.gardener.cloud/credentialsbinding",
    "reference.gardener.cloud/secretbinding",
)
"""Of the webhook for provider Secrets, and of the controllers of both kinds of bindings."""

_LABELS_OF_KIND: Final[Mapping[str, _Names]] = {
    "CloudProfile": _EXTENSION_LABELS,
    "NamespacedCloudProfile": _EXTENSION_LABELS,
    "Secret": _SECRET_LABELS,
    "Seed": (*_EXTENSION_LABELS, *_SEED_LABELS),
}


def server_fields(body: _Object) -> Iterator[Path]:
    """The paths of all that is written so in an object."""
    if "status" in body:
        yield ("status",)
    metadata = body.get("metadata")
    if not isinstance(metadata, dict):
        return
    yield from (("metadata", key) for key in metadata if key in _METADATA)
    kind = str(body.get("kind", ""))
    for key, names in (
        ("labels", (*_LABELS_OF_KIND.get(kind, ()), *_MANAGED_LABELS)),
        ("annotations", _ANNOTATIONS),
    ):
        entries = metadata.get(key)
        for name in entries if isinstance(entries, dict) else ():
            if _is_one_of(name, names):
                yield "metadata", key, name
    finalizers = metadata.get("finalizers")
    # A list in which somebody else has one, too, stays whole: who takes it away has to know.
    if isinstance(finalizers, list) and all(map(_is_finalizer_of_controller, finalizers)):
        yield "metadata", "finalizers"


def without_server_fields(body: dict[str, Value]) -> dict[str, Value]:
    """An object as people write it; labels and annotations that are emptied by that go, too."""
    return without_fields(body, server_fields(body))


def without_fields(body: dict[str, Value], paths: Iterable[Path]) -> dict[str, Value]:
    """An object without some of its fields, of those at the top and those of its metadata.

    Labels and annotations that are emptied by that go, too.
    """
    written = {*paths}
    own = {key: value for key, value in body.items() if (key,) not in written}
    metadata = own.get("metadata")
    if isinstance(metadata, dict):
        own["metadata"] = _own_metadata(metadata, written)
    return own


def _own_metadata(metadata: dict[str, Value], written: Container[Path]) -> dict[str, Value]:
    own: dict[str, Value] = {}
    for key, value in metadata.items():
        if ("metadata", key) in written:
            continue
        kept = value
        if isinstance(value, dict):
            kept = {k: item for k, item in value.items() if ("metadata", key, k) not in written}
        if kept or not value:
            own[key] = kept
    return own


def _is_one_of(key: str, names: _Names) -> bool:
    return any(key == name or (name.endswith("/") and key.startswith(name)) for name in names)


def _is_finalizer_of_controller(name: object) -> bool:
    """Whether a controller of Gardener, or External Secrets Operator, adds it to its objects."""
    domain = str(name).partition("/")[0]
    return name == "gardener" or f".{domain}".endswith((".gardener.cloud", ".external-secrets.io"))
