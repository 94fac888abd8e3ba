"""What gardenlet and gardener-operator install of what we generate."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conformance.landscapes import (
    DEPLOYMENT,
    VALUES,
    Case,
    Cluster,
    as_yaml,
    cases,
    clusters,
    generate,
)
from tests.conformance.objects import NAME, Objects

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.judges import Judge

EVERYWHERE = {
    *("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "ServiceAccount"),
    *("ConfigMap", "Deployment", "PodDisruptionBudget", "Service", "VerticalPodAutoscaler"),
}
"""Kinds that the chart makes in every cluster."""


def installed(
    case: Case, cluster: Cluster, folder: Path, gardener: Judge
) -> tuple[Objects, Objects]:
    """The objects as rendered, and as gardenlet installs them."""
    answer = gardener.accepts(
        "gardenlet",
        deployment=generate(case.catalog, folder)[DEPLOYMENT],
        chart=blob(folder),
        objects=[case.expected["gardenSecret"]] if "gardenSecret" in case.expected else [],
        **cluster.question(),
    )
    return Objects.of(answer["rendered"]), Objects.of(answer["installed"])


def installed_by_operator(case: Case, folder: Path, gardener: Judge) -> Objects:
    """The objects that the operator installs for an Extension with our values."""
    values = yaml.safe_load(generate(case.catalog, folder / "values", "--only", "values")[VALUES])
    answer = gardener.accepts(
        "operator",
        extension=as_yaml(extension_object(case, values)),
        chart=blob(folder),
        objects=[case.expected["gardenSecret"]] if "gardenSecret" in case.expected else [],
    )
    return Objects.of(answer["rendered"])


def extension_object(case: Case, values: dict[str, Any]) -> dict[str, Any]:
    """An Extension for a chart from a registry, whatever the catalog says of it."""
    resource = {"apiVersion": "v1", "kind": "Secret", "name": "owner-keys"}
    return {
        "apiVersion": "operator.gardener.cloud/v1alpha1",
        "kind": "Extension",
        "metadata": {"name": "provider-alicloud"},
        "spec": {
            "deployment": {
                "extension": {
                    "helm": {"ociRepository": {"ref": "registry.example.com/chart:v1"}},
                    "runtimeClusterValues": values,
                },
                "resources": [{"name": "machineImageOwner", "resourceRef": resource}]
                if "gardenSecret" in case.expected
                else [],
            }
        },
    }


def blob(folder: Path) -> str:
    """The chart as we pack it, for whoever pulls it from a registry."""
    catalog = {"images": {"any": {"versions": {"1.0.0": {"cn-shanghai": "any.vhd"}}}}}
    manifest = yaml.safe_load(generate(catalog, folder / "chart")[DEPLOYMENT])
    chart: str = manifest["providerConfig"]["chart"]
    return base64.b64encode(base64.b64decode(chart)).decode()


ALL = [
    pytest.param(case, cluster, id=f"{case.name}-{cluster.name}")
    for case in cases()
    for cluster in clusters()
]


@pytest.mark.parametrize(("case", "cluster"), ALL)
def test_kinds(case: Case, cluster: Cluster, tmp_path: Path, gardener: Judge) -> None:
    rendered, after = installed(case, cluster, tmp_path, gardener)
    expected = EVERYWHERE | {"ClusterFilter"}
    expected |= {"Secret"} if case.expected["ownerSecret"] else set()
    expected |= {"StorageClass"} if cluster.provider == "alicloud" else set()
    assert rendered.kinds() == expected
    assert set(rendered.by_name) == set(after.by_name)


@pytest.mark.parametrize(("case", "cluster"), ALL)
def test_gardenlet_adds_what_the_extension_needs(
    case: Case, cluster: Cluster, tmp_path: Path, gardener: Judge
) -> None:
    _, after = installed(case, cluster, tmp_path, gardener)
    pod = after.one("Deployment")["spec"]["template"]["spec"]
    names = {each["name"] for each in after.container()["env"]}
    assert "GARDEN_KUBECONFIG" in names
    assert ("SEED_NAME" in names) == bool(cluster.seed)
    assert ("SHOOT_NAME" in names) == bool(cluster.shoot)
    assert pod.get("hostNetwork", False) is cluster.bootstrap


@pytest.mark.parametrize("cluster", clusters(), ids=lambda cluster: cluster.name)
def test_ports(cluster: Cluster, tmp_path: Path, gardener: Judge) -> None:
    _, after = installed(cases()[0], cluster, tmp_path, gardener)
    ports = {each["name"]: each["containerPort"] for each in after.container()["ports"]}
    usual = {"metrics": 8080, "webhook-server": 10250, "health": 8081}
    assert len(set(ports.values())) == len(usual)
    assert (ports == usual) is not cluster.bootstrap
    arguments = set(after.container()["args"])
    assert {
        f"--metrics-bind-address=:{ports['metrics']}",
        f"--webhook-config-server-port={ports['webhook-server']}",
        f"--health-bind-address=:{ports['health']}",
    } <= arguments
    assert after.one("Service")["spec"]["ports"][0]["targetPort"] == ports["webhook-server"]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_garden_runtime(case: Case, tmp_path: Path, gardener: Judge) -> None:
    rendered = installed_by_operator(case, tmp_path, gardener)
    secret = {"Secret"} if case.expected["ownerSecret"] else set()
    assert rendered.kinds() == EVERYWHERE | secret
    arguments = rendered.container()["args"]
    assert "--extension-classes=garden" in arguments
    assert "--controllers=backupbucket,dnsrecord" in arguments
    pod = rendered.one("Deployment")["spec"]["template"]["spec"]
    assert pod["priorityClassName"] == "gardener-garden-system-200"


def test_names_do_not_depend_on_the_cluster(tmp_path: Path, gardener: Judge) -> None:
    found = {
        installed(cases()[0], cluster, tmp_path / cluster.name, gardener)[0].one("Deployment")[
            "metadata"
        ]["name"]
        for cluster in clusters()
    }
    assert found == {NAME}
