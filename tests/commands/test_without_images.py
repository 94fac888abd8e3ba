"""Every verb works without images, and with a catalog that has no ControllerDeployment."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from generator import cli

IMAGE_ID = "m-2zehvbrxclop1jtat17m"
CATALOGS = {
    "no images": "share: []\n",
    "images without a value": "images:\nshare: []\n",
    "an empty mapping": "images: {} # soon\n",
    "every image taken away": "extends: base.yaml\nimages: {g: null}\n",
    "no ControllerDeployment": "# an Extension alone\ncontrollerDeployment: null\nextension: {}\n",
    "none of its base": "extends: none.yaml\n",
    "json": '{"controllerDeployment": null}\n',
}
BASES = {
    "base.yaml": f"images: {{g: {{versions: {{1.0.0: {{cn-beijing: {IMAGE_ID}}}}}}}}}\n",
    "none.yaml": "controllerDeployment: null\n",
}


@pytest.fixture(params=CATALOGS, autouse=True)
def catalog(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    for name, text in {**BASES, "live.yaml": CATALOGS[request.param]}.items():
        Path(name).write_text(text)
    return CATALOGS[request.param]


def has_deployment(catalog: str) -> bool:
    return "null" not in catalog.replace("g: null", "") and "none.yaml" not in catalog


def test_documents_come_and_go_with_what_the_catalog_says(catalog: str) -> None:
    assert cli.run(["validate", "live.yaml", "--strict"]) == 0
    assert cli.run(["generate", "live.yaml"]) == 0
    names = {path.name for path in Path("manifests").rglob("*.yaml")}
    wanted = {"controllerdeployment.yaml"} if has_deployment(catalog) else set()
    assert names == wanted | ({"extension.yaml"} if "extension:" in catalog else set())
    assert cli.run(["check", "live.yaml"]) == 0
    assert cli.run(["diff", "live.yaml", "-o", "manifests", "--exit-code"]) == 0
    assert cli.run(["generate", "live.yaml", "--set", "controllerDeployment=null"]) == 0
    assert not [*Path("manifests").rglob("controllerdeployment.yaml")]
    assert cli.run(["generate", "live.yaml", "--set", "controllerDeployment.name=x"]) == 0
    assert "name: x" in Path("manifests/live/controllerdeployment.yaml").read_text()


@pytest.mark.parametrize("form", ["text", "markdown", "json", "html"])
def test_the_matrix_has_no_row(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["matrix", "live.yaml", "--format", form]) == 0
    out = capfd.readouterr().out
    assert "live" in out
    assert form != "json" or json.loads(out)["catalogs"][0]["versions"] == []


def test_nothing_happens_and_nothing_can_be_edited(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["calendar", "live.yaml", "--as-of", "2026-01-01"]) == 0
    assert "nothing" in capfd.readouterr().out
    assert cli.run(["promote", "live.yaml", "gardenlinux", "1.0.0"]) == 1
    assert "there is no image gardenlinux" in capfd.readouterr().err
    assert cli.run(["retire", "live.yaml", "--as-of", "2026-01-01"]) == 0


def test_what_takes_the_deployment_away_is_explained(
    catalog: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code = cli.run(["explain", "live.yaml", "controllerDeployment"])
    out, err = capfd.readouterr()
    assert code == has_deployment(catalog)
    assert "there is no value at controllerDeployment" in err or out == "null\n"


def test_an_image_can_be_added_and_is_all_that_changes(catalog: str) -> None:
    arguments = ["gardenlinux", "1.0.0", "--region", f"cn-beijing={IMAGE_ID}"]
    assert cli.run(["add", "live.yaml", *arguments]) == 0
    text = Path("live.yaml").read_text()
    before, after = yaml.safe_load(catalog), yaml.safe_load(text)
    added = {"gardenlinux": {"versions": {"1.0.0": {"cn-beijing": IMAGE_ID}}}}
    assert after == {**before, "images": {**(before.get("images") or {}), **added}}
    assert re.findall("# .*", text) == re.findall("# .*", catalog)
    assert cli.run(["validate", "live.yaml", "--strict"]) == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("cloudProfile: {spec: {}}", "the CloudProfile needs images"),
        ("order: [g]", 'there is no image "g"'),
    ],
)
def test_what_needs_images_says_so(
    catalog: str, more: str, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    if catalog.startswith("{") or ("order" in more and "base.yaml" in catalog):
        return
    Path("live.yaml").write_text(f"{catalog}{more}\n")
    assert cli.run(["validate", "live.yaml"]) == 1
    assert words in capfd.readouterr().err


def test_no_rule_judges_a_deployment_that_is_not_written(catalog: str) -> None:
    """The built-in chart, which is that of a ControllerDeployment, fits no extension of old."""
    settings = ["target.extension=v1.40.0", "target.gardener=v1.90.0", "target.apply=client-side"]
    arguments = [word for setting in settings for word in ("--set", setting)]
    code = cli.run(["generate", "live.yaml", "--strict", *arguments])
    assert code == (has_deployment(catalog) or "extension" in catalog)


def test_an_empty_config_is_never_written(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["generate", "live.yaml", "--only", "cloudprofileconfig", "-o", "-"]) == 1
    assert "a CloudProfileConfig needs images" in capfd.readouterr().err
