"""Objects of other providers are told from ours, alone as well as beside ours."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import cli
from generator.importing.release_formats import read_releases
from generator.problems import ProblemsError
from tests.support.manifests import CHART, blob

NOT_OURS = re.compile(r"(?:is not about|does not back up to) Alibaba Cloud\n")
CORE = "core.gardener.cloud/v1beta1"
OURS = """\
apiVersion: core.gardener.cloud/v1beta1
kind: CloudProfile
metadata: {name: ali}
spec:
  type: alicloud
  kubernetes: {versions: [{version: 1.34.2}]}
  machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
  regions: [{name: cn-shanghai}]
  machineImages: [{name: a, versions: [{version: 1.0.0}]}]
  providerConfig:
    machineImages:
    - name: a
      versions: [{version: 1.0.0, regions: [{name: cn-shanghai, id: m-uf6hvbrxclop1jtat17m}]}]
"""


def head(kind: str, name: str, version: str = CORE, **labels: str) -> dict[str, Any]:
    metadata = {"name": name, **({"labels": labels} if labels else {})}
    return {"apiVersion": version, "kind": kind, "metadata": metadata}


def config(provider: str) -> dict[str, Any]:
    """A CloudProfileConfig of the same shape as ours, as that of OpenStack is."""
    regions = [{"name": "cn-shanghai", "id": "m-uf6hvbrxclop1jtat17m"}]
    return {
        "apiVersion": f"{provider}.provider.extensions.gardener.cloud/v1alpha1",
        "kind": "CloudProfileConfig",
        "machineImages": [{"name": "b", "versions": [{"version": "1.0.0", "regions": regions}]}],
    }


def resources(*types: str) -> list[dict[str, str]]:
    return [{"kind": "Worker", "type": name} for name in types]


def deployment(name: str, **helm: Any) -> dict[str, Any]:
    return {**head("ControllerDeployment", name, "core.gardener.cloud/v1"), "helm": helm}


def oci(ref: str) -> dict[str, str]:
    return {"ref": f"registry.example.com/{ref}:v1.0.0"}


PARENT = {"parent": {"kind": "CloudProfile", "name": "os"}}
OTHERS: dict[str, dict[str, Any]] = {
    "registration": {
        **head("ControllerRegistration", "provider-openstack"),
        "spec": {
            "deployment": {"deploymentRefs": [{"name": "provider-openstack"}]},
            "resources": resources("openstack", "openstack-designate"),
        },
    },
    "registration whose name speaks of ours": {
        **head("ControllerRegistration", "not-alicloud"),
        "spec": {"resources": resources("openstack")},
    },
    "extension": {
        **head("Extension", "provider-openstack", "operator.gardener.cloud/v1alpha1"),
        "spec": {
            "resources": resources("openstack"),
            "deployment": {"extension": {"helm": {"ociRepository": oci("provider-openstack")}}},
        },
    },
    "deployment by its registry": deployment("mine", ociRepository=oci("provider-openstack")),
    "deployment by its chart": deployment("mine", rawChart=blob(CHART)),
    "deployment by its image": deployment(
        "mine", values={"image": {"repository": "registry.example.com/networking-cilium"}}
    ),
    "deployment of v1beta1": {
        **head("ControllerDeployment", "mine"),
        "type": "helm",
        "providerConfig": {"chart": blob(CHART), "values": {"config": {"etcd": {}}}},
    },
    "values": {"config": {"etcd": {}}, "image": {"repository": "example.com/provider-openstack"}},
    "profile": {
        **head("CloudProfile", "os"),
        "spec": {"type": "openstack", "providerConfig": config("openstack")},
    },
    "profile without a type": {
        **head("CloudProfile", "os"),
        "spec": {"machineImages": [], "providerConfig": config("openstack")},
    },
    "spec of a profile": {"type": "openstack", "providerConfig": config("openstack")},
    "spec of a profile without a type": {"providerConfig": config("openstack")},
    "config": config("openstack"),
    "namespaced profile by its config": {
        **head("NamespacedCloudProfile", "team"),
        "spec": {**PARENT, "providerConfig": config("openstack")},
    },
    "namespaced profile by its label": {
        **head(
            "NamespacedCloudProfile",
            "team",
            **{"provider.extensions.gardener.cloud/openstack": "true"},
        ),
        "spec": {**PARENT, "kubernetes": {"versions": []}},
    },
    "seed": {
        **head("Seed", "one"),
        "spec": {"provider": {"type": "openstack"}, "backup": {"provider": "openstack"}},
    },
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def imported(capfd: pytest.CaptureFixture[str], *objects: dict[str, Any]) -> tuple[int, str, str]:
    Path("x.json").write_text(json.dumps({"kind": "List", "items": objects}))
    code = cli.run(["import", "x.json"])
    return code, *capfd.readouterr()


@pytest.mark.parametrize("foreign", OTHERS.values(), ids=OTHERS)
def test_an_object_of_another_provider_alone_is_refused(
    foreign: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = imported(capfd, foreign)
    assert (code, out) == (1, "")
    assert err.startswith("x.json:1:")
    assert NOT_OURS.search(err)


@pytest.mark.parametrize("foreign", OTHERS.values(), ids=OTHERS)
def test_an_object_of_another_provider_beside_ours_is_left_out_and_noted(
    foreign: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    Path("ours.yaml").write_text(OURS)
    assert cli.run(["import", "ours.yaml"]) == 0
    alone = yaml.safe_load(capfd.readouterr().out)
    code, out, _ = imported(capfd, yaml.safe_load(OURS), foreign)
    assert code == 0
    assert yaml.safe_load(out) == alone
    assert len(NOT_OURS.findall(out)) == 1


def test_a_namespaced_profile_follows_the_parent_that_stands_beside_it(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def child(parent: str) -> dict[str, Any]:
        version = {"version": "1.0.0", "expirationDate": "2027-03-31T23:59:59Z"}
        return {
            **head("NamespacedCloudProfile", ""),
            "metadata": {"name": f"of-{parent}", "namespace": "garden-team"},
            "spec": {
                "parent": {"kind": "CloudProfile", "name": parent},
                "machineImages": [{"name": "a", "versions": [version]}],
            },
        }

    children = [child("os"), child("ali"), child("elsewhere")]
    code, out, _ = imported(capfd, yaml.safe_load(OURS), OTHERS["profile"], *children)
    assert code == 0
    names = [profile["name"] for profile in yaml.safe_load(out)["namespacedCloudProfiles"]]
    assert names == ["of-ali", "of-elsewhere"]


SIGNS: dict[str, list[dict[str, Any]]] = {
    "its name": [deployment("ali-alicloud", ociRepository=oci("x"))],
    "its registry": [deployment("mine", ociRepository=oci("extensions/provider-alicloud"))],
    "its image": [deployment("mine", values={"image": {"repository": "x.example.com/alicloud"}})],
    "shared IDs": [
        deployment("m", ociRepository=oci("x"), values={"config": {"toBeSharedImageIDs": []}})
    ],
    "images": [
        deployment(
            "mine",
            ociRepository=oci("x"),
            values={
                "config": {
                    "machineImages": [
                        {
                            "name": "b",
                            "version": "1.0.0",
                            "regions": [{"region": "r", "imageID": "i"}],
                        }
                    ]
                }
            },
        )
    ],
    "nothing": [deployment("mine", values={"replicaCount": 2})],
    "our registration": [
        deployment("mine", ociRepository=oci("x")),
        deployment("alicloud-of-another", ociRepository=oci("x")),
        {
            **head("ControllerRegistration", "ours"),
            "spec": {
                "deployment": {"deploymentRefs": [{"name": "mine"}]},
                "resources": resources("alicloud"),
            },
        },
    ],
}


@pytest.mark.parametrize("sign", SIGNS)
def test_a_deployment_is_ours_by(sign: str, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = imported(capfd, yaml.safe_load(OURS), *SIGNS[sign])
    assert code == 0, err
    section = yaml.safe_load(out)["controllerDeployment"]
    assert section["name"] == SIGNS[sign][0]["metadata"]["name"]


@pytest.mark.parametrize("foreign", ["profile", "config", "namespaced profile by its label"])
def test_no_releases_are_read_of_another_provider(foreign: str) -> None:
    with pytest.raises(ProblemsError, match="there is no release in it"):
        read_releases([(json.dumps(OTHERS[foreign]).encode(), "x.json")])
