"""The examples for Argo CD and Flux, judged by their definitions and types."""

from __future__ import annotations

import copy
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conformance.crds import ARGO_CD, refusals
from tests.conformance.judges import Judge, sources
from tests.support.argocd import EXAMPLES, applications, read
from tests.support.command import run
from tests.support.tools import ROOT, need

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FLUX = ROOT / "examples" / "flux"
OF_FLUX = [
    item for path in sorted(FLUX.glob("*.yaml")) for item in yaml.safe_load_all(path.read_text())
]
OF_ARGO_CD = [read("applicationset.yaml"), *applications(ROOT / "examples" / "repository").values()]


@pytest.fixture(scope="module")
def flux() -> Iterator[Judge]:
    with Judge("flux") as judge:
        yield judge


def name(item: dict[str, Any]) -> str:
    return f"{item['kind']} {item['metadata']['name']}"


@pytest.mark.parametrize("item", [*OF_ARGO_CD, *OF_FLUX], ids=name)
def test_the_definitions_take_the_examples(item: dict[str, Any]) -> None:
    assert refusals(item) == []


@pytest.mark.parametrize("item", [*OF_ARGO_CD, *OF_FLUX], ids=name)
def test_the_definitions_refuse_what_they_do_not_know(item: dict[str, Any]) -> None:
    for wrong in (
        {**item, "spec": {**item["spec"], "sycnPolicy": {}}},
        {**item, "spec": {key: [] for key in item["spec"]}},
        {**item, "apiVersion": f"{item['apiVersion']}beta9"},
    ):
        assert refusals(wrong) != []


@pytest.mark.parametrize("item", OF_FLUX, ids=name)
def test_the_types_of_flux_read_the_examples(flux: Judge, item: dict[str, Any]) -> None:
    assert flux.accepts("object", text=yaml.safe_dump(item)) == item["kind"]
    wrong = copy.deepcopy(item)
    wrong["spec"]["pruned"] = True
    (refusal,) = flux.ask("object", text=yaml.safe_dump(wrong)).refusals
    assert 'unknown field "pruned"' in refusal


def test_kustomizations_of_flux_refer_to_what_there_is() -> None:
    by_kind: dict[str, dict[str, Any]] = {}
    for item in OF_FLUX:
        by_kind.setdefault(item["kind"], {})[item["metadata"]["name"]] = item["spec"]
    for spec in by_kind["Kustomization"].values():
        assert spec["sourceRef"]["name"] in by_kind["GitRepository"]
        assert {each["name"] for each in spec.get("dependsOn", ())} <= {*by_kind["Kustomization"]}
    found = by_kind["Kustomization"]
    assert found["live-virtual-garden"]["dependsOn"] == [{"name": "live-runtime"}]
    assert "dependsOn" not in found["live-runtime"]


CATALOG = """\
metadata: {name: live}
target: {apply: server-side}
images: {a: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}
controllerDeployment: null
extension: {}
kustomization: {}
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
    regions: [{name: cn-shanghai, zones: [{name: cn-shanghai-g}]}]
"""


def test_flux_builds_what_is_generated(tmp_path: Path) -> None:
    (tmp_path / "live.yaml").write_text(CATALOG)
    assert run("generate", "live.yaml", cwd=tmp_path).returncode == 0
    paths = {
        item["metadata"]["name"]: item["spec"]["path"]
        for item in OF_FLUX
        if item["kind"] == "Kustomization"
    }
    kinds = {}
    for each, path in paths.items():
        done = subprocess.run(
            [need("kustomize"), "build", tmp_path / path],
            capture_output=True,
            text=True,
            check=True,
        )
        kinds[each] = [item["kind"] for item in yaml.safe_load_all(done.stdout)]
    assert kinds == {"live-runtime": ["Extension"], "live-virtual-garden": ["CloudProfile"]}


STRUCT = re.compile(r"^type (\w+) struct \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r'^\t\w+\s+([\w.\[\]*]+)\s+`[^`]*?(?:json|yaml):"(\w+)', re.MULTILINE)
EMBEDDED = re.compile(r"^\t(\w+)$", re.MULTILINE)


def structs() -> dict[str, dict[str, str]]:
    """The fields of the plugin's Go types, by their names in YAML, with their types."""
    argo_cd = sources("crds", ARGO_CD)
    text = (argo_cd / "cmpserver/plugin/config.go").read_text()
    text += (argo_cd / "reposerver/apiclient/repository.pb.go").read_text()
    found: dict[str, dict[str, str]] = {}
    for type_name, body in STRUCT.findall(text):
        fields = {key: re.sub(r"\*|apiclient\.", "", go) for go, key in FIELD.findall(body)}
        for embedded in EMBEDDED.findall(body):
            fields |= found.get(embedded, {})
        found[type_name] = fields
    return found


def unknown_fields(value: Any, go_type: str, known: dict[str, dict[str, str]]) -> list[str]:
    """The fields of a value that its Go type does not have."""
    if isinstance(value, list):
        of_items = go_type.removeprefix("[]")
        return [each for item in value for each in unknown_fields(item, of_items, known)]
    if not isinstance(value, dict) or go_type not in known:
        return []
    found = [key for key in value if key not in known[go_type]]
    for key, go in known[go_type].items():
        found += unknown_fields(value.get(key), go, known)
    return found


def test_the_plugin_has_the_fields_of_its_go_type() -> None:
    known = structs()
    assert {"init", "generate", "discover", "parameters"} <= {*known["PluginConfigSpec"]}
    assert {"command", "args", "glob"} <= {*known["Find"]}
    plugin = read("plugin.yaml")
    assert plugin["kind"] == "ConfigManagementPlugin"
    assert plugin["metadata"]["name"]
    assert plugin["spec"]["generate"]["command"]
    spec = plugin["spec"]
    assert unknown_fields(spec, "PluginConfigSpec", known) == []
    for wrong in (
        {**spec, "allowConcurrency": True},
        {**spec, "discover": {"find": {"globs": "x"}}},
        {**spec, "parameters": {"static": [{"name": "a", "colectionType": "map"}]}},
        {**spec, "generate": {"cmd": []}},
    ):
        assert len(unknown_fields(wrong, "PluginConfigSpec", known)) == 1


def test_the_component_brings_the_plugin_into_argo_cds_own_repo_server(tmp_path: Path) -> None:
    server = sources("crds", ARGO_CD) / "manifests" / "base" / "repo-server"
    for path in server.glob("*.yaml"):
        shutil.copyfile(path, tmp_path / path.name)
    shutil.copytree(EXAMPLES, tmp_path / "plugin")
    (tmp_path / "plugin" / "applicationset.yaml").unlink()
    kustomization = yaml.safe_load((tmp_path / "kustomization.yaml").read_text())
    kustomization["components"] = ["plugin"]
    (tmp_path / "kustomization.yaml").write_text(yaml.safe_dump(kustomization))
    done = subprocess.run(
        [need("kustomize"), "build", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    objects = {each["kind"]: each for each in yaml.safe_load_all(done.stdout)}
    pod = objects["Deployment"]["spec"]["template"]["spec"]
    containers = {each["name"]: each for each in pod["containers"]}
    volumes = {each["name"]: each for each in pod["volumes"]}
    sidecar, repo_server = containers["alicloud-generator"], containers["argocd-repo-server"]
    assert {each["name"] for each in sidecar["volumeMounts"]} <= {*volumes}
    temporary = next(each for each in sidecar["volumeMounts"] if each["mountPath"] == "/tmp")  # noqa: S108  in a container
    assert temporary["name"] not in {each["name"] for each in repo_server["volumeMounts"]}
    config = volumes["alicloud-generator-plugin"]["configMap"]["name"]
    assert config == objects["ConfigMap"]["metadata"]["name"]
    assert yaml.safe_load(objects["ConfigMap"]["data"]["plugin.yaml"]) == read("plugin.yaml")
