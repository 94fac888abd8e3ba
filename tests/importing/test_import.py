"""Catalogs from the manifests and the metadata of others, by folders of input and expectation.

`cases/import/ok/<name>/` holds input files, `args` (one argument a line), the `catalog.yaml` that
is expected, and what is said in `stderr`. `cases/import/err/<name>/` is refused with the words of
`out`.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import assets, cli
from generator.importing.release_formats import read_releases
from generator.manifest.chart_source import read_source
from generator.manifest.server_fields import LAST_APPLIED
from tests.support.command import CATALOG, run
from tests.support.tools import ROOT, real_data

CASES = ROOT / "tests" / "cases" / "import"


def cases(kind: str) -> list[Path]:
    return sorted((CASES / kind).iterdir())


def arguments(case: Path) -> list[str]:
    return (case / "args").read_text().splitlines()


@pytest.mark.parametrize("case", cases("ok"), ids=lambda case: case.name)
def test_imports_what_is_expected(
    case: Path,
    update_golden: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(case, tmp_path / "in")
    monkeypatch.chdir(tmp_path / "in")
    code = cli.run(["import", *arguments(case)])
    out, err = capfd.readouterr()
    assert code == 0, err
    if update_golden:
        (case / "catalog.yaml").write_text(out)
        (case / "stderr").write_text(err)
    assert out == (case / "catalog.yaml").read_text()
    assert err == (case / "stderr").read_text()
    for variable in re.findall(r"ALICLOUD_\w+", err):
        monkeypatch.setenv(
            variable, "FAKEACCESSKEYID00000000-fake-secret"[: 23 if "_ID" in variable else None]
        )
    Path("catalog.yaml").write_text(out)
    code = cli.run(["generate", "catalog.yaml", "-o", "-"])
    assert code == 0, capfd.readouterr().err


@pytest.mark.parametrize("case", cases("err"), ids=lambda case: case.name)
def test_refuses_with_the_expected_words(
    case: Path,
    update_golden: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(case)
    code = cli.run(["import", *arguments(case), "-o", str(tmp_path / "catalog.yaml")])
    out, err = capfd.readouterr()
    assert (code, out) == (1, ""), err
    assert not any(tmp_path.iterdir())
    if update_golden:
        (case / "out").write_text(err)
    assert err == (case / "out").read_text()


@pytest.mark.parametrize("name", ["gardenlinux-1877.3.yaml", "cloudprofile-spec-2022.yaml"])
def test_imported_real_data_is_generated_again(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    source = real_data(name)
    text = source.read_text()
    assert cli.run(["import", str(source), "-o", str(tmp_path / "catalog.yaml")]) == 0
    config = ["--only", "cloudprofileconfig", "-o", "-"]
    capfd.readouterr()
    assert cli.run(["generate", str(tmp_path / "catalog.yaml"), *config]) == 0
    images = yaml.safe_load(capfd.readouterr().out)["machineImages"]
    found = [
        (region["name"], region["id"])
        for image in images
        for version in image["versions"]
        for region in version["regions"]
    ]
    if "published" in text:
        published = yaml.safe_load(text)["published_image_metadata"]["published_alicloud_images"]
        expected = sorted((entry["region_id"], entry["image_id"]) for entry in published)
        assert [image["name"] for image in images] == ["gardenlinux"]
        assert [version["version"] for version in images[0]["versions"]] == ["1877.3"]
        assert len(expected) == 28
    else:
        config_of_file = yaml.safe_load(text)["providerConfig"]
        assert images == [
            {
                "name": image["name"],
                "versions": [
                    {
                        "version": version["version"],
                        "regions": [
                            {"name": region["name"], "id": region["id"]}
                            for region in version["regions"]
                        ],
                    }
                    for version in image["versions"]
                ],
            }
            for image in config_of_file["machineImages"]
        ]
        assert len(found) == 136
        return
    assert found == expected


def manifest(tmp_path: Path, text: str) -> dict[str, Any]:
    (tmp_path / "base.yaml").write_text(text)
    process = run("generate", "base.yaml", "-o", "-", cwd=tmp_path)
    assert process.returncode == 0, process.stderr
    found: dict[str, Any] = yaml.safe_load(process.stdout)
    return found


def test_the_built_in_chart_is_known_however_it_was_compressed(tmp_path: Path) -> None:
    found = manifest(tmp_path, CATALOG)
    tar = read_source(assets.EXTENSION_CHART).tar
    blob = base64.encodebytes(gzip.compress(tar, 1)).decode()
    found["providerConfig"]["chart"] = blob
    (tmp_path / "old.yaml").write_text(yaml.safe_dump(found))
    process = run("import", "old.yaml", cwd=tmp_path)
    assert process.returncode == 0
    assert process.stdout.partition("\n\n")[2] == (
        "images:\n"
        "  gardenlinux:\n"
        "    shared: true\n"
        "    versions:\n"
        "      1877.13.0:\n"
        "        cn-shanghai: m-uf6hvbrxclop1jtat17m\n"
        "        eu-central-1: m-gw8iwwd9dqjxwgjtvc3i\n"
    )
    assert process.stderr == ""


def test_import_reads_standard_input_and_never_overwrites_other_content(tmp_path: Path) -> None:
    source = CASES / "ok" / "merge-release" / "config.json"
    output = tmp_path / "live.yaml"
    for _ in range(2):
        assert cli.run(["import", str(source), "-o", str(output)]) == 0
    old = output.read_bytes()
    other = CASES / "ok" / "coreos-stream" / "stable.json"
    assert cli.run(["import", str(other), "-o", str(output)]) == 1
    assert output.read_bytes() == old
    assert [*tmp_path.iterdir()] == [output]
    process = subprocess.run(
        [sys.executable, "-m", "generator", "import", "-"],
        input=source.read_bytes(),
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert b"# Imported from <stdin>.\n" in process.stdout


def test_a_name_that_no_catalog_can_have_is_wrong_usage(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    source = str(CASES / "ok" / "coreos-stream" / "stable.json")
    assert cli.run(["import", source, "-o", str(tmp_path / "My_Catalog.yaml")]) == 2
    assert cli.run(["import", source, "--name", "A b"]) == 2
    assert "--name: 'A b' cannot name a catalog" in capfd.readouterr().err
    assert not any(tmp_path.iterdir())


def test_import_refuses_a_device(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["import", "/dev/zero"]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("/dev/zero: error: ")
    assert "device" in err


@pytest.mark.parametrize(
    "text",
    [
        "---\n" * 200_000,
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{b}: &{b} [{', '.join(f'*{a}' for _ in range(9))}]\n"
            for a, b in pairwise("abcdefghijkl")
        ),
        "\x00\x01\x02",
        "machineImages:\n" + "- a\n" * 2_000_000,
        "machineImages:\n" + f"- {'- ' * 98}a\n" * 30_000,
        "providerConfig: {machineImages: 7}\n",
        "machineImages: [[]]\n",
        "providerConfig: {machineImages: [{name: a, versions: [{version: 1, regions: {a: b}}]}]}",
        "kind: List\nitems: 7\n",
        "kind: List\nitems: [7]\n",
        "kind: Seed\napiVersion: core.gardener.cloud/v1beta1\nspec: []\n",
        "[]\n",
        "just text\n",
    ],
    ids=lambda text: repr(text[:25]),
)
def test_broken_files_are_refused_at_once(
    text: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.yaml").write_text(text)
    assert cli.run(["import", str(tmp_path / "x.yaml")]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert "x.yaml" in err
    assert "error: " in err


def test_five_hundred_versions_of_thirty_regions_are_imported(tmp_path: Path) -> None:
    regions = [{"name": f"cn-r{n}", "id": f"m-{n:020d}"} for n in range(30)]
    versions = [{"version": f"1.{n}.0", "regions": regions} for n in range(500)]
    config = {"kind": "CloudProfileConfig", "machineImages": [{"name": "a", "versions": versions}]}
    (tmp_path / "x.json").write_text(json.dumps(config))
    assert cli.run(["import", str(tmp_path / "x.json"), "-o", str(tmp_path / "live.yaml")]) == 0


def test_read_releases_tells_image_regions_and_place() -> None:
    case = CASES / "ok" / "gardenlinux-architectures"
    published = read_releases([((case / "arm64.yaml").read_bytes(), "arm64.yaml")])
    (release,) = published.releases
    assert (release.image, release.version) == ("gardenlinux", "1877.10")
    assert release.capabilities == {"architecture": ("arm64",)}
    assert [region.name for region in release.regions] == ["cn-beijing", "cn-shanghai"]
    assert release.item.place(release.path) == "arm64.yaml:7"


@pytest.mark.parametrize("copy", ["{}", '{"stringData": {"password": "hunter2-hunter2"}}'])
def test_each_part_that_a_catalog_cannot_say_is_noted_once(
    copy: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    profile = yaml.safe_load((CASES / "ok" / "foreign-profile" / "profile.yaml").read_text())
    profile["metadata"]["annotations"] = {LAST_APPLIED: copy}
    profile["metadata"]["labels"] = {"provider.extensions.gardener.cloud/alicloud": "true"}
    profile["metadata"]["finalizers"] = ["gardener"]
    (tmp_path / "x.json").write_text(json.dumps(profile))
    assert cli.run(["import", str(tmp_path / "x.json")]) == 0
    out = capfd.readouterr().out
    for part in (LAST_APPLIED, "provider.extensions.gardener.cloud", "metadata.finalizers"):
        assert out.replace("\\", "").count(part) == 1, out
    assert {"labels", "annotations"}.isdisjoint(yaml.safe_load(out)["cloudProfile"])


MARKED = {
    "labels": {"argocd.argoproj.io/instance": "ali", "team": "ali"},
    "annotations": {
        "argocd.argoproj.io/sync-wave": "2",
        "argocd.argoproj.io/tracking-id": "ali:core.gardener.cloud/CloudProfile:/alicloud",
        "gardener.cloud/operation": "reconcile",
        "meta.helm.sh/release-name": "ali",
    },
}


def test_marks_of_other_tools_become_one_comment_for_each_tool(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    profile = yaml.safe_load((CASES / "ok" / "foreign-profile" / "profile.yaml").read_text())
    profile["metadata"] |= MARKED
    (tmp_path / "x.json").write_text(json.dumps(profile))
    assert cli.run(["import", str(tmp_path / "x.json")]) == 0
    out = capfd.readouterr().out
    section = yaml.safe_load(out)["cloudProfile"]
    assert section["labels"] == {"team": "ali"}
    assert section["annotations"] == {"argocd.argoproj.io/sync-wave": "2"}
    for comment in (
        (
            r"what Argo CD writes itself: metadata.labels.argocd\.argoproj\.io/instance, "
            "metadata.annotations.argocd\\.argoproj\\.io/tracking-id\n"
        ),
        "what Helm writes itself: metadata.annotations.meta\\.helm\\.sh/release-name\n",
        "what was asked for once: metadata.annotations.gardener\\.cloud/operation\n",
    ):
        assert out.count(comment) == 1, out
    assert "sync-wave:" not in out.partition("images:")[0]


def test_each_section_that_a_catalog_cannot_take_is_a_comment_with_its_own_reasons(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    profile = yaml.safe_load((CASES / "ok" / "foreign-profile" / "profile.yaml").read_text())
    profile["metadata"]["annotations"] = {"note": "several\nlines\n"}
    profile["spec"]["bastion"] = {"machineImage": {"name": "nowhere"}}
    child = {
        **profile,
        "kind": "NamespacedCloudProfile",
        "metadata": {"name": "No_Name", "namespace": "garden-x"},
        "spec": {"parent": {"kind": "CloudProfile", "name": "ali"}},
    }
    seed = {
        **profile,
        "kind": "Seed",
        "metadata": {"name": "one"},
        "spec": {
            "provider": {"type": "alicloud", "region": "cn-shanghai"},
            "backup": {
                "provider": "alicloud",
                "region": "cn-shanghai",
                "credentialsRef": {"name": "b", "namespace": "garden"},
            },
        },
    }
    (tmp_path / "x.json").write_text(json.dumps({"kind": "List", "items": [profile, child, seed]}))
    assert cli.run(["import", str(tmp_path / "x.json")]) == 0
    out = capfd.readouterr().out
    head = r"^# (\w+) is not complete enough for a catalog:\n((?:# - .*\n)+)"
    reasons = dict(re.findall(head, out, re.MULTILINE))
    assert reasons.keys() == {"cloudProfile", "namespacedCloudProfiles"}
    assert reasons["cloudProfile"].startswith("# - image name not found in spec.machineImages (")
    assert reasons["namespacedCloudProfiles"].startswith('# - found "No_Name" (expected a DNS name')
    assert all(text.count("\n") == 1 for text in reasons.values())
    assert yaml.safe_load(out)["seeds"][0]["name"] == "one"


def test_what_no_catalog_can_do_without_is_refused_with_the_line_that_it_gives(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    profile = yaml.safe_load((CASES / "ok" / "foreign-profile" / "profile.yaml").read_text())
    deployment = {
        "apiVersion": "core.gardener.cloud/v1",
        "kind": "ControllerDeployment",
        "metadata": {"name": "Alicloud_alicloud"},
        "helm": {"ociRepository": {"ref": "registry.example.com/c:v1.71.0"}},
    }
    (tmp_path / "x.json").write_text(json.dumps({"kind": "List", "items": [profile, deployment]}))
    assert cli.run(["import", str(tmp_path / "x.json"), "-o", str(tmp_path / "live.yaml")]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert 'this gives the line "name: Alicloud_alicloud", which no catalog can have: ' in err
    assert not (tmp_path / "live.yaml").exists()


def test_an_admission_component_that_comes_in_addition_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    body = yaml.safe_load((CASES / "ok" / "extension-alone" / "extension.yaml").read_text())
    del body["spec"]["deployment"]["admission"]
    (tmp_path / "x.json").write_text(json.dumps(body))
    assert cli.run(["import", str(tmp_path / "x.json")]) == 0
    assert "there is no admission component: the catalog adds it\n" in capfd.readouterr().out
