"""The operator's Extension: its charts, and whose values win."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator import cli
from tests.support.objects import generate, generated, load, path

PUBLIC = "europe-docker.pkg.dev/gardener-project/public/charts/gardener/extensions"
KEY = {
    "accessKeyID": "RkFLRUFDQ0VTU0tFWUlEMDAwMDAwMDA=",
    "accessKeySecret": "ZmFrZS1hY2Nlc3Mta2V5LXNlY3JldC0wMDAwMDAwMDAwMA==",
}
DIGEST = "sha256:" + 64 * "0"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def deployment(catalog: str, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = generated(catalog, "extension", *options)["spec"]["deployment"]
    return found


def chart(catalog: str) -> dict[str, Any]:
    found: dict[str, Any] = deployment(catalog)["extension"]["helm"]["ociRepository"]
    return found


def test_public_charts_of_the_target_are_the_default() -> None:
    found = deployment("target: {extension: v1.70.0}\nextension: {}\n")
    assert [
        part["helm"]["ociRepository"]
        for part in (
            found["extension"],
            found["admission"]["runtimeCluster"],
            found["admission"]["virtualCluster"],
        )
    ] == [
        {"repository": f"{PUBLIC}/{name}", "tag": "v1.70.0"}
        for name in (
            "provider-alicloud",
            "admission-alicloud-runtime",
            "admission-alicloud-application",
        )
    ]


@pytest.mark.parametrize(
    ("oci", "expected"),
    [
        ("{repository: r.example/c}", {"repository": "r.example/c", "tag": "v1.72.0"}),
        ("{tag: t}", {"repository": f"{PUBLIC}/provider-alicloud", "tag": "t"}),
        (
            f"{{digest: {DIGEST}}}",
            {"repository": f"{PUBLIC}/provider-alicloud", "digest": DIGEST},
        ),
        (
            f"{{repository: r.example/c, tag: t, digest: {DIGEST}}}",
            {"repository": "r.example/c", "tag": "t", "digest": DIGEST},
        ),
        ("{ref: r.example/c:t}", {"ref": "r.example/c:t"}),
        (
            "{ref: r.example/c:t, pullSecretRef: {name: p}, caBundleSecretRef: {name: c}}",
            {
                "ref": "r.example/c:t",
                "pullSecretRef": {"name": "p"},
                "caBundleSecretRef": {"name": "c"},
            },
        ),
    ],
)
def test_whatever_a_chart_leaves_open_is_filled_in(oci: str, expected: dict[str, Any]) -> None:
    assert chart(f"extension: {{chart: {{oci: {oci}}}}}\n") == expected


def test_the_controllerdeployments_chart_counts_where_it_is_in_a_registry() -> None:
    there = "controllerDeployment: {chart: {oci: {ref: r.example/c:t}}}\n"
    assert chart(there + "extension: {}\n") == {"ref": "r.example/c:t"}
    own = {"repository": f"{PUBLIC}/provider-alicloud", "tag": "own"}
    assert chart(there + "extension: {chart: {oci: {tag: own}}}\n") == own


def test_values_are_merged_over_those_of_the_controllerdeployment() -> None:
    catalog = """
csi: {enableADController: true}
controllerDeployment:
  values: {global: {b: 1, c: 2}, command: ["1"], config: {etcd: {storage: {capacity: 30Gi}}}}
extension:
  values: {global: {b: null, e: 3}, command: ["2"], config: {etcd: null}, chartDefault: null}
"""
    values = deployment(catalog)["extension"]["values"]
    deployed = generated(catalog, "controllerdeployment")["providerConfig"]["values"]
    assert deployed["global"] == {"b": 1, "c": 2}
    assert deployed["config"].pop("etcd") == {"storage": {"capacity": "30Gi"}}
    assert deployed["config"]["csi"] == {"enableADController": True}
    own = {"global": {"c": 2, "e": 3}, "command": ["2"], "chartDefault": None}
    assert values == {**deployed, **own}


def test_the_runtime_cluster_gets_the_image_and_no_list_of_images() -> None:
    image = (
        "controllerDeployment: {image: {repository: mirror.example/x}, values: {replicaCount: 3}}\n"
    )
    runtime = deployment(image + "extension: {}\n")["extension"]["runtimeClusterValues"]
    assert runtime == {"image": {"repository": "mirror.example/x", "tag": "v1.72.0"}}
    own = "extension: {runtimeClusterValues: {image: null, vpa: {enabled: no}}}\n"
    runtime = deployment(own)["extension"]["runtimeClusterValues"]
    assert runtime == {"vpa": {"enabled": False}}


@pytest.mark.parametrize(
    ("catalog", "injected"),
    [
        ("extension: {}\n", True),
        ("extension: {injectGardenKubeconfig: false}\n", None),
        ("extension: {}\ntarget: {gardener: v1.113.0}\n", None),
        ("extension: {}\ntarget: {gardener: v1.114.0}\n", True),
        # The ControllerDeployment's own switch is its own.
        ("extension: {}\ncontrollerDeployment: {injectGardenKubeconfig: false}\n", True),
    ],
)
def test_the_garden_kubeconfig_is_injected_where_target_and_catalog_allow(
    catalog: str, injected: bool | None
) -> None:
    assert deployment(catalog)["extension"].get("injectGardenKubeconfig") == injected


def test_the_owner_secret_is_declared_where_the_values_refer_to_it() -> None:
    found = deployment(
        "ownerSecret: {resource: r}\ncontrollerDeployment: {apiVersion: v1}\nextension: {}\n"
    )
    (resource,) = found["resources"]
    assert resource["resourceRef"] == {"apiVersion": "v1", "kind": "Secret", "name": "r"}
    owner = found["extension"]["values"]["config"]["machineImageOwnerSecret"]
    assert owner["accessKeyID"] == f"{{{{ .resources.{resource['name']}.data.accessKeyID }}}}"


def test_a_key_in_the_values_makes_the_file_private() -> None:
    assert generate(f"ownerSecret: {json.dumps(KEY)}\nextension: {{}}\n") == 0
    assert path("extension").stat().st_mode & 0o777 == 0o600
    (found,) = load("extension")
    values = found["spec"]["deployment"]["extension"]["values"]
    assert values["config"]["machineImageOwnerSecret"] == {"name": "machine-image-owner", **KEY}


def patch(catalog: str, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = generated(catalog, "extension-patch", *options)["spec"]["deployment"]
    return found


def test_a_patch_says_what_the_catalog_says_and_nothing_else() -> None:
    found = patch("extension: {form: patch}\ncsi: {enableADController: true}\n")
    values = found["extension"].pop("values")
    assert found == {"extension": {}}
    assert values.keys() == {"config"}
    assert values["config"]["csi"] == {"enableADController": True}
    assert load("extension-patch")[0]["metadata"] == {"name": "provider-alicloud"}
    assert not path("extension").exists()


IMAGE = "controllerDeployment: {image: %s}\nextension: {form: patch}\n"


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("{repository: r.example/e}", {"repository": "r.example/e"}),
        ("{tag: v1.71.0}", {"tag": "v1.71.0"}),
        ("{repository: r.example/e, tag: v2}", {"repository": "r.example/e", "tag": "v2"}),
    ],
)
def test_a_patch_has_the_image_that_is_stated(image: str, expected: dict[str, str]) -> None:
    found = patch(IMAGE % image)["extension"]
    assert found["values"]["image"] == found["runtimeClusterValues"]["image"] == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("injectGardenKubeconfig: false", {"injectGardenKubeconfig": False}),
        ("injectGardenKubeconfig: true", {"injectGardenKubeconfig": True}),
        ("policy: Always", {"policy": "Always"}),
        ("runtimeClusterValues: {a: 1}", {"runtimeClusterValues": {"a": 1}}),
    ],
)
def test_a_patch_has_what_is_stated(key: str, expected: dict[str, Any]) -> None:
    found = patch(f"extension: {{form: patch, {key}}}\n")["extension"]
    assert {name: value for name, value in found.items() if name != "values"} == expected


def test_a_patch_comes_back_by_import(capfd: pytest.CaptureFixture[str]) -> None:
    keys = "policy: Always, values: {a: 1}, admission: {values: {b: 2}}"
    catalog = f"controllerDeployment: null\nextension: {{form: patch, {keys}}}\n"
    before = generated(catalog, "extension-patch")
    capfd.readouterr()
    assert cli.run(["import", str(path("extension-patch"))]) == 0
    text = capfd.readouterr().out
    assert "form: patch" in text
    Path("again.yaml").write_text(f"metadata: {{name: live}}\n{text}")
    assert cli.run(["generate", "again.yaml"]) == 0
    assert load("extension-patch") == [before]


def test_the_form_moves_the_document_and_keeps_the_key() -> None:
    owner = "ownerSecret: {accessKeyID: {env: A}, accessKeySecret: {env: B}}\n"
    catalog = f"controllerDeployment: null\nrules: {{owner-secret-actuator: 'off'}}\n{owner}"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("A", "FAKEOWNERKEYID00000000")
        environment.setenv("B", "fake-owner-key-secret-000000000000")
        assert generate(f"{catalog}extension: {{}}\n") == 0
    kept = patch(f"{catalog}extension: {{form: patch}}\n", "--no-credentials")
    config = kept["extension"]["values"]["config"]["machineImageOwnerSecret"]
    assert config["accessKeyID"] == "RkFLRU9XTkVSS0VZSUQwMDAwMDAwMA=="
    assert not path("extension").exists()
    assert path("extension-patch").stat().st_mode & 0o777 == 0o600
