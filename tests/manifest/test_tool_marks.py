"""What tools write into metadata for themselves is told from what people write for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.manifest.tool_marks import NO_TOOL, tool_marks

if TYPE_CHECKING:
    from generator.catalog.values import Value

MARKS = [
    ("labels", "argocd.argoproj.io/instance", "gardener", "Argo CD"),
    ("annotations", "argocd.argoproj.io/tracking-id", "gardener:core/Seed:/ali", "Argo CD"),
    ("annotations", "argocd.argoproj.io/installation-id", "east", "Argo CD"),
    ("labels", "kustomize.toolkit.fluxcd.io/name", "gardener", "Flux"),
    ("labels", "kustomize.toolkit.fluxcd.io/namespace", "flux-system", "Flux"),
    ("annotations", "kustomize.toolkit.fluxcd.io/checksum", "0a1b", "Flux"),
    ("labels", "helm.toolkit.fluxcd.io/name", "gardener", "Flux"),
    ("labels", "helm.toolkit.fluxcd.io/namespace", "flux-system", "Flux"),
    ("annotations", "reconcile.fluxcd.io/requestedAt", "2026-01-01T00:00:00Z", "Flux"),
    ("annotations", "meta.helm.sh/release-name", "gardener", "Helm"),
    ("annotations", "meta.helm.sh/release-namespace", "garden", "Helm"),
    ("labels", "app.kubernetes.io/managed-by", "Helm", "Helm"),
    ("labels", "app.kubernetes.io/managed-by", "kustomize-v5.6.0", "kustomize"),
    ("annotations", "config.kubernetes.io/origin", "path: seed.yaml\n", "kustomize"),
    ("annotations", "alpha.config.kubernetes.io/transformations", "- a\n- b\n", "kustomize"),
    ("annotations", "kubectl.kubernetes.io/restartedAt", "2026-01-01T00:00:00Z", "kubectl"),
    ("annotations", "kubernetes.io/change-cause", "kubectl apply --record=true", "kubectl"),
    ("labels", "applyset.kubernetes.io/part-of", "applyset-x-v1", "kubectl"),
    ("labels", "kapp.k14s.io/app", "1600468671765235154", "kapp"),
    ("annotations", "kapp.k14s.io/original", "{}", "kapp"),
    ("labels", "objectset.rio.cattle.io/hash", "0a1b", "Fleet"),
    ("annotations", "config.k8s.io/owning-inventory", "x", "Config Sync"),
    ("annotations", "configmanagement.gke.io/managed", "enabled", "Config Sync"),
    ("annotations", "configmanagement.gke.io/token", "0a1b", "Config Sync"),
    ("annotations", "configsync.gke.io/resource-id", "_seed_ali", "Config Sync"),
    ("labels", "configsync.gke.io/declared-version", "v1", "Config Sync"),
    ("labels", "app.kubernetes.io/managed-by", "configmanagement.gke.io", "Config Sync"),
    ("labels", "fluxcd.io/sync-gc-mark", "sha256.0a1b", "Flux"),
    ("annotations", "reconcile.fluxcd.io/forceAt", "2026-01-01T00:00:00Z", "Flux"),
    ("labels", "manifest.deployer.landscaper.gardener.cloud/deployitem", "ali", "Landscaper"),
    ("labels", "app.kubernetes.io/managed-by", "pulumi", "Pulumi"),
    ("annotations", "pulumi.com/autonamed", "true", "Pulumi"),
    ("labels", "velero.io/restore-name", "garden", "Velero"),
    ("annotations", "reconcile.external-secrets.io/data-hash", "0a1b", "External Secrets"),
    ("annotations", "gardener.cloud/operation", "reconcile", NO_TOOL),
    ("annotations", "confirmation.gardener.cloud/deletion", "true", NO_TOOL),
]
OF_PEOPLE = [
    ("labels", "team", "ali"),
    ("annotations", "argocd.argoproj.io/sync-wave", "2"),
    ("annotations", "argocd.argoproj.io/hook", "PreSync"),
    ("annotations", "argocd.argoproj.io/sync-options", "ServerSideApply=true"),
    ("annotations", "argocd.argoproj.io/compare-options", "IgnoreExtraneous"),
    ("annotations", "kustomize.toolkit.fluxcd.io/prune", "disabled"),
    ("annotations", "kustomize.toolkit.fluxcd.io/ssa", "Merge"),
    ("annotations", "helm.toolkit.fluxcd.io/driftDetection", "disabled"),
    ("annotations", "helm.sh/resource-policy", "keep"),
    ("annotations", "configmanagement.gke.io/managed", "disabled"),
    ("annotations", "configsync.gke.io/cluster-name-selector", "east"),
    ("annotations", "pulumi.com/skipAwait", "true"),
    ("labels", "velero.io/exclude-from-backup", "true"),
    ("labels", "app.kubernetes.io/managed-by", "the-ali-team"),
    ("labels", "app.kubernetes.io/instance", "ali"),
    ("labels", "app.kubernetes.io/name", "ali"),
    ("annotations", "kubernetes.io/change-cause", "opened cn-beijing"),
    ("annotations", "kapp.k14s.io/change-group", "gardener"),
    ("annotations", "config.kubernetes.io/local-config", "true"),
    ("labels", "gardener.cloud/role", "resource-reference"),
    ("annotations", "gardener.cloud/operations-runbook", "see the wiki"),
    ("labels", "meta.helm.sh.example.com/x", "y"),
    ("annotations", "argocd.argoproj.io/instance", "not a label"),
]


def body(*entries: tuple[str, str, str]) -> dict[str, object]:
    metadata: dict[str, Value] = {"name": "ali"}
    for part, key, value in entries:
        node = metadata.setdefault(part, {})
        assert isinstance(node, dict)
        node[key] = value
    return {"kind": "Seed", "metadata": metadata}


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: f"{mark[1]}={mark[2]}")
def test_marks_are_known_by_their_tools(mark: tuple[str, str, str, str]) -> None:
    part, key, value, tool = mark
    beside = [entry for entry in OF_PEOPLE if entry[:2] != (part, key)]
    beside = [entry for entry in beside if entry[1] != "app.kubernetes.io/instance"]
    assert [*tool_marks(body(*beside, (part, key, value)))] == [(("metadata", part, key), tool)]


@pytest.mark.parametrize("entry", OF_PEOPLE, ids=lambda entry: f"{entry[1]}={entry[2]}")
def test_what_people_write_is_no_mark(entry: tuple[str, str, str]) -> None:
    assert not [*tool_marks(body(entry))]


TRACKING = ("annotations", "argocd.argoproj.io/tracking-id", "ali:core/Seed:/ali")
WAVE = ("annotations", "argocd.argoproj.io/sync-wave", "2")


@pytest.mark.parametrize(
    ("instance", "others", "is_mark"),
    [
        pytest.param("ali", [TRACKING], True, id="the application of the tracking ID"),
        pytest.param("other", [TRACKING], False, id="another one: Argo CD tracks by annotation"),
        pytest.param("ali", [WAVE], True, id="an object of Argo CD without a tracking ID"),
        pytest.param("ali", [], False, id="nothing says that Argo CD applies it"),
        pytest.param("ali", [("annotations", "x", "y")], False, id="the same beside others"),
    ],
)
def test_the_label_instance_is_that_of_argo_cd_where_something_says_so(
    instance: str, others: list[tuple[str, str, str]], *, is_mark: bool
) -> None:
    label = ("labels", "app.kubernetes.io/instance", instance)
    paths = [path[-1] for path, _ in tool_marks(body(label, *others))]
    assert (label[1] in paths) is is_mark


@pytest.mark.parametrize("metadata", [None, [], "x", {"labels": None, "annotations": []}])
def test_metadata_of_another_type_has_no_marks(metadata: object) -> None:
    assert not [*tool_marks({"metadata": metadata})]
