"""What kustomize builds of our folders, before those who take it: the operator, real servers."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conformance.landscapes import as_yaml, generate
from tests.support.tools import need

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.control_plane import ControlPlane, Mode
    from tests.conformance.judges import Judge

IMAGES = {
    "gardenlinux": {
        "shared": True,
        "versions": {"1877.13.0": {"cn-shanghai": "m-uf6hvbrxclop1jtat17m"}},
    }
}
CATALOG: dict[str, Any] = {
    "images": IMAGES,
    "target": {"apply": "server-side"},
    "ownerSecret": {"resource": "owner"},
    "rules": {"owner-secret-actuator": "off"},
    "kustomization": {},
}
FOREIGN = "registry.example/charts/gardener/extensions"
KEY = {
    "accessKeyID": {"env": "ALICLOUD_OWNER_ACCESS_KEY_ID"},
    "accessKeySecret": {"env": "ALICLOUD_OWNER_ACCESS_KEY_SECRET"},
}
OF_OTHERS: dict[str, Any] = {
    "apiVersion": "operator.gardener.cloud/v1alpha1",
    "kind": "Extension",
    "metadata": {
        "name": "provider-alicloud",
        "annotations": {"security.gardener.cloud/pod-security-enforce": "baseline"},
    },
    "spec": {
        "resources": [
            {"kind": "Infrastructure", "type": "alicloud"},
            {"kind": "Worker", "type": "alicloud"},
        ],
        "deployment": {
            "extension": {
                "helm": {"ociRepository": {"ref": f"{FOREIGN}/provider-alicloud:v1.71.0"}},
                "injectGardenKubeconfig": True,
                "values": {"imageVectorOverwrite": "images: []\n"},
            },
            "admission": {
                "runtimeCluster": {"helm": {"ociRepository": {"ref": f"{FOREIGN}/runtime:v1"}}},
                "virtualCluster": {"helm": {"ociRepository": {"ref": f"{FOREIGN}/virtual:v1"}}},
                "values": {},
            },
        },
    },
}
"""An Extension as gardener-landscape-kit makes it: its charts are references."""


def build(folder: Path) -> str:
    return subprocess.run(
        [need("kustomize"), "build", str(folder)], check=True, capture_output=True, text=True
    ).stdout


def patched(folder: Path, how: str) -> str:
    """The Extension of others, changed as an overlay in a folder says."""
    (folder / "others.yaml").write_text(as_yaml(OF_OTHERS))
    (folder / "kustomization.yaml").write_text(f"resources: [others.yaml]\n{how}\n")
    return build(folder)


def test_a_patch_leaves_the_charts_of_others(tmp_path: Path, gardener: Judge) -> None:
    section = {"form": "patch", "values": {"replicaCount": 2}, "admission": {"values": {"a": 1}}}
    generate({**CATALOG, "controllerDeployment": None, "extension": section}, tmp_path)
    manifest = patched(tmp_path, "components: [out/catalog/extension-patch]")
    gardener.accepts("admission", manifest=manifest)
    expected, found = yaml.safe_load(as_yaml(OF_OTHERS))["spec"], yaml.safe_load(manifest)["spec"]
    values = found["deployment"]["extension"].pop("values")
    assert "image" not in values
    assert values["replicaCount"] == 2
    assert values["config"]["toBeSharedImageIDs"] == ["m-uf6hvbrxclop1jtat17m"]
    assert expected["deployment"]["extension"].pop("values").items() <= values.items()
    assert found["deployment"].pop("resources")[0]["resourceRef"]["name"] == "owner"
    expected["deployment"]["admission"]["values"] = {"a": 1}
    assert found == expected


def test_a_whole_extension_over_that_of_others_is_refused(tmp_path: Path, gardener: Judge) -> None:
    generate({**CATALOG, "controllerDeployment": None, "extension": {}}, tmp_path)
    manifest = patched(tmp_path, "patches: [{path: out/catalog/runtime/extension.yaml}]")
    assert "ociRepository" in "".join(gardener.ask("admission", manifest=manifest).refusals)


WAYS: dict[Mode, dict[str, Any]] = {
    "client-side": {"ownerSecret": None},
    "server-side": {
        "ownerSecret": {"resource": "owner", **KEY},
        "controllerDeployment": {"apiVersion": "v1"},
    },
}


@pytest.mark.parametrize("mode", WAYS)
@pytest.mark.usefixtures("access_keys")
def test_both_folders_are_applied_once(mode: Mode, plane: ControlPlane, tmp_path: Path) -> None:
    spec = {
        "kubernetes": {"versions": [{"version": "1.33.4"}]},
        "machineTypes": [{"name": "ecs.g7.large", "cpu": "2", "gpu": "0", "memory": "8Gi"}],
        "regions": [{"name": "cn-shanghai", "zones": [{"name": "cn-shanghai-g"}]}],
    }
    seeds = [{"name": "cn", "backup": {"secret": {"name": "backup", **KEY}}}]
    sections = {"extension": {}, "seeds": seeds, "cloudProfile": {"spec": spec}, **WAYS[mode]}
    generate({**CATALOG, "target": {"apply": mode}, **sections}, tmp_path, "--with-secrets")
    how = ["--server-side"] if mode == "server-side" else []
    folders = [str(tmp_path / "out/catalog" / name) for name in ("runtime", "virtual-garden")]
    for folder in folders:
        assert plane.done("apply", *how, "-k", folder)
    for folder in folders:
        assert plane.done("diff", *how, "-k", folder) == ""
        again = plane.done("apply", *how, "-k", folder).splitlines()
        word = "serverside-applied" if how else "unchanged"
        assert all(line.endswith(word) for line in again), again
