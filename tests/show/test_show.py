"""What `show` says of manifests of every kind and shape, good and bad."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from generator import cli
from generator.chart.blob import digest
from generator.manifest.objects import read_objects
from generator.problems import ProblemsError
from generator.show.describe import describe
from generator.show.overview import overview
from tests.support import manifests
from tests.support.manifests import (
    CHART,
    HOSTILE_TEXTS,
    LINKS,
    SHAPES,
    blob,
    bombs,
    tar,
    v1,
    v1beta1,
)
from tests.support.upstream import OTHER, know

if TYPE_CHECKING:
    from collections.abc import Callable

ID = "m-uf6hvbrxclop1jtat17m"
OTHER_ID = "m-gw8iwwd9dqjxwgjtvc3i"


def shown(text: str) -> list[dict[str, Any]]:
    return list(describe(text.encode(), "m.yaml"))


def problems(text: str) -> list[str]:
    return [p["message"] for found in shown(text) for p in found["problems"]]


def profile(images: str, offers: str = "[]", kind: str = "CloudProfile") -> str:
    return (
        f"apiVersion: core.gardener.cloud/v1beta1\nkind: {kind}\nmetadata: {{name: alicloud}}\n"
        f"spec:\n  type: alicloud\n  machineImages: {offers}\n  providerConfig:\n"
        f"    kind: CloudProfileConfig\n    machineImages: {images}\n"
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_show_tells_chart_values_and_images_of_every_shape(
    shape: Callable[[str, str], str],
) -> None:
    values = f"{{config: {{toBeSharedImageIDs: [{ID}], machineImages: [{{name: a, version: 1.0.0,"
    values += f" regions: [{{region: cn-shanghai, imageID: {ID}}}]}}]}}}}"
    (found,) = shown(shape(blob({**CHART, "values.yaml": "a: 1\n"}), values))
    (chart,) = found["charts"]
    assert (chart["name"], chart["version"], chart["appVersion"]) == ("c", "1.2.3", "v9")
    assert chart["digest"].startswith("sha256:")
    assert chart["files"] == [
        {"path": "Chart.yaml", "size": 53},
        {"path": "values.yaml", "size": 5},
    ]
    assert chart["values"]["config"]["toBeSharedImageIDs"] == [ID]
    regions = [{"region": "cn-shanghai", "id": ID}]
    assert found["images"] == [{"image": "a", "version": "1.0.0", "flavor": "", "regions": regions}]
    assert found["shared"] == [ID]
    assert found["name"] == "extension-provider-alicloud"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("image", "words"),
    [
        ("{}", None),
        ("{image: {tag: v1.60.0}}", None),
        ("{image: {tag: latest}}", None),
        (f"{{image: {{tag: v1.61.0@{OTHER}}}}}", None),
        ("{image: {tag: v1.62.0}}", "deployed by upstream's chart of v1.60.0 or v1.61.0"),
        ("{image: {tag: v1.59.0}}", "deployed by upstream's chart of v1.60.0 or v1.61.0"),
        ("{image: {tag: v1.61.7}}", "not among those that this version"),
    ],
)
def test_show_says_of_which_release_a_chart_is(
    shape: Callable[[str, str], str],
    image: str,
    words: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chart = digest(tar(CHART))
    rows = [("v1.60.0", chart, chart), ("v1.61.0", OTHER, chart), ("v1.62.0", OTHER, OTHER)]
    know(monkeypatch, *rows)
    (found,) = shown(shape(blob(CHART), image))
    (described,) = found["charts"]
    fits = {"first": "v1.60.0", "last": "v1.61.0", "upstream": True}
    assert described["releases"] == fits
    place = f"    digest: {chart}, upstream's chart of v1.60.0 or v1.61.0\n"
    assert place in overview(found)
    about = [each for each in found["problems"] if "the image is of" in each["message"]]
    assert [each["severity"] for each in about] == ["warning"] * (words is not None)
    assert all(words in each["message"] for each in about)  # type: ignore[operator]


def test_show_says_nothing_of_the_releases_of_other_charts() -> None:
    (found,) = shown(v1(blob(CHART), "{image: {tag: v1.60.0}}"))
    assert "releases" not in found["charts"][0]
    assert not found["problems"]
    assert re.search(r"(?m)^    digest: sha256:[0-9a-f]{64}$", overview(found))


@pytest.mark.parametrize("values", ["values", "runtimeClusterValues"])
@pytest.mark.parametrize(
    "place",
    [
        "ref: REPOSITORY:v1.70.0",
        "ref: REPOSITORY:v1.69.0@sha256:0",
        "repository: REPOSITORY, tag: v1.70.0",
        "repository: REPOSITORY, tag: v1.69.0",
    ],
)
def test_show_holds_the_image_of_an_extension_against_the_tag_of_its_chart(
    place: str, values: str
) -> None:
    place = place.replace(
        "REPOSITORY", "mirror.example/charts/gardener/extensions/provider-alicloud"
    )
    text = (
        "apiVersion: operator.gardener.cloud/v1alpha1\nkind: Extension\nmetadata: {name: a}\n"
        f"spec: {{deployment: {{extension: {{helm: {{ociRepository: {{{place}}}}}, "
        f"{values}: {{image: {{tag: TAG}}}}}}}}}}\n"
    )
    for tag, count in (("v1.69.0", 0), ("v1.70.0", 0), ("v1.71.0", 1), ("v1.68.0", 1)):
        about = [each for each in problems(text.replace("TAG", tag)) if "the image is of" in each]
        assert len(about) == count
        assert all("upstream's chart of v1.69.0 or v1.70.0" in each for each in about)


def test_text_tells_chart_values_sizes_and_problems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    config = (
        "{machineImageOwnerSecret: {accessKeyID: aa}, toBeSharedImageIDs: [x_alibase_20210420.vhd]}"
    )
    chart = blob({**CHART, "values.yaml": "a: 1\n" * 300})
    Path("m.yaml").write_text(v1beta1(chart, f"{{config: {config}}}"))
    assert cli.run(["show", "m.yaml"]) == 1
    out, err = capfd.readouterr()
    (found,) = shown(Path("m.yaml").read_text())
    digest = found["charts"][0]["digest"]
    size, copied = (f"{found['size'][name]['bytes']:,}" for name in ("etcd", "lastApplied"))
    assert err == 'm.yaml: error: "extension-provider-alicloud" would be refused: 2 errors\n'
    assert (
        out
        == f"""\
m.yaml: ControllerDeployment extension-provider-alicloud (core.gardener.cloud/v1beta1)
  type: helm
  injectGardenKubeconfig: true
  chart: c 1.2.3, appVersion v9
    digest: {digest}
    files: 2, 1,553 bytes
             53  Chart.yaml
          1,500  values.yaml
  values:
    config:
      machineImageOwnerSecret:
        accessKeyID: "<redacted>"
      toBeSharedImageIDs:
      - x_alibase_20210420.vhd
  shared: 1 ID
    x_alibase_20210420.vhd
  size in etcd by server-side apply: {size} of 1,572,864 bytes
  annotations by client-side apply: {copied} of 262,144 bytes
  error: machineImageOwnerSecret has no accessKeySecret
  error: accessKeyID of the machineImageOwnerSecret cannot be used: it is not base64 text
    expected base64 of the plain text
  warning: the system image "x_alibase_20210420.vhd" is shared, which only its owner can do
"""
    )


def test_show_tells_every_chart_of_an_extension() -> None:
    text = (
        "apiVersion: operator.gardener.cloud/v1alpha1\nkind: Extension\nmetadata: {name: e}\n"
        "spec:\n  resources: [{kind: Worker, type: alicloud}]\n  deployment:\n    extension:\n"
        "      helm: {ociRepository: {ref: 'r.example.com/c:1'}}\n      values: {a: 1}\n"
        "      runtimeClusterValues: {b: 2}\n"
        "    admission:\n     runtimeCluster: {helm: {ociRepository: {ref: 'r.example.com/c:2'}}}\n"
        "     virtualCluster: {helm: {ociRepository: {ref: 'r.example.com/c:3'}}}\n"
    )
    (found,) = shown(text)
    assert [(chart["role"], chart["ociRepository"]["ref"]) for chart in found["charts"]] == [
        ("extension", "r.example.com/c:1"),
        ("runtime cluster", "r.example.com/c:1"),
        ("admission runtime", "r.example.com/c:2"),
        ("admission virtual", "r.example.com/c:3"),
    ]
    assert found["facts"] == {"resources": "Worker/alicloud"}
    assert found["problems"] == []


def test_show_tells_the_flavors_of_a_profile() -> None:
    images = (
        "[{name: a, versions: [{version: 1.0.0, capabilityFlavors: ["
        "{capabilities: {architecture: [arm64]},"
        f" regions: [{{name: cn-shanghai, id: {ID}}}]}}]}},"
        f" {{version: 2.0.0, regions: [{{name: eu-central-1, id: {OTHER_ID}}}]}}]}}]"
    )
    offers = "[{name: a, versions: [{version: 1.0.0, classification: preview}, {version: 2.0.0}]}]"
    (found,) = shown(profile(images, offers))
    assert [(image["version"], image["flavor"]) for image in found["images"]] == [
        ("1.0.0", "architecture=arm64"),
        ("2.0.0", ""),
    ]
    assert found["offers"][0] == {"image": "a", "version": "1.0.0", "classification": "preview"}
    assert found["problems"] == []


def test_show_reads_a_list_as_kubectl_prints_it() -> None:
    item = json.loads(json.dumps(next(iter(_read(v1beta1(blob(CHART)))))))
    item["metadata"] |= {
        "managedFields": [{"manager": "kubectl", "fieldsV1": {"f:type": {}}}],
        "annotations": {"kubectl.kubernetes.io/last-applied-configuration": json.dumps(item)},
        "resourceVersion": "1",
        "uid": "u",
    }
    document = {"apiVersion": "v1", "kind": "List", "items": [item], "metadata": {}}
    (found,) = shown(json.dumps(document))
    assert found["charts"][0]["name"] == "c"
    assert found["problems"] == []
    (plain,) = shown(v1beta1(blob(CHART)))
    # The managed fields count, the copy of a client-side apply does not.
    del item["metadata"]["annotations"]["kubectl.kubernetes.io/last-applied-configuration"]
    assert found["size"]["etcd"]["bytes"] == len(json.dumps(item, separators=(",", ":")))
    assert abs(found["size"]["lastApplied"]["bytes"] - plain["size"]["lastApplied"]["bytes"]) < 5


def _read(text: str) -> list[dict[str, Any]]:
    return [item.body for item in read_objects(text.encode(), "m.yaml")]


def test_show_reads_files_and_standard_input_and_prints_json_lines(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(f"{v1(blob(CHART))}---\n{profile('[]')}")
    arguments = ["show", "a.yaml", "-", "gone.yaml", "b.yaml", "--format", "json"]
    process = subprocess.run(
        [sys.executable, "-P", "-m", "generator", *arguments],
        input=v1(blob(CHART)),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    found = [json.loads(line) for line in process.stdout.splitlines()]
    assert [each["file"] for each in found] == ["a.yaml", "a.yaml", "-", "b.yaml", "b.yaml"]
    refusal = json.loads(process.stderr)
    assert refusal["file"] == "gone.yaml"
    assert "no such file" in refusal["message"]
    assert process.returncode == 1


def test_show_finds_images_in_a_fragment_of_a_profile() -> None:
    text = profile(
        f"[{{name: a, versions: [{{version: 1.0.0, regions: [{{name: x, id: {ID}}}]}}]}}]"
    )
    spec = json.dumps(_read(text)[0]["spec"])
    (found,) = shown(spec)
    assert (found["kind"], len(found["images"])) == ("CloudProfile", 1)
    config = json.dumps(_read(text)[0]["spec"]["providerConfig"])
    assert len(shown(config)[0]["images"]) == 1


MISTAKES = {
    manifests.guide(blob(CHART)): [
        ("error", "providerConfig is indented deeper than type"),
        ("error", "no `spec` in a ControllerDeployment"),
    ],
    manifests.registration(blob(CHART)): [("error", "no longer has type and providerConfig")],
    v1("eA=="): [("error", "not compressed")],
    v1("x").replace("rawChart", "chart"): [
        ("warning", 'helm has no field "chart"'),
    ],
    v1(blob(CHART)).replace("rawChart", "ociRepository: {ref: 'r.example.com/c:1'}, rawChart"): [
        ("error", "rawChart and ociRepository")
    ],
    v1(blob(CHART)).replace("v1\n", "v2\n", 1): [
        ("error", 'no ControllerDeployment "core.gardener.cloud/v2"')
    ],
    v1(blob(CHART)) + "type: helm\n": [("error", 'core.gardener.cloud/v1 has no field "type"')],
    v1beta1(blob(CHART)).replace("type: helm\n", ""): [("error", "`type` is missing")],
    v1(blob(CHART)).replace("extension-", "Extension-"): [
        ("error", 'name "Extension-provider-alicloud"')
    ],
    "a: 1\n": [("warning", "no kind")],
    profile("[{name: a, versions: [{version: 1.10, regions: []}]}]"): [
        ("error", "found 1.10, which YAML reads as the number 1.1")
    ],
    profile(
        f"[{{name: a, versions: [{{version: 1.0.0, regions: [{{name: x, id: {ID}}}]}},"
        f" {{version: 1.0.0, regions: [{{name: x, id: m-****}}, {{name: x}}]}}]}}]",
        "[{name: a, versions: [{version: 1.0.0}, {version: 2.0.0}]}]",
    ): [
        ("error", '"a" "1.0.0" is listed twice'),
        ("error", '"a" "1.0.0" has no usable ID in "x"'),
        ("error", '"a" "1.0.0" has no usable ID in "x"'),
        ("error", '"a" "2.0.0" is offered'),
        ("warning", '"a" "1.0.0" has several IDs in "x"'),
    ],
    profile(
        f"[{{name: a, versions: [{{version: 1.0.0, regions: [{{name: cn-beijing, id: {ID}}},"
        f" {{name: x, id: {ID}}}]}}]}}]"
    ): [
        ("warning", f'"{ID}" of "a" "1.0.0" in "cn-beijing" looks like one of cn-shanghai'),
        ("warning", f'"{ID}" is in several places'),
    ],
}


@pytest.mark.parametrize(("text", "expected"), MISTAKES.items(), ids=range(len(MISTAKES)))
def test_mistakes_in_a_manifest_are_reported(text: str, expected: list[tuple[str, str]]) -> None:
    (found,) = shown(text)
    for problem, (severity, words) in zip(found["problems"], expected, strict=True):
        assert problem["severity"] == severity
        assert words in problem["message"]


PLAIN = "FAKE0000FAKE0000FAKE0000"
ONCE = "RkFLRTAwMDBGQUtFMDAwMEZBS0UwMDAw"
TWICE = "UmtGTFJUQXdNREJHUVV0Rk1EQXdNRVpCUzBVd01EQXc="


@pytest.mark.parametrize(
    ("key_id", "problem"),
    [
        (ONCE, None),
        ("'{{ .resources.owner.data.accessKeyID }}'", None),
        (PLAIN, "the key itself"),
        (TWICE, "encoded twice"),
        ("<base64>", "not base64 text"),
    ],
)
def test_an_access_key_that_is_not_encoded_once_is_reported(
    key_id: str, problem: str | None
) -> None:
    keys = f"{{accessKeyID: {key_id}, accessKeySecret: '{{{{ .resources.owner.data.x }}}}'}}"
    found = problems(v1(blob(CHART), f"{{config: {{machineImageOwnerSecret: {keys}}}}}"))
    assert len(found) == bool(problem)
    for message in found:
        assert message.startswith("accessKeyID of the machineImageOwnerSecret ")
        assert str(problem) in message


def test_objects_too_large_for_kubectl_apply_or_etcd_are_reported() -> None:
    large = v1(blob(CHART), f"{{a: {'x' * 300_000}}}")
    (message,) = problems(large)
    assert "too large for the annotation of a client-side `kubectl apply`" in message
    larger = v1(blob(CHART), f"{{a: {'x' * 1_600_000}}}")
    (message,) = problems(larger)
    assert "1,563 KiB, more than etcd takes" in message
    copy = f"'kubectl.kubernetes.io/last-applied-configuration': '{'x' * 270_000}'"
    written = v1(blob(CHART)).replace("metadata: {", f"metadata: {{annotations: {{{copy}}}, ")
    (message,) = problems(written)
    assert "annotations have 264 KiB; the API server refuses them" in message


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_hostile_charts_are_one_problem(name: str) -> None:
    (found,) = shown(v1(HOSTILE_TEXTS[name]))
    messages = [problem["message"] for problem in found["problems"]]
    assert len([message for message in messages if "more than etcd takes" not in message]) == 1


def test_links_and_devices_are_empty_files() -> None:
    (found,) = shown(v1(LINKS))
    assert {file["path"]: file["size"] for file in found["charts"][0]["files"]} == {
        "Chart.yaml": 53,
        "device": 0,
        "hard": 0,
        "link": 0,
    }


@pytest.mark.parametrize("name", bombs())
def test_yaml_made_to_hurt_is_a_problem_or_shown(name: str) -> None:
    with contextlib.suppress(ProblemsError):
        assert shown(bombs()[name])


@pytest.mark.parametrize("text", ["", "- 1\n", "\0", "a: [\n", "kind: List\nitems: []\n"])
def test_a_file_without_objects_is_refused(text: str) -> None:
    with pytest.raises(ProblemsError):
        shown(text)


@pytest.mark.parametrize("wrong", ["x", "[x]", "{a: [x]}", "1", "null", "[{a: 1}, null, [x]]"])
@pytest.mark.parametrize(
    "kind", ["ControllerDeployment", "Extension", "CloudProfile", "Seed", "Secret"]
)
def test_parts_of_a_wrong_type_are_no_crash(kind: str, wrong: str) -> None:
    for text in (
        f"kind: {kind}\nmetadata: {wrong}\nspec: {wrong}\nhelm: {wrong}\nproviderConfig: {wrong}\n",
        f"kind: {kind}\nspec: {{deployment: {wrong}, machineImages: {wrong}, regions: {wrong}}}\n",
        f"kind: {kind}\nspec: {{providerConfig: {{machineImages: {wrong}}}, backup: {wrong}}}\n",
        f"kind: {kind}\nspec: {{machineImages: [{{name: {wrong}, versions: {wrong}}}]}}\n",
        f"kind: {kind}\nhelm: {{values: {{config: {wrong}}}, rawChart: {wrong}}}\ndata: {wrong}\n",
        f"kind: {wrong}\napiVersion: {wrong}\nmetadata: {{name: {wrong}}}\n",
    ):
        assert shown(text)
