"""Marks that tools leave on live objects, and what people write for the same tools."""

from __future__ import annotations

from random import Random
from typing import Any, Final

OF_TOOLS: Final = {
    "labels": {
        "argocd.argoproj.io/instance": "gardener",
        "kustomize.toolkit.fluxcd.io/name": "gardener",
        "kustomize.toolkit.fluxcd.io/namespace": "flux-system",
        "helm.toolkit.fluxcd.io/name": "gardener",
        "app.kubernetes.io/managed-by": "Helm",
        "applyset.kubernetes.io/part-of": "applyset-x-v1",
        "kapp.k14s.io/app": "1600468671765235154",
        "resources.gardener.cloud/managed-by": "gardener",
    },
    "annotations": {
        "argocd.argoproj.io/tracking-id": "gardener:core.gardener.cloud/Seed:/ali",
        "kustomize.toolkit.fluxcd.io/checksum": "0a1b",
        "meta.helm.sh/release-name": "gardener",
        "meta.helm.sh/release-namespace": "garden",
        "kubectl.kubernetes.io/last-applied-configuration": "{}",
        "kubectl.kubernetes.io/restartedAt": "2026-01-01T00:00:00Z",
        "config.kubernetes.io/origin": "path: seed.yaml\n",
        "alpha.config.kubernetes.io/transformations": "- configuredIn: kustomization.yaml\n",
        "gardener.cloud/operation": "reconcile",
        "confirmation.gardener.cloud/deletion": "true",
        "resources.gardener.cloud/origin": "garden:x/y",
    },
}
OF_PEOPLE: Final = {
    "labels": {"team": "ali", "app.kubernetes.io/part-of": "gardener"},
    "annotations": {
        "argocd.argoproj.io/sync-wave": "2",
        "argocd.argoproj.io/hook": "PreSync",
        "argocd.argoproj.io/sync-options": "ServerSideApply=true",
        "argocd.argoproj.io/compare-options": "IgnoreExtraneous",
        "kustomize.toolkit.fluxcd.io/prune": "disabled",
    },
}


def marked(body: dict[str, Any], seed: str, kinds: dict[str, dict[str, str]]) -> dict[str, Any]:
    """An object with some of the labels and annotations of a table, as a seed chooses them."""
    random = Random(f"{seed} {body['kind']} {body['metadata']['name']}")  # noqa: S311  no secret
    metadata = dict(body["metadata"])
    for part, marks in kinds.items():
        chosen = random.sample(sorted(marks), random.randint(0, len(marks)))
        own = metadata.get(part) or {}
        if added := {key: marks[key] for key in chosen if key not in own}:
            metadata[part] = {**own, **added}
    return {**body, "metadata": metadata}
