"""A chart that is not the built-in one comes back as deployed, from a file that has it alone."""

from __future__ import annotations

import base64
import gzip
import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import assets, cli
from generator.manifest.chart_source import read_source
from tests.support.command import tree

CHART_FILE = "live-chart.json"
LOOKS_LIKE_A_KEY = "LTAI5tFAKEFAKEFAKEFAKEFA"
SECRET = "fake-owner-key-secret-000000000000"  # noqa: S105  a word to look for
CONFIG = {
    "toBeSharedImageIDs": ["m-uf6hvbrxclop1jtat17m"],
    "machineImages": [
        {
            "name": "gardenlinux",
            "version": "1877.13.0",
            "regions": [{"region": "cn-shanghai", "imageID": "m-uf6hvbrxclop1jtat17m"}],
        }
    ],
}


PROFILE = """\
apiVersion: core.gardener.cloud/v1beta1
kind: CloudProfile
metadata: {name: alicloud}
spec:
  type: alicloud
  kubernetes: {versions: [{version: 1.34.2}]}
  machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
  regions: [{name: cn-shanghai}]
  machineImages: [{name: a, versions: [{version: 33.20201201.3.0}]}]
  providerConfig:
    machineImages:
    - name: a
      versions:
      - version: 33.20201201.3.0
        regions: [{name: cn-shanghai, id: m-uf6hvbrxclop1jtat17m}]
"""
"""With a version that Gardener refuses."""


def tar(extra: str = "") -> bytes:
    """The built-in chart with another file in it."""
    files = read_source(assets.EXTENSION_CHART).files
    return packed({f"c/{path}": data for path, data in files.items()} | {"c/NOTES": extra.encode()})


def packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def blob(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, 1)).decode()


def named_like_a_key() -> str:
    """A blob whose base64 text looks like an access key at a place: the name of a file in it."""
    stream = io.BytesIO()
    # Ten bytes stand before the name, two of it end the block of twelve.
    name = "xx" + base64.b64decode(LOOKS_LIKE_A_KEY).decode("latin-1")
    with gzip.GzipFile(name, "wb", fileobj=stream) as file:
        file.write(tar())
    text = base64.b64encode(stream.getvalue()).decode()
    assert LOOKS_LIKE_A_KEY in text
    return text


OTHER = blob(tar("another chart\n"))
WRAPPED = base64.encodebytes(base64.b64decode(OTHER)).decode()


def head(kind: str, version: str) -> dict[str, Any]:
    name = "extension-provider-alicloud"
    api_version = f"core.gardener.cloud/{version}"
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": name}}


def values(key: str, text: str) -> dict[str, Any]:
    return {key: text, "values": {"image": {"tag": "v1.72.0"}, "config": CONFIG}}


def v1(text: str) -> dict[str, Any]:
    return {**head("ControllerDeployment", "v1"), "helm": values("rawChart", text)}


def v1beta1(text: str) -> dict[str, Any]:
    manifest = head("ControllerDeployment", "v1beta1")
    return {**manifest, "type": "helm", "providerConfig": values("chart", text)}


def guide(text: str) -> dict[str, Any]:
    spec = {"type": "helm", "providerConfig": values("chart", text)}
    return {**head("ControllerDeployment", "v1beta1"), "spec": spec}


def registration(text: str) -> dict[str, Any]:
    deployment = {"type": "helm", "providerConfig": values("chart", text)}
    resources = [{"kind": "Infrastructure", "type": "alicloud"}]
    spec = {"resources": resources, "deployment": deployment}
    return {**head("ControllerRegistration", "v1beta1"), "spec": spec}


SHAPES = {"v1": v1, "v1beta1": v1beta1, "guide": guide, "registration": registration}
TEXTS = {"one-line": OTHER, "wrapped": WRAPPED, "like-a-key": named_like_a_key()}
SECRET_OBJECT = {
    "apiVersion": "v1",
    "kind": "Secret",
    "metadata": {"name": "owner", "namespace": "garden", "annotations": {"note": SECRET}},
    "data": {"accessKeySecret": base64.b64encode(SECRET.encode()).decode()},
}


def foreign() -> dict[str, Any]:
    """Of another provider, with another chart."""
    manifest = v1(blob(tar("not ours\n")))
    return {**manifest, "metadata": {"name": "provider-aws"}}


def dump(form: str, text: str) -> str:
    """A manifest of v1 beside a Secret and the chart of somebody else."""
    objects = [foreign(), v1(text), SECRET_OBJECT]
    objects[1]["metadata"]["annotations"] = {
        "kubectl.kubernetes.io/last-applied-configuration": json.dumps({"x": SECRET, "chart": text})
    }
    if form == "list":
        return yaml.safe_dump({"apiVersion": "v1", "kind": "List", "items": objects})
    if form == "json":
        return json.dumps({"apiVersion": "v1", "kind": "List", "items": objects})
    return yaml.safe_dump_all(objects)


def chart_of(manifest: dict[str, Any]) -> str:
    """The chart in a ControllerDeployment, but for the line break that YAML may end it with."""
    helm = manifest.get("helm") or manifest["providerConfig"]
    text: str = helm.get("rawChart") or helm["chart"]
    return text.removesuffix("\n")


def generated(capfd: pytest.CaptureFixture[str], catalog: str = "live.yaml") -> dict[str, Any]:
    capfd.readouterr()
    assert cli.run(["generate", catalog, "-o", "-", "--only", "controllerdeployment"]) == 0
    manifest: dict[str, Any] = yaml.safe_load(capfd.readouterr().out)
    return manifest


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_import_and_generate_keep_the_chart_text_of_every_shape(
    shape: str, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("old.yaml").write_text(yaml.safe_dump(SHAPES[shape](TEXTS[text])))
    assert cli.run(["import", "old.yaml", "-o", "live.yaml"]) == 0
    Path("old.yaml").unlink()
    assert "wrote live-chart.json\n" in capfd.readouterr().err
    assert chart_of(generated(capfd)) == TEXTS[text].removesuffix("\n")


def test_import_keeps_windows_line_breaks_of_the_chart_text(
    capfd: pytest.CaptureFixture[str],
) -> None:
    text = WRAPPED.replace("\n", "\r\n")
    Path("old.json").write_text(json.dumps(v1(text)))
    assert cli.run(["import", "old.json", "-o", "live.yaml"]) == 0
    assert chart_of(generated(capfd)) == text.removesuffix("\r\n")


@pytest.mark.parametrize("form", ["list", "json", "documents"])
def test_the_chart_file_holds_the_chart_alone(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("dumps").mkdir()
    Path("dumps/all.yaml").write_text(dump(form, OTHER))
    Path("catalogs").mkdir()
    assert cli.run(["import", "dumps/all.yaml", "-o", "catalogs/live.yaml"]) == 0
    (_, err), files = capfd.readouterr(), tree(Path("catalogs"))
    assert json.loads(files.pop(CHART_FILE)) == {
        "apiVersion": "core.gardener.cloud/v1",
        "kind": "ControllerDeployment",
        "helm": {"rawChart": OTHER},
    }
    catalog = files.pop("live.yaml").decode()
    assert files == {}
    assert yaml.safe_load(catalog)["controllerDeployment"]["chart"] == CHART_FILE
    assert f"as deployed, it goes to {CHART_FILE}" in catalog
    assert SECRET not in err + catalog
    assert chart_of(generated(capfd, "catalogs/live.yaml")) == OTHER


def test_import_reads_a_chart_from_standard_input(capfd: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-P", "-m", "generator", "import", "-", "-o", "live.yaml"]
    subprocess.run(command, input=dump("documents", OTHER).encode(), check=True)
    assert chart_of(generated(capfd)) == OTHER


def test_a_catalog_that_needs_a_chart_file_is_not_printed(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("old.yaml").write_text(yaml.safe_dump(v1(OTHER), sort_keys=False))
    assert cli.run(["import", "old.yaml"]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("old.yaml:6:13: error: the chart is not the built-in one")
    assert "`-o FILE`" in err
    assert [path.name for path in Path().iterdir()] == ["old.yaml"]


@pytest.mark.parametrize(
    "helm",
    [
        values("rawChart", blob(read_source(assets.EXTENSION_CHART).tar)),
        values("ociRepository", "") | {"ociRepository": {"ref": "registry.example.com/c:v1.72.0"}},
    ],
    ids=["built-in", "oci"],
)
def test_built_in_and_oci_charts_need_no_chart_file(
    helm: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    Path("old.yaml").write_text(yaml.safe_dump(head("ControllerDeployment", "v1") | {"helm": helm}))
    assert cli.run(["import", "old.yaml", "-o", "live.yaml"]) == 0
    assert "wrote live.yaml\n" in capfd.readouterr().err
    assert sorted(tree(Path())) == ["live.yaml", "old.yaml"]


def test_importing_again_writes_only_the_file_that_is_missing() -> None:
    Path("old.yaml").write_text(yaml.safe_dump(v1(OTHER)))
    for missing in ("", CHART_FILE, "live.yaml"):
        Path(missing).unlink() if missing else None
        assert cli.run(["import", "old.yaml", "-o", "live.yaml"]) == 0
        assert sorted(tree(Path())) == [CHART_FILE, "live.yaml", "old.yaml"]


@pytest.mark.parametrize("taken", [CHART_FILE, "live.yaml"])
def test_import_writes_no_file_where_one_of_both_is_taken(
    taken: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("old.yaml").write_text(yaml.safe_dump(v1(OTHER)))
    Path(taken).write_text("somebody's work\n")
    before = tree(Path())
    assert cli.run(["import", "old.yaml", "-o", "live.yaml"]) == 1
    assert f"{taken}: error: there is already a file" in capfd.readouterr().err
    assert tree(Path()) == before


def test_import_leaves_nothing_where_catalog_and_chart_file_have_one_name(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("old.yaml").write_text(yaml.safe_dump(v1(OTHER)))
    assert cli.run(["import", "old.yaml", "-o", CHART_FILE, "--name", "live"]) == 1
    out, err = capfd.readouterr()
    assert (out, "wrote" in err) == ("", False)
    assert sorted(tree(Path())) == ["old.yaml"]


def test_what_a_rule_refuses_in_an_imported_catalog_is_a_warning_there(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("old.yaml").write_text(PROFILE)
    assert cli.run(["import", "old.yaml", "-o", "live.yaml"]) == 0
    err = capfd.readouterr().err
    assert "live.yaml:9:7: warning: could not parse version" in err
    assert "[image-version]\n" in err
    assert "wrote live.yaml\n" in err
    text = Path("live.yaml").read_text()
    assert "refused by rules: fix it, then remove `rules`:\n# - could not parse version" in text
    assert yaml.safe_load(text)["rules"]["image-version"]["severity"] == "warning"
    assert cli.run(["generate", "live.yaml"]) == 0


def test_the_chart_file_is_no_leftover_in_an_output_folder(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("old.yaml").write_text(yaml.safe_dump(v1(OTHER)))
    catalog = Path("manifests/live/live.yaml")
    catalog.parent.mkdir(parents=True)
    assert cli.run(["import", "old.yaml", "-o", str(catalog)]) == 0
    before = tree(Path("manifests"))
    for verb in ("generate", "check"):
        assert cli.run([verb, str(catalog)]) == 0, capfd.readouterr().err
    assert tree(Path("manifests")).items() >= before.items()


HOSTILE = {
    "shortened": OTHER[:5000] + "…",
    "cut": OTHER[: len(OTHER) // 8 * 4],
    "not-zipped": base64.b64encode(tar()).decode(),
    "bomb": blob(bytes(200_000_000)),
    "no-tar": blob(b"chart"),
    "outside": blob(packed({"c/Chart.yaml": b"name: c\nversion: 0.1.0\n", "c/../../x": b""})),
    "no-chart": blob(packed({"c/values.yaml": b"a: 1\n"})),
    "a-key": LOOKS_LIKE_A_KEY,
}


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_chart_is_refused_at_its_line(
    text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("old.yaml").write_text(yaml.safe_dump(v1(HOSTILE[text]), sort_keys=False))
    assert cli.run(["import", "old.yaml", "-o", "live.yaml"]) == 1
    err = capfd.readouterr().err
    assert err.startswith("old.yaml:6:"), err
    assert LOOKS_LIKE_A_KEY not in err
    assert sorted(tree(Path())) == ["old.yaml"]
