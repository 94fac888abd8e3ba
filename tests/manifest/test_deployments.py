"""Charts in manifests, in every shape that Gardener knows or knew."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from generator.chart import blob
from generator.manifest.chart_source import chart_text, read_source
from generator.manifest.objects import read_objects
from generator.problems import ProblemsError
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from generator.manifest.objects import Object

CHART = ROOT / "tests" / "cases" / "chart" / "everyday" / "folder"
TEXT = "SGVsbG8="

V1BETA1 = f"""\
apiVersion: core.gardener.cloud/v1beta1
kind: ControllerDeployment
metadata:
  name: a
type: helm
providerConfig:
  chart: |
    {TEXT}
  values:
    b: 1.50
    a: [on]
"""
V1 = f"""\
apiVersion: core.gardener.cloud/v1
kind: ControllerDeployment
metadata: {{name: b}}
helm:
  rawChart: {TEXT}
"""
OCI = """\
apiVersion: core.gardener.cloud/v1
kind: ControllerDeployment
metadata: {name: c}
helm:
  ociRepository: {ref: "example.com/c:1"}
  values: {x: z}
"""
GUIDE = f"""\
apiVersion: core.gardener.cloud/v1beta1
kind: ControllerDeployment
metadata:
  name: extension-provider-alicloud
spec:
  type: helm
   providerConfig:
    chart: |
      {TEXT}
    values:
      config: {{}}
"""
REGISTRATION = f"""\
apiVersion: core.gardener.cloud/v1beta1
kind: ControllerRegistration
metadata:
  name: d
spec:
  deployment:
    type: helm
    providerConfig:
      chart: {TEXT}
      values: null
"""


def found(text: str) -> tuple[Object, ...]:
    return read_objects(text.encode(), "f.yaml")


@pytest.mark.parametrize(
    "text", [V1BETA1, V1, GUIDE, REGISTRATION, GUIDE.replace("   prov", "  prov")]
)
def test_the_chart_is_found_in_each_shape(text: str) -> None:
    assert chart_text(text.encode(), "f.yaml").strip() == TEXT


def test_values_of_a_deployment_are_read_as_go_reads_them() -> None:
    (item,) = found(V1BETA1)
    (deployment,) = item.deployments
    assert deployment.values == {"b": 1.5, "a": [True]}
    assert (item.kind, item.name) == ("ControllerDeployment", "a")
    assert item.api_version == "core.gardener.cloud/v1beta1"


def test_a_chart_in_a_registry_is_no_text() -> None:
    (deployment,) = found(OCI)[0].deployments
    assert deployment.chart is None
    assert deployment.repository == {"ref": "example.com/c:1"}
    assert deployment.values == {"x": "z"}


def test_deployments_are_found_in_streams_lists_and_json() -> None:
    stream = f"# nothing\n---\n{V1}---\nkind: ConfigMap\n---\n{OCI}---\n- 1\n"
    assert [item.name for item in found(stream) if item.deployments] == ["b", "c"]
    items = [json.loads('{"kind": "ControllerDeployment", "helm": {"rawChart": "eA=="}}'), "text"]
    as_list = json.dumps({"kind": "List", "items": items})
    assert [item.deployments[0].chart for item in found(as_list)] == ["eA=="]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no chart"),
        ("a: 1", "no chart"),
        ("kind: ControllerRegistration\nspec: []", "no chart"),
        (OCI, "the chart is in a registry, not in this manifest"),
    ],
)
def test_a_manifest_without_chart_is_refused(text: str, words: str) -> None:
    with pytest.raises(ProblemsError, match=words) as caught:
        chart_text(text.encode(), "f.yaml")
    (problem,) = caught.value.problems
    assert problem.file == "f.yaml"


def test_several_charts_are_refused_unless_equal() -> None:
    assert chart_text(f"{V1}---\n{V1}".encode(), "f") == TEXT
    with pytest.raises(ProblemsError, match='different charts: "b", "d"') as caught:
        chart_text(f"{V1}---\n{REGISTRATION.replace(TEXT, 'eA==')}".encode(), "f")
    (problem,) = caught.value.problems
    assert problem.file == "f"


@pytest.mark.parametrize(
    ("text", "line"), [("a: [\n", 1), ("a: b\n c: d\n", 2), ("kind: x\n\x01", 2), ("a: *b\n", 1)]
)
def test_what_is_no_yaml_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(ProblemsError) as caught:
        found(text)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("f.yaml", line)


def manifest(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "manifest.yaml"
    path.write_text(V1.replace(TEXT, json.dumps(text)), encoding="utf-8")
    return path


def test_the_chart_of_a_manifest_stays_as_it_is(tmp_path: Path) -> None:
    packed = read_source(CHART)
    text = blob.encode(packed.tar)
    again = read_source(manifest(tmp_path, text))
    assert again.text == text
    assert again.tar == packed.tar
    assert dict(again.files) == dict(packed.files)
    assert (again.name, again.version, again.app_version) == ("everyday", "1.2.3", "1.1")


def test_a_version_packs_the_chart_of_a_manifest_again(tmp_path: Path) -> None:
    path = manifest(tmp_path, blob.encode(read_source(CHART).tar))
    packed = read_source(path, version="2.0.0")
    assert packed.text is None
    assert packed.tar == read_source(CHART, version="2.0.0").tar


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("H4sIAAAAAAAA/yk...", "not base64 text"),
        ("eA==", "not compressed"),
        (b64encode(b"\x1f\x8b\x08junk").decode(), "damaged"),
    ],
)
def test_a_chart_text_that_is_no_blob_is_refused_with_its_reason(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(ProblemsError, match=reason) as caught:
        read_source(manifest(tmp_path, text))
    assert caught.value.problems[0].file.endswith("manifest.yaml")
