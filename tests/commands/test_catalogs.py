"""`catalogs`: which landscapes there are, and every file that a landscape reads."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from generator import cli

IMAGES = "images: {g: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}\n"
LIVE = """\
extends: [../bases/china.yaml]
ownerSecret: {accessKeyID: {env: ID}, accessKeySecret: {file: secret.txt}}
controllerDeployment: {chart: ../charts/own}
seeds:
- name: s
  backup: {secret: {accessKeyID: {file: ../keys/id}, accessKeySecret: {file: ../keys/secret}}}
"""
FILES = {
    "alicloud-generator.yaml": "catalogs: [landscapes/*.yaml]\noutput: out\ntemplates: own\n",
    "bases/common.yaml": f"abstract: true\n{IMAGES}",
    "bases/china.yaml": "abstract: true\nextends: common.yaml\n",
    "landscapes/live.yaml": LIVE,
    "landscapes/dev.yaml": "metadata: {name: test}\nextends: ../bases/common.yaml\n",
    "landscapes/none.yaml": f"abstract: true\n{IMAGES}",
    "own/x.yaml.j2": "a: b\n",
    "charts/own/Chart.yaml": "name: own\nversion: 1.0.0\n",
}


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path, text in FILES.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)


def listed(capfd: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capfd.readouterr()
    assert cli.run(["catalogs", "--format", "json", *arguments]) == 0
    out = capfd.readouterr().out
    assert out.count("\n") == 1, "a pipeline takes one line as an output"
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_every_file_that_a_landscape_reads_is_listed(capfd: pytest.CaptureFixture[str]) -> None:
    assert listed(capfd) == [
        {
            "name": "test",
            "catalog": "landscapes/dev.yaml",
            "output": "out/test",
            "files": [
                "alicloud-generator.yaml",
                "own/",
                "bases/common.yaml",
                "landscapes/dev.yaml",
            ],
        },
        {
            "name": "live",
            "catalog": "landscapes/live.yaml",
            "output": "out/live",
            "files": [
                "alicloud-generator.yaml",
                "own/",
                "bases/common.yaml",
                "bases/china.yaml",
                "landscapes/live.yaml",
                "charts/own/",
                "landscapes/secret.txt",
                "keys/id",
                "keys/secret",
            ],
        },
    ]


def test_paths_are_those_of_the_working_directory(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    top = listed(capfd)
    monkeypatch.chdir("landscapes")
    for here, there in zip(listed(capfd), top, strict=True):
        for key in ("catalog", "output"):
            assert os.path.relpath(here[key], "..") == there[key]
        assert [os.path.normpath(Path("landscapes", file)) for file in here["files"]] == [
            file.rstrip("/") for file in there["files"]
        ]


def test_what_is_listed_can_be_generated_one_by_one(capfd: pytest.CaptureFixture[str]) -> None:
    Path("landscapes/live.yaml").write_text("extends: ../bases/china.yaml\n")
    assert cli.run(["generate", "-q"]) == 0
    for each in listed(capfd):
        assert cli.run(["check", each["catalog"]]) == 0
        assert (Path(each["output"]) / "controllerdeployment.yaml").exists()


def test_text_has_the_same(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["catalogs", "landscapes/dev.yaml"]) == 0
    assert capfd.readouterr().out.splitlines() == [
        "test: out/test",
        "  alicloud-generator.yaml",
        "  own/",
        "  bases/common.yaml",
        "  landscapes/dev.yaml",
    ]


def test_without_a_project_there_are_no_files_of_one(capfd: pytest.CaptureFixture[str]) -> None:
    Path("alicloud-generator.yaml").unlink()
    (found,) = listed(capfd, "landscapes/dev.yaml")
    assert found["output"] == "manifests/test"
    assert found["files"] == ["bases/common.yaml", "landscapes/dev.yaml"]


def test_a_bad_catalog_does_not_hide_another(capfd: pytest.CaptureFixture[str]) -> None:
    Path("landscapes/dev.yaml").write_text("images: [\n")
    assert cli.run(["catalogs", "--format", "json"]) == 1
    out, err = capfd.readouterr()
    assert [each["name"] for each in json.loads(out)] == ["live"]
    assert err.startswith("landscapes/dev.yaml:1:9: error: ")


def test_rules_and_explanations_speak_json(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rules", "--format", "json"]) == 0
    rules = json.loads(capfd.readouterr().out)
    assert cli.run(["rules", "--format", "json", "image-id-region"]) == 0
    one = json.loads(capfd.readouterr().out)
    assert one in rules
    assert (one["id"], one["severity"]) == ("image-id-region", "warning")
    assert one["about"].startswith(one["summary"])
    versions = "images.g.versions.1\\.0\\.0.cn-shanghai"
    Path("bases/china.yaml").write_text(
        "extends: common.yaml\nimages: {g: {versions: {1.0.0: {cn-shanghai: m-uf6b}}}}\n"
    )
    assert cli.run(["explain", "bases/china.yaml", versions, "--format", "json"]) == 0
    out, err = capfd.readouterr()
    base = {"file": "bases/common.yaml", "line": 2, "value": "m-uf6hvbrxclop1jtat17m"}
    assert json.loads(out) == {
        "path": versions,
        "value": "m-uf6b",
        "notes": [
            {"what": "decided by", "file": "bases/china.yaml", "line": 2, "value": ""},
            {"what": "overrides", **base},
        ],
    }
    assert err == ""
    assert cli.run(["explain", "bases/china.yaml", "abstract", "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out) == {
        "path": "abstract",
        "value": "false",
        "notes": [{"what": "default", "file": "", "line": 0, "value": ""}],
    }
