"""`krm`: what an orchestrator gets back, what people read, and what is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.support.command import CATALOG, run, tree
from tests.support.krm import config, resource_list, run_function
from tests.support.manifests import CHART

if TYPE_CHECKING:
    from pathlib import Path

PROFILE = """\
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes: [{name: ecs.g7.large, cpu: 2, gpu: 0, memory: 8Gi}]
    regions: [{name: cn-shanghai}, {name: eu-central-1}]
seeds:
- name: s
  backup: {region: cn-shanghai, secret: {name: b, namespace: garden}}
"""
FULL = CATALOG + PROFILE
KEY = "LTAI5tFakeFakeFakeFake12"
OWNER = "ownerSecret: {accessKeyID: {env: ID}, accessKeySecret: {env: SECRET}}\n"
KEYS = {"ID": KEY, "SECRET": "s" * 30}
FOREIGN = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"b": "1"}}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "live.yaml").write_text(FULL)
    (tmp_path / ".git").mkdir()
    return tmp_path


def called(function: dict[str, Any], *items: dict[str, Any]) -> tuple[Any, str, int]:
    """The list that comes back, what stands on standard error, and the exit code."""
    done = run_function(resource_list(function, *items))
    return yaml.safe_load(done.stdout), done.stderr, done.returncode


def kinds(found: Any) -> list[str]:
    return [item["kind"] for item in found["items"]]


def test_objects_are_those_that_generate_writes(folder: Path) -> None:
    found, _, code = called(config(catalogs=["live.yaml"]), FOREIGN)
    assert code == 0
    assert tree(folder).keys() == {"live.yaml"}, "nothing is written"
    assert run("generate", "live.yaml", cwd=folder).returncode == 0
    written = [
        yaml.safe_load((folder / "manifests" / "live" / name).read_text())
        for name in ("cloudprofile.yaml", "controllerdeployment.yaml")
    ]
    assert found["items"] == [FOREIGN, *written], "and a patch of a Seed is not a resource"


def test_documents_can_be_chosen() -> None:
    for named in ("cloudprofile", "cloudprofile.yaml"):
        found, _, code = called(config(catalogs=["live.yaml"], only=[named]), FOREIGN)
        assert (kinds(found), code) == (["ConfigMap", "CloudProfile"], 0)
    found, err, code = called(config(catalogs=["live.yaml"], only=["extension"]), FOREIGN)
    assert (kinds(found), code) == (["ConfigMap"], 0)
    assert "warning: the catalog has no section for extension.yaml" in err
    assert found["results"][0]["severity"] == "warning"


@pytest.mark.parametrize(
    ("only", "said"),
    [
        ("secrets", "is not a resource: only `generate --with-secrets` writes Secrets"),
        ("seed-patches.yaml", "is not a resource: it is a part of an object"),
        ("values", "is not a resource: it is a part of another"),
        ("cloudprofileconfig", "is not a resource: it is a part of another"),
        ("kustomization", "is not a resource: it lists files"),
        ("profile", "there is no document 'profile'; did you mean"),
    ],
)
def test_documents_that_are_no_resources_are_refused(only: str, said: str) -> None:
    found, err, code = called(config(catalogs=["live.yaml"], only=[only]))
    assert (code, len(found["items"])) == (1, 1)
    assert said in err
    assert said in found["results"][0]["message"]


def test_a_pattern_names_catalogs(folder: Path) -> None:
    (folder / "other.yaml").write_text(CATALOG)
    found, _, code = called(config(catalogs=["*.yaml"], only=["controllerdeployment"]))
    assert (kinds(found)[1:], code) == (["ControllerDeployment"] * 2, 0)
    found, err, code = called(config(catalogs=["none/*.yaml"]))
    assert code == 1
    assert "none/*.yaml: error: no such file, and as a pattern it matches no file" in err


def test_problems_stand_in_the_results_and_on_standard_error(folder: Path) -> None:
    (folder / "good.yaml").write_text(CATALOG)
    (folder / "live.yaml").write_text("images:\n  gardenlinux: {sharde: true}\n")
    function = config(catalogs=["good.yaml", "live.yaml"])
    found, err, code = called(function, FOREIGN)
    assert code == 1
    assert found["items"] == [FOREIGN], "where one is wrong, nothing is added"
    assert 'live.yaml:2:17: error: unknown key "sharde"' in err
    assert "  2 |   gardenlinux: {sharde: true}" in err
    result = found["results"][-1]
    assert result["file"] == {"path": "live.yaml"}
    assert result["tags"] == {"line": "2", "column": "17", "rule": "catalog-format"}
    assert result["severity"] == "error"
    assert result["message"].startswith('2:17: unknown key "sharde"\nexpected one of')


def test_mistakes_of_the_config_are_shown_where_they_stand() -> None:
    text = resource_list(config(catalogs=["live.yaml"], onyl=["extension"]), FOREIGN)
    done = run_function(text)
    line = text.splitlines().index("    onyl:") + 1
    assert f'-:{line}:5: error: unknown key "onyl"' in done.stderr
    assert f"  {line} |     onyl:" in done.stderr
    (result,) = yaml.safe_load(done.stdout)["results"]
    assert result["tags"]["line"] == str(line)
    assert "file" not in result


def test_no_line_of_an_item_is_shown() -> None:
    secret = {"apiVersion": "v1", "kind": "Secret", "stringData": {"token": "very-secret"}}
    text = resource_list(config(catalogs=["live.yaml"]), secret)
    for broken in (
        text.replace("token: very-secret", "token: very-secret: ["),
        text.replace("token: very-secret", 'token: "very-secret'),
        text.replace("kind: ResourceList", "kind: List"),
        text.replace("kind: Generate", "kind: Generates"),
    ):
        done = run_function(broken)
        assert done.returncode == 1
        assert "very-secret" not in done.stderr


def test_credentials_are_fetched_or_kept(folder: Path) -> None:
    (folder / "live.yaml").write_text(CATALOG + OWNER)
    function = config(catalogs=["live.yaml"])
    without = config(catalogs=["live.yaml"], credentials=False)
    _, err, code = called(function)
    assert code == 1
    assert "live.yaml:" in err
    _, err, code = called(without)
    assert (code, "there is no access key to keep" in err) == (1, True)
    assert run("generate", "live.yaml", cwd=folder, env=KEYS).returncode == 0
    found, _, code = called(without)
    assert code == 0
    manifest = folder / "manifests" / "live" / "controllerdeployment.yaml"
    assert found["items"][1:] == [yaml.safe_load(manifest.read_text())]
    assert "TFRBS" in yaml.safe_dump(found["items"][1:])


def test_a_key_in_the_config_is_shown_nowhere() -> None:
    secret = "a8s7d6f5g4h3j2k1l0q9w8e7r6t5y4"  # noqa: S105
    owner = {"accessKeyID": KEY, "accessKeySecret": secret}
    for function in (
        {**config(), "ownerSecret": owner},
        config(catalogs=[{"ownerSecret": owner}]),
        config(ownerSecret=owner),
        config(accessKeySecret=secret),
        config(catalogs=["live.yaml"], accessKeySecret=[secret]),
    ):
        done = run_function(resource_list(function, FOREIGN))
        assert done.returncode == 1
        assert secret not in done.stdout.partition("results:")[2] + done.stderr


def test_what_the_project_says_holds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "alicloud-generator.yaml").write_text(
        "apiVersion: alicloud.generator/v1alpha1\nkind: Project\ncatalogs: [landscapes/*.yaml]\n"
        "output: out\ntemplates: own\nrules: {image-id-region: error}\n"
    )
    (folder / "own").mkdir()
    (folder / "own" / "note.yaml.j2").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ catalog.name }} }\n"
    )
    (folder / "landscapes").mkdir()
    (folder / "landscapes" / "base.yaml").write_text("abstract: true\n" + CATALOG)
    (folder / "landscapes" / "one.yaml").write_text("extends: base.yaml\n")
    (folder / "landscapes" / "two.yaml").write_text("extends: base.yaml\n")
    (folder / "kust" / "deep").mkdir(parents=True)
    monkeypatch.chdir(folder / "kust" / "deep")
    found, err, code = called(config())
    assert (kinds(found)[1:], code) == (["ControllerDeployment", "ConfigMap"] * 2, 0), err
    named = config(catalogs=["../../landscapes/two.yaml"], only=["note"])
    found, _, _ = called(named)
    assert found["items"][1]["metadata"] == {"name": "two"}
    versions = (
        "images: {gardenlinux: {versions: {1877.14.0: {cn-shanghai: m-bp1hvbrxclop1jtat17x}}}}\n"
    )
    (folder / "landscapes" / "two.yaml").write_text("extends: base.yaml\n" + versions)
    _, err, code = called(named)
    assert code == 1
    assert "[image-id-region]" in err


def test_without_catalogs_there_has_to_be_a_project() -> None:
    _, err, code = called(config())
    assert code == 1
    assert "the kustomization is not part of a project" in err


def planned() -> list[dict[str, Any]]:
    found, _, _ = called(config(catalogs=["live.yaml"]), FOREIGN)
    items: list[dict[str, Any]] = found["items"]
    return items


def test_check_says_nothing_where_all_is_there() -> None:
    items = planned()
    found, err, code = called(config("Check", catalogs=["live.yaml"]), *items)
    assert (found["items"], err, code) == (items, "", 0)
    assert "results" not in found


def test_check_does_not_mind_what_tools_write() -> None:
    items = planned()
    marks = {
        "config.kubernetes.io/index": "0",
        "internal.config.kubernetes.io/id": "1",
        "config.k8s.io/id": "1",
        "kustomize.config.k8s.io/id": "group: core.gardener.cloud",
    }
    for item in items:
        item["metadata"]["annotations"] = marks
    found, err, code = called(config("Check", catalogs=["live.yaml"]), *items)
    assert (found["items"], err, code) == (items, "", 0)


def test_check_tells_what_is_missing_and_what_differs() -> None:
    _, profile, deployment = planned()
    profile["spec"]["regions"] = profile["spec"]["regions"][:1]
    function = config("Check", catalogs=["live.yaml"])
    found, err, code = called(function, profile)
    assert (found["items"], code) == ([profile], 1)
    assert 'live.yaml: error: CloudProfile "alicloud" is not what the catalog says' in err
    assert '"extension-provider-alicloud" is not among the resources' in err
    assert "`alicloud-generator diff live.yaml --against -` tells what differs" in err
    assert [each["file"]["path"] for each in found["results"]] == ["live.yaml"] * 2
    only = config("Check", catalogs=["live.yaml"], only=["controllerdeployment"])
    assert called(only, profile, deployment)[2] == 0


@pytest.mark.parametrize(
    "catalog",
    [
        "controllerDeployment: null\n",
        "controllerDeployment: null\n" + CATALOG + "extension: {form: patch}\n",
        "controllerDeployment: null\nkustomization: {}\nseeds:" + PROFILE.partition("seeds:")[2],
    ],
)
@pytest.mark.parametrize("kind", ["Generate", "Check"])
def test_a_catalog_without_resources_is_told(folder: Path, kind: str, catalog: str) -> None:
    (folder / "none.yaml").write_text(catalog)
    found, err, code = called(config(kind, catalogs=["live.yaml", "none.yaml"]), *planned())
    assert code == 0
    assert err.startswith("none.yaml: warning: this catalog has no objects for a build\n")
    assert [each["file"]["path"] for each in found["results"]] == ["none.yaml"]
    only = config(kind, catalogs=["live.yaml"], only=["extension"])
    assert "the catalog has no section for extension.yaml" in called(only, *planned())[1]


def test_check_needs_no_credentials(folder: Path) -> None:
    (folder / "live.yaml").write_text(CATALOG + OWNER)
    assert run("generate", "live.yaml", cwd=folder, env=KEYS).returncode == 0
    manifest = folder / "manifests" / "live" / "controllerdeployment.yaml"
    item = yaml.safe_load(manifest.read_text())
    function = config("Check", catalogs=["live.yaml"], credentials=False)
    assert called(function, item)[2] == 0
    item["injectGardenKubeconfig"] = False
    assert called(function, item)[2] == 1


def test_warnings_are_errors_if_they_are_to_be(folder: Path) -> None:
    text = resource_list(config(catalogs=["live.yaml"], only=["extension"]))
    assert run_function(text).returncode == 0
    (folder / "live.yaml").write_text(CATALOG.replace("m-uf6", "m-bp1"))
    text = resource_list(config(catalogs=["live.yaml"]))
    done = run_function(text)
    assert (done.returncode, "warning" in done.stderr) == (0, True)
    assert run_function(text, "--quiet").stderr == ""
    done = run_function(text, "--strict")
    assert (done.returncode, "error" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"a: [", b"\xff\xfe", b"- " * 300, b"[" * 300, b"kind: ResourceList"]
)
def test_what_is_no_resource_list_ends_with_a_message(data: bytes) -> None:
    done = run_function(data)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("-")
    assert "error: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("kind", ["Generate", "Check"])
def test_no_file_of_the_machine_gets_into_a_chart(folder: Path, kind: str) -> None:
    """Who builds what others have committed must not give them what is around it."""
    (folder / "chart" / "templates").mkdir(parents=True)
    (folder / "chart" / "Chart.yaml").write_text(CHART["Chart.yaml"])
    (folder / "chart" / "templates" / "a.yaml").symlink_to("/etc/hostname")
    (folder / "live.yaml").write_text(CATALOG + "controllerDeployment: {chart: chart}\n")
    _, err, code = called(config(kind, catalogs=["live.yaml"]), FOREIGN)
    assert code == 1
    assert "a.yaml: error:" in err
