"""Live objects of every case in every form come back, but for the marks that tools left on them."""

from __future__ import annotations

import base64
import gzip
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import cli
from tests.support import marks
from tests.support.tools import ROOT

CASES = sorted((ROOT / "tests" / "cases" / "ok").iterdir())
FORMS = {
    "v1beta1": ["controllerDeployment.apiVersion=v1beta1"],
    "v1": ["controllerDeployment.apiVersion=v1"],
    "OCI": [
        "controllerDeployment.apiVersion=v1",
        "controllerDeployment.chart=null",
        "controllerDeployment.chart.oci.repository=registry.example/charts/provider-alicloud",
        "controllerDeployment.chart.oci.tag=v1.72.0",
    ],
    "Extension": ["controllerDeployment=null", "extension.policy=Always"],
}
RESOURCES = (
    "controllerdeployment-null",
    "extension-owner-secret",
    "external-secrets",
    "external-secrets-of-an-extension",
    "kustomization",
    "kustomization-patch",
    "owner-secret-resource-v1",
    "owner-secret-with-secrets",
    "rule-apply-mode",
    "without-images",
)
REFUSED = {(case, "v1beta1") for case in RESOURCES}
"""Cases that have no such form: v1beta1 refers to no Secret."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALICLOUD_OWNER_ACCESS_KEY_ID", "FAKEACCESSKEYID00000000")
    monkeypatch.setenv("ALICLOUD_OWNER_ACCESS_KEY_SECRET", "fake-access-key-secret-00000000000")


def generated(catalog: Path, name: str, *more: str) -> tuple[int, list[dict[str, Any]]]:
    """The exit code, and the objects in the order of their files."""
    code = cli.run(["generate", str(catalog), "-o", name, *more])
    texts = [
        path.read_text()
        for path in sorted(Path(name).rglob("*.yaml"))
        if path.name != "kustomization.yaml"
    ]
    return code, [body for text in texts for body in yaml.safe_load_all(text)]


def arguments(case: Path) -> list[str]:
    """Those of a case that say which dates are judged, and how."""
    file = case / "args"
    words = file.read_text().splitlines() if file.exists() else []
    return [word for pair in pairwise(words) if pair[0] in ("--as-of", "--rule") for word in pair]


def with_tar(body: object) -> object:
    """An object with the tar of its chart in the place of the text, which is of one compressor."""
    if isinstance(body, dict):
        return {
            key: gzip.decompress(base64.b64decode(item))
            if key in ("chart", "rawChart") and isinstance(item, str)
            else with_tar(item)
            for key, item in body.items()
        }
    return [*map(with_tar, body)] if isinstance(body, list) else body


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_marked_objects_come_back_without_the_marks(
    case: Path, form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    more = arguments(case)
    settings = [word for setting in FORMS[form] for word in ("--set", setting)]
    code, objects = generated(case / "catalog.yaml", "first", *settings, *more)
    assert (code != 0) == ((case.name, form) in REFUSED), capfd.readouterr().err
    if code:
        return
    seed = f"{case.name} {form}"
    # A catalog has no place for what people mark Secrets with; a comment keeps it.
    wanted = [
        body if body["kind"] == "ExternalSecret" else marks.marked(body, seed, marks.OF_PEOPLE)
        for body in objects
    ]
    live = [marks.marked(body, seed, marks.OF_TOOLS) for body in wanted]
    # As JSON, which quotes all text: PyYAML leaves some bare that is a number to Go.
    Path("live.yaml").write_text("---\n".join(f"{json.dumps(body)}\n" for body in live))
    assert cli.run(["import", "live.yaml", "-o", "again.yaml"]) == 0, capfd.readouterr().err
    text = Path("again.yaml").read_text()
    code, again = generated(Path("again.yaml"), "second", *more)
    assert code == 0, capfd.readouterr().err
    for variable in re.findall(r"env: (\w+)", text):
        assert variable.startswith("ALICLOUD_OWNER")
    assert by_name(again) == by_name(wanted), text
    compared = cli.run(["diff", "again.yaml", "--against", "live.yaml", "--exit-code", *more])
    assert compared == 0, capfd.readouterr().out


def by_name(objects: list[dict[str, Any]]) -> dict[tuple[str, ...], object]:
    found = {
        (body["kind"], body["metadata"].get("namespace", ""), body["metadata"]["name"]): body
        for body in objects
    }
    assert len(found) == len(objects)
    return {key: with_tar(body) for key, body in found.items()}
