"""The repository among the examples: what `init` writes, landscapes that work, and its updates."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from generator import cli
from generator.assets import REPOSITORY
from tests.support.command import tree
from tests.support.tools import ROOT

EXAMPLE = ROOT / "examples" / "repository"
RENOVATE = ROOT / "examples" / "renovate.json"
ITS_OWN = {"README.md", "landscapes/base.yaml", "landscapes/dev.yaml", "landscapes/live.yaml"}


def test_all_but_its_landscapes_is_what_init_writes(*, update_golden: bool) -> None:
    written = {path: data for path, data in tree(REPOSITORY).items() if path not in ITS_OWN}
    if update_golden:
        for path, data in written.items():
            (EXAMPLE / path).write_bytes(data)
    found = {path: data for path, data in tree(EXAMPLE).items() if path not in ITS_OWN}
    assert found == written


def test_it_works_as_it_is_with_nothing_generated_and_no_access_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert not (EXAMPLE / "manifests").exists()
    shutil.copytree(EXAMPLE, tmp_path / "repository")
    monkeypatch.chdir(tmp_path / "repository")
    assert cli.run(["validate", "--strict"]) == 0
    assert cli.run(["generate", "--strict", "--with-secrets"]) == 0
    assert cli.run(["check", "--strict", "--with-secrets"]) == 0
    lines = capfd.readouterr().err.splitlines()
    assert [line for line in lines if not line.startswith("wrote manifests/")] == [
        "everything is up to date"
    ]
    assert {path.parent.name for path in Path("manifests").glob("*/*")} == {"dev", "live"}


def managers() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(RENOVATE.read_text())["customManagers"]
    return found


def found_by_renovate(path: str, text: str) -> list[tuple[str, ...]]:
    """What the managers find in a file: the dependency, its datasource, and the values to replace.

    Renovate compiles its patterns with no flag but `g`: `^` is the start of a file.
    """
    return [
        (
            match.groupdict().get("depName") or manager["depNameTemplate"],
            manager["datasourceTemplate"],
            *(v for k, v in match.groupdict().items() if k.startswith("current")),
        )
        for manager in managers()
        for pattern in manager["managerFilePatterns"]
        if re.search(pattern.strip("/"), path)
        for text_pattern in manager["matchStrings"]
        for match in re.finditer(text_pattern.replace("(?<", "(?P<"), text)
    ]


DIGEST = f"sha256:{'0123456789abcdef' * 4}"
GARDENER = ("gardener/gardener", "github-releases")
EXTENSION = ("gardener/gardener-extension-provider-alicloud", "github-releases")


def test_renovate_finds_the_releases_and_charts_of_the_example_and_nothing_else() -> None:
    found = {
        path: updates
        for path, data in tree(EXAMPLE).items()
        if (updates := found_by_renovate(path, data.decode()))
    }
    chart = "registry.example.org/charts/provider-alicloud"
    assert found == {
        "landscapes/base.yaml": [(*GARDENER, "v1.149.3"), (*EXTENSION, "v1.72.0")],
        "landscapes/live.yaml": [(chart, "docker", "v1.72.0", DIGEST)],
    }


LINES = {
    "target: {gardener: v1.149.3, extension: v1.72.0}": [
        (*GARDENER, "v1.149.3"),
        (*EXTENSION, "v1.72.0"),
    ],
    "  extension: v1.72.0   # as everywhere": [(*EXTENSION, "v1.72.0")],
    "extension: {}": [],
    "  gardener: {}": [],
    "# target: {gardener: v1.149.3}": [],
    "  my-extension: v1.0.0": [],
    "  tag: v1.72.0": [],
    f"  repository: a.b/c\n  digest: {DIGEST}": [],
    f"- oci:\n    repository: a.b:5000/c\n    tag: v1.0.0\n    digest: {DIGEST}\n": [
        ("a.b:5000/c", "docker", "v1.0.0", DIGEST)
    ],
}


@pytest.mark.parametrize("lines", LINES, ids=lambda lines: lines.strip().splitlines()[0])
def test_renovate_finds_them_however_they_are_written(lines: str) -> None:
    assert found_by_renovate("landscapes/a.yaml", f"a: b\n{lines}\n") == LINES[lines]
    assert found_by_renovate("manifests/a.yaml", f"a: b\n{lines}\n") == []
