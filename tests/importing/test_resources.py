"""References of values to garden resources: one is the owner's, the others cannot be said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import cli

CONFIG = {
    "machineImages": [
        {
            "name": "a",
            "version": "1.0.0",
            "regions": [{"region": "cn-shanghai", "imageID": "m-uf6hvbrxclop1jtat17m"}],
        }
    ]
}
CHART = {"ociRepository": {"ref": "registry.example.com/provider-alicloud:v1.72.0"}}


def reference(name: str, key: str) -> str:
    return f"{{{{ .resources.{name}.data.{key} }}}}"


def owner(name: str = "key", half: str = "accessKeyID", other: str = "") -> dict[str, str]:
    return {
        "name": "owner",
        "accessKeyID": reference(name, half),
        "accessKeySecret": reference(other or name, "accessKeySecret"),
    }


def resource(name: str, kind: str = "Secret") -> dict[str, Any]:
    return {"name": name, "resourceRef": {"apiVersion": "v1", "kind": kind, "name": f"{name}-ref"}}


def values(**more: Any) -> dict[str, Any]:
    config = {
        **CONFIG,
        **({"machineImageOwnerSecret": more.pop("owner")} if "owner" in more else {}),
    }
    return {"image": {"tag": "v1.72.0"}, "config": config, **more}


def v1(found: dict[str, Any], *resources: dict[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "core.gardener.cloud/v1",
        "kind": "ControllerDeployment",
        "metadata": {"name": "extension-provider-alicloud"},
        "helm": {**CHART, "values": found},
        "resources": [*resources],
        "injectGardenKubeconfig": True,
    }


def v1beta1(found: dict[str, Any], *resources: dict[str, Any]) -> dict[str, Any]:
    whole = v1(found, *resources)
    del whole["helm"]
    config = {**CHART, "values": found}
    return {
        **whole,
        "apiVersion": "core.gardener.cloud/v1beta1",
        "type": "helm",
        "providerConfig": config,
    }


def extension(
    found: dict[str, Any], *resources: dict[str, Any], key: str = "values"
) -> dict[str, Any]:
    charts = {"extension": {"helm": CHART, "values": values()}, "resources": [*resources]}
    if key == "admission":
        charts["admission"] = {"values": found}
    else:
        charts["extension"][key] = found
    return {
        "apiVersion": "operator.gardener.cloud/v1alpha1",
        "kind": "Extension",
        "metadata": {"name": "provider-alicloud"},
        "spec": {"resources": [{"kind": "Worker", "type": "alicloud"}], "deployment": charts},
    }


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def generated(capfd: pytest.CaptureFixture[str], manifest: dict[str, Any]) -> tuple[str, list[Any]]:
    """The catalog's text, and the objects that it generates."""
    Path("x.json").write_text(json.dumps(manifest))
    code = cli.run(["import", "x.json", "-o", "live.yaml"])
    assert code == 0, capfd.readouterr().err
    capfd.readouterr()
    code = cli.run(["generate", "live.yaml", "-o", "-"])
    out, err = capfd.readouterr()
    assert code == 0, err
    return Path("live.yaml").read_text(), [*yaml.safe_load_all(out)]


@pytest.mark.parametrize("make", [v1, extension])
def test_the_secret_of_the_owner_becomes_a_resource_of_the_catalog(
    make: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    other = resource("machineImageOwner")
    text, objects = generated(capfd, make(values(owner=owner()), resource("key"), other))
    assert yaml.safe_load(text)["ownerSecret"] == {"name": "owner", "resource": "key-ref"}
    assert text.count('the owner\'s resource, "key", becomes "machineImageOwner"') == 1
    assert text.count("[1]: a catalog can only have the owner's resource") == 1
    assert "machineImageOwnerSecret" not in text
    shown = yaml.safe_dump(objects)
    assert "key-ref" in shown
    assert other["resourceRef"]["name"] not in shown


OTHER_REFERENCES: dict[str, tuple[dict[str, Any], list[str], dict[str, Any]]] = {
    "text": (
        values(proxy={"url": reference("p", "url"), "port": 80}),
        ["proxy.url"],
        {"proxy": {"port": 80}},
    ),
    "inside of a text": (values(a=f"http://{reference('p', 'host')}/x", b="c"), ["a"], {"b": "c"}),
    "key": (values(a={reference("p", "key"): 1, "b": 2}), [], {"a": {"b": 2}}),
    "item of a list": (
        values(env=[{"name": "A", "value": "b"}, {"name": "B", "value": reference("p", "v")}]),
        ["env[1].value"],
        {"env": [{"name": "A", "value": "b"}]},
    ),
}


@pytest.mark.parametrize("make", [v1, extension])
@pytest.mark.parametrize("found", OTHER_REFERENCES)
def test_values_that_refer_to_another_resource_are_left_out_and_noted(
    make: Any, found: str, capfd: pytest.CaptureFixture[str]
) -> None:
    given, paths, kept = OTHER_REFERENCES[found]
    text, objects = generated(capfd, make(given, resource("p", "ConfigMap")))
    assert text.count(": a catalog can only have the owner's resource\n") == 1
    assert [
        path for path in paths if f"{path}: a catalog can only have the owner's resource" in text
    ] == paths
    stated = [
        deployment.get("helm", deployment.get("extension", {}))
        for each in objects
        for deployment in (each, each.get("spec", {}).get("deployment", {}))
    ]
    found_values = [each["values"] for each in stated if "values" in each]
    assert any(kept.items() <= each.items() for each in found_values), objects


NO_OWNER = {
    "of a ConfigMap": (owner(), [resource("key", "ConfigMap")]),
    "by other keys": (owner(half="id"), [resource("key")]),
    "of two Secrets": (owner(other="more"), [resource("key"), resource("more")]),
    "in half": ({**owner(), "accessKeySecret": ""}, [resource("key")]),
}


@pytest.mark.parametrize("found", NO_OWNER)
def test_an_access_key_that_is_no_secret_of_the_owner_is_left_out_as_a_whole(
    found: str, capfd: pytest.CaptureFixture[str]
) -> None:
    given, resources = NO_OWNER[found]
    text, (manifest,) = generated(capfd, v1(values(owner=given), *resources))
    assert (
        "machineImageOwnerSecret.accessKeyID: a catalog can only have the owner's resource" in text
    )
    assert "ownerSecret" not in yaml.safe_load(text)
    assert "machineImageOwnerSecret" not in yaml.safe_dump(manifest)


UNDECLARED = {
    "v1beta1, which does not show them": v1beta1(values(owner=owner())),
    "v1beta1, which ignores them": v1beta1(values(owner=owner()), resource("key")),
    "v1": v1(values(owner=owner()), resource("other")),
    "values": values(proxy=reference("key", "x")),
    "values of the extension": extension(values(proxy=reference("key", "x"))),
    "runtime values": extension({"proxy": reference("key", "x")}, key="runtimeClusterValues"),
    "admission values": extension({"proxy": reference("key", "x")}, key="admission"),
}


@pytest.mark.parametrize("found", UNDECLARED)
def test_a_reference_to_what_is_not_declared_is_refused_where_it_stands(
    found: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("x.json").write_text(json.dumps(UNDECLARED[found], indent=1))
    assert cli.run(["import", "x.json", "-o", "live.yaml"]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    line = next(
        number
        for number, text in enumerate(Path("x.json").read_text().splitlines(), 1)
        if ".resources.key." in text
    )
    assert err.startswith(f"x.json:{line}:")
    assert 'there is no resource named "key"' in err
    assert ("v1beta1 does not show" in err) == found.startswith("v1beta1")
    assert not Path("live.yaml").exists()
