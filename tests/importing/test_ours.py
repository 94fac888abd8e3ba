"""What `generate` wrote, imported and generated again, is the same to the byte."""

from __future__ import annotations

import base64
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator import assets, cli
from generator.chart.blob import encode
from generator.manifest.chart_source import read_source
from tests.support.command import tree
from tests.support.tools import ROOT
from tests.test_cases import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = ROOT / "tests" / "cases" / "ok"
COMMENTED = {
    "flavors": "amd64 and arm64 are a guess",
    "rule-chart-schema": "the chart is not the built-in one",
    "rule-unknown-value": "the chart is not the built-in one",
    "rule-settings": "v1.29.0 is not used as the target",
    "seed-secret-ref": "the target v1.122.0 is a guess",
}
"""What documents do not tell, and the comment that says so."""

UNTOLD = {
    ("namespaced-cloudprofiles", ("namespacedcloudprofiles.yaml",)): "gardenlinux gets an update",
    ("hold-back-namespaced", ("namespacedcloudprofiles.yaml",)): "g gets an update",
    (
        "hold-back-namespaced",
        ("controllerdeployment.yaml", "namespacedcloudprofiles.yaml"),
    ): "g gets an update",
    (
        "hold-back-namespaced",
        ("cloudprofile.yaml", "controllerdeployment.yaml"),
    ): "g 1.1.0 is not in cloudprofile.yaml",
    ("external-secrets", ("externalsecrets.yaml",)): "nothing refers to the ExternalSecret",
    (
        "external-secrets",
        ("controllerdeployment.yaml", "externalsecrets.yaml"),
    ): "nothing refers to the ExternalSecret backups/other",
    ("seed-with-secrets", ("controllerdeployment.yaml", "secrets.yaml")): "nothing refers to",
    ("seed-with-secrets", ("secrets.yaml",)): "# - the seed has no name",
}
"""Documents that cannot come back without others, and the comment that says so."""


@pytest.fixture(scope="module")
def blob() -> str:
    return encode(read_source(assets.EXTENSION_CHART).tar)


def documents(texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    for text in texts.values():
        yield from yaml.safe_load_all(text)


def plain(text: str, times: int = 1) -> str:
    for _ in range(times):
        text = base64.b64decode(text).decode()
    return text


def credentials(texts: dict[str, str]) -> dict[str, str]:
    """The variables that an imported catalog asks for, from the documents that hold the keys."""
    found: dict[str, str] = {}
    for document in documents(texts):
        config = document.get("providerConfig", {}).get("values", {}).get("config", {})
        owner = config.get("machineImageOwnerSecret", {})
        if "accessKeyID" in owner:
            found["ALICLOUD_OWNER_ACCESS_KEY_ID"] = plain(owner["accessKeyID"])
            found["ALICLOUD_OWNER_ACCESS_KEY_SECRET"] = plain(owner["accessKeySecret"])
        if document["kind"] == "Secret":
            labels = document["metadata"].get("labels", {})
            is_owner = labels.get("gardener.cloud/role") == "resource-reference"
            name = document["metadata"]["name"].upper().replace("-", "_")
            stem = "ALICLOUD_OWNER" if is_owner else f"ALICLOUD_{name}"
            for key, half in (("accessKeyID", "ID"), ("accessKeySecret", "SECRET")):
                found[f"{stem}_ACCESS_KEY_{half}"] = plain(document["data"][key], 1 + is_owner)
    return found


def cases() -> list[Path]:
    """The cases of which each document is a file in one folder."""
    return [case for case in sorted(CASES.iterdir()) if not [*case.glob("expected/*/*/")]]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_all_documents_of_a_case_are_the_same_after_import_and_generate(
    case: Path,
    blob: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    expected = {
        path.name: path.read_text().replace(BUILT_IN, blob)
        for path in sorted((case / "expected").rglob("*.yaml"))
    }
    (name,) = {path.parent.name for path in (case / "expected").rglob("*.yaml")}
    Path("old").mkdir()
    for file, text in expected.items():
        Path("old", file).write_text(text)
    arguments = [f"old/{file}" for file in expected if file != "values.yaml"]
    code = cli.run(["import", *arguments, "-o", "catalog.yaml", "--name", name])
    err = capfd.readouterr().err
    assert code == 0, err
    text = Path("catalog.yaml").read_text()
    for variable, value in credentials(expected).items():
        assert variable in err
        monkeypatch.setenv(variable, value)
    arguments = case / "args"
    more = arguments.read_text().splitlines() if arguments.exists() else []
    assert cli.run(["generate", "catalog.yaml", *more]) == 0, f"{capfd.readouterr().err}\n{text}"
    found = {path.name: path.read_text() for path in sorted(Path("manifests", name).iterdir())}
    assert found == expected, text
    assert COMMENTED.get(case.name, "") in text
    assert ("comment" in err) == (case.name in COMMENTED), text


def test_documents_in_the_folders_of_clusters_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    case = CASES / "kustomization"
    assert cli.run(["generate", str(case / "catalog.yaml"), "-o", "old", "--with-secrets"]) == 0
    files = [str(path) for path in sorted(Path("old").rglob("*.yaml"))]
    assert cli.run(["import", *files, "-o", "catalog.yaml", "--name", "catalog"]) == 0
    assert cli.run(["generate", "catalog.yaml", "-o", "new", "--with-secrets"]) == 0
    assert tree(Path("new")) == tree(Path("old"))


def parts() -> list[tuple[Path, tuple[str, ...]]]:
    """Some of the documents of each case, where there are several."""
    found = []
    for case in cases():
        files = sorted(path.name for path in (case / "expected").rglob("*.yaml"))
        for count in range(1, len(files)):
            found += [(case, some) for some in combinations(files, count)]
    return found


@pytest.mark.parametrize(
    ("case", "files"), parts(), ids=lambda part: str(getattr(part, "name", part))
)
def test_some_documents_of_a_case_are_the_same_after_import_and_generate(
    case: Path,
    files: tuple[str, ...],
    blob: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    expected = {
        path.name: path.read_text().replace(BUILT_IN, blob)
        for path in sorted((case / "expected").rglob("*.yaml"))
        if path.name in files
    }
    for file, text in expected.items():
        Path(file).write_text(text)
    code = cli.run(["import", *files, "-o", "catalog.yaml"])
    err = capfd.readouterr().err
    assert code == 0, err
    text = Path("catalog.yaml").read_text()
    if words := UNTOLD.get((case.name, files)):
        assert words in text
        return
    for variable, value in credentials(expected).items():
        monkeypatch.setenv(variable, value)
    arguments = [argument for file in files for argument in ("--only", file)]
    more = ["--with-secrets"] if "secrets.yaml" in files else []
    code = cli.run(["generate", "catalog.yaml", *more, *arguments])
    assert code == 0, f"{capfd.readouterr().err}\n{text}"
    folder = Path("manifests", "catalog")
    found = {path.name: path.read_text() for path in sorted(folder.iterdir())}
    if "controllerdeployment.yaml" not in files:
        assert ("controllerDeployment: null" in text) == (files != ("cloudprofileconfig.yaml",))
        # Without it, the image stands among the Extension's own values, which come last there.
        assert [*documents(found)] == [*documents(expected)], text
        found |= {name: expected[name] for name in files if name == "extension.yaml"}
    assert found == expected, text
