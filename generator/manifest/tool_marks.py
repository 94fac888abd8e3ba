"""What other tools write into the metadata of live objects, for themselves.

A tool puts it back whenever it applies an object, so no manifest has to say it: by such marks it
finds its own objects again, remembers what it applied, or is asked to do something once. What
people write for the same tools (in which wave Argo CD applies an object, say) is not a mark.

Only keys that are known to be marks are: another one may be a wish of somebody. Sources:
`common/common.go` of Argo CD, Flux's kustomize-controller and helm-controller, Helm's
`pkg/action/validate.go`, kubectl's `pkg/cmd/apply/applyset.go`, `pkg/kapp/{app,diff,resources}` of
kapp, kustomize's `api/internal/utils`, `pkg/metadata` of Config Sync, `pkg/deployer/manifest` of
Landscaper, gardener v1.150.0 `pkg/apis/core/v1beta1/constants`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.problems import Path

_Part = Literal["labels", "annotations"]
_BOTH: Final[tuple[_Part, ...]] = ("labels", "annotations")
_ANNOTATIONS: Final[tuple[_Part, ...]] = ("annotations",)
_LABELS: Final[tuple[_Part, ...]] = ("labels",)


@dataclass(frozen=True, slots=True)
class _Marks:
    """Keys that a tool writes; one that ends with `/` stands for all that begin so.

    Where `values` is given, only a value of this form is a mark.
    """

    tool: str
    parts: tuple[_Part, ...]
    keys: tuple[str, ...]
    values: re.Pattern[str] = re.compile(r"(?s:.*)")


NO_TOOL: Final = ""
"""In the place of a tool: somebody asked for an operation once, which Gardener then removes."""

_MANAGED_BY: Final = "app.kubernetes.io/managed-by"

_MANAGED: Final = "configmanagement.gke.io/managed"

_MARKS: Final = (
    _Marks("Argo CD", _LABELS, ("argocd.argoproj.io/instance",)),
    _Marks(
        "Argo CD",
        _ANNOTATIONS,
        (
            "argocd.argoproj.io/installation-id",
            "argocd.argoproj.io/refresh",
            "argocd.argoproj.io/tracking-id",
        ),
    ),
    _Marks(
        "Flux",
        _BOTH,
        tuple(
            f"{kind}.toolkit.fluxcd.io/{key}"
            for kind in ("kustomize", "helm")
            for key in ("checksum", "name", "namespace")
        ),
    ),
    _Marks("Flux", _LABELS, ("fluxcd.io/sync-gc-mark",)),
    _Marks(
        "Flux",
        _ANNOTATIONS,
        (
            "fluxcd.io/sync-checksum",
            "reconcile.fluxcd.io/forceAt",
            "reconcile.fluxcd.io/requestedAt",
            "reconcile.fluxcd.io/resetAt",
        ),
    ),
    _Marks("Helm", _ANNOTATIONS, ("meta.helm.sh/",)),
    _Marks("Helm", _LABELS, (_MANAGED_BY,), re.compile("Helm|Tiller")),
    _Marks("kustomize", _LABELS, (_MANAGED_BY,), re.compile("kustomize-.*")),
    _Marks(
        "kustomize",
        _ANNOTATIONS,
        (
            "alpha.config.kubernetes.io/transformations",
            "config.k8s.io/id",
            "config.kubernetes.io/index",
            "config.kubernetes.io/origin",
            "config.kubernetes.io/path",
            "internal.config.kubernetes.io/",
            "kustomize.config.k8s.io/id",
        ),
    ),
    _Marks("kubectl", _BOTH, ("applyset.kubernetes.io/",)),
    _Marks("kubectl", _ANNOTATIONS, ("kubectl.kubernetes.io/restartedAt",)),
    _Marks("kubectl", _ANNOTATIONS, ("kubernetes.io/change-cause",), re.compile("kubectl .*")),
    _Marks("kapp", _LABELS, ("kapp.k14s.io/app", "kapp.k14s.io/association")),
    _Marks(
        "kapp",
        _ANNOTATIONS,
        (
            "kapp.k14s.io/identity",
            "kapp.k14s.io/nonce",
            "kapp.k14s.io/original",
            "kapp.k14s.io/original-diff",
            "kapp.k14s.io/original-diff-full",
            "kapp.k14s.io/original-diff-md5",
        ),
    ),
    _Marks("Fleet", _BOTH, ("objectset.rio.cattle.io/",)),
    _Marks("Config Sync", _LABELS, ("configsync.gke.io/declared-version",)),
    _Marks("Config Sync", _LABELS, (_MANAGED_BY,), re.compile(r"configmanagement\.gke\.io")),
    _Marks(
        "Config Sync", _ANNOTATIONS, ("configmanagement.gke.io/managed",), re.compile("enabled")
    ),
    _Marks(
        "Config Sync",
        _ANNOTATIONS,
        (
            "config.k8s.io/owning-inventory",
            "configmanagement.gke.io/cluster-name",
            "configmanagement.gke.io/source-path",
            "configmanagement.gke.io/token",
            "configsync.gke.io/declared-fields",
            "configsync.gke.io/git-context",
            "configsync.gke.io/manager",
            "configsync.gke.io/resource-id",
        ),
    ),
    _Marks("Landscaper", _LABELS, ("manifest.deployer.landscaper.gardener.cloud/",)),
    _Marks("Pulumi", _LABELS, (_MANAGED_BY,), re.compile("pulumi")),
    _Marks("Pulumi", _ANNOTATIONS, ("pulumi.com/autonamed",)),
    _Marks("Velero", _LABELS, ("velero.io/backup-name", "velero.io/restore-name")),
    _Marks("Skaffold", _LABELS, ("skaffold.dev/run-id",)),
    _Marks("External Secrets", _BOTH, ("reconcile.external-secrets.io/",)),
    _Marks(
        NO_TOOL,
        _ANNOTATIONS,
        (
            "confirmation.gardener.cloud/deletion",
            "confirmation.gardener.cloud/force-deletion",
            "gardener.cloud/operation",
            "gardener.cloud/timestamp",
            "maintenance.gardener.cloud/operation",
        ),
    ),
)

_ARGO: Final = "argocd.argoproj.io/"
_TRACKING_ID: Final = f"{_ARGO}tracking-id"
_INSTANCE: Final = "app.kubernetes.io/instance"
"""A label that people give; tracking by labels, Argo CD writes its application's name there."""


def tool_marks(body: Mapping[str, object]) -> Iterator[tuple[Path, str]]:
    """The path of each mark in an object, with the name of the tool that writes it, or `NO_TOOL`.

    `server_fields.without_fields` takes them out.
    """
    metadata = body.get("metadata")
    if not isinstance(metadata, dict):
        return
    for part in _BOTH:
        entries = metadata.get(part)
        for key, value in entries.items() if isinstance(entries, dict) else ():
            if marks := _marks_of(part, str(key), str(value)):
                yield ("metadata", part, key), marks.tool
    if _is_tracked_by_label(metadata):
        yield ("metadata", "labels", _INSTANCE), "Argo CD"


def _marks_of(part: _Part, key: str, value: str) -> _Marks | None:
    for marks in _MARKS:
        is_named = any(
            key == name or (name.endswith("/") and key.startswith(name)) for name in marks.keys
        )
        if is_named and part in marks.parts and marks.values.fullmatch(value):
            return marks
    return None


def _is_tracked_by_label(metadata: Mapping[str, object]) -> bool:
    """Whether the label `app.kubernetes.io/instance` is Argo CD's.

    Beside an ID for tracking, it is where both name the same application. Without that ID, Argo CD
    tracks by the label whatever else it is told to do with the object.
    """
    labels, annotations = metadata.get("labels"), metadata.get("annotations")
    if not isinstance(labels, dict) or not isinstance(annotations, dict) or _INSTANCE not in labels:
        return False
    if _TRACKING_ID in annotations:
        return str(annotations[_TRACKING_ID]).partition(":")[0] == str(labels[_INSTANCE])
    return any(str(key).startswith(_ARGO) for key in annotations)
