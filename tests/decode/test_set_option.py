"""The option `--set`: what a wrong path or value is called, and what a right one changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from generator import cli

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = """\
images:
  gardenlinux:
    versions:
      1877.13.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}
  ubuntu:
    versions:
      18.4.20210415: {cn-shanghai: m-uf6hvbrxclop1jtat17n}
seeds:
- name: first
  backup: {region: cn-shanghai, secret: {name: backup, namespace: garden}}
- name: second
  backup: {region: cn-beijing, secret: {name: backup, namespace: garden}}
"""
CATALOG = "extends: base.yaml\nimages: {gardenlinux: {shared: true}}\n"

WRONG = [
    # What is set, what is said of it, and a hint.
    ("images.gardenlinx.shared=true", "there is no images.gardenlinx", '"gardenlinux"'),
    ("images.gardenlinx.shared=maybe", "there is no images.gardenlinx", '"gardenlinux"'),
    ("image.gardenlinux.shared=true", "there is no image", '"images"'),
    (
        "images.gardenlinux.versionz.a.classification=x",
        "there is no images.gardenlinux.versionz",
        '"versions"',
    ),
    (
        r"images.gardenlinux.versions.1877\.13\.1.classification=supported",
        r"there is no images.gardenlinux.versions.1877\.13\.1",
        r'"1877\.13\.0"',
    ),
    (
        "images.gardenlinux.versions.1877.13.1.classification=supported",
        "there is no images.gardenlinux.versions.1877",
        r'"1877\.13\.0"',
    ),
    ("controllerDeployment.vlues.a.b=1", "there is no controllerDeployment.vlues", '"values"'),
    ("cloudProfile.name=a", "there is no cloudProfile", ""),
    (
        "cloudProfile.spec.kubernetes.versions=[]",
        "must provide at least one Kubernetes version",
        "",
    ),
    ("images.gardenlinux.shard=true", 'unknown key "shard"', '"shared"'),
    ("seeds[0].nam=a", 'unknown key "nam"', '"name"'),
    ("seeds[1].backup.regon=a", 'unknown key "regon"', '"region"'),
    ("seeds[2].name=a", "there is no seeds[2]", "the list has 2 items, [0] is the first"),
    ("seeds[0].spec.taints[0].key=a", "there is no seeds[0].spec.taints[0]", ""),
    ("seeds.name=a", "seeds is a list", "use the index of an item: seeds[0].name"),
    ("images[0].shared=a", "there is no images[0]", ""),
    ("target.extension=1.71.0", 'found "1.71.0"', '"v1.71.0"'),
    ("target.gardener=1.150", 'found "1.150"', '"v1.150.0"'),
    ("target.gardener=v1.150", 'found "v1.150"', '"v1.150.0"'),
    ("target.extension=registry.example/x:v1.71.0", 'found "registry.example/x:', '"v1.71.0"'),
    ("target.extension=latest", 'found "latest"', ""),
]


@pytest.fixture
def said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """The exit code of `generate` with settings, and what it says."""
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text(BASE)
    Path("live.yaml").write_text(CATALOG)

    def generate(*settings: str) -> tuple[int, str]:
        options = [f"--set={setting}" for setting in settings]
        code = cli.run(["generate", "live.yaml", "-o", "out", *options])
        return code, capfd.readouterr().err

    return generate


@pytest.mark.parametrize(("setting", "message", "hint"), WRONG)
def test_a_wrong_setting_is_one_error_that_names_its_path(
    setting: str, message: str, hint: str, said: Callable[..., tuple[int, str]]
) -> None:
    code, err = said(setting)
    assert code == 1
    assert err.count(": error: ") == 1
    path = setting.partition("=")[0]
    assert err.startswith(f"live.yaml: error: --set {path}: {message}")
    shown = [line.removeprefix("  hint: ") for line in err.splitlines() if "  hint: " in line]
    assert [hint] == [h.removeprefix("did you mean ").rstrip("?") for h in shown] or not hint
    assert bool(shown) == bool(hint)
    assert not Path("out").exists()


def test_a_mistake_of_the_file_keeps_its_line(said: Callable[..., tuple[int, str]]) -> None:
    Path("live.yaml").write_text(CATALOG.replace("true", "maybe"))
    code, err = said("images.gardenlinux.updateStrategy=patch")
    assert code == 1
    assert err.startswith('live.yaml:2:32: error: found "maybe"')


def test_what_a_rule_says_of_a_setting_names_it(said: Callable[..., tuple[int, str]]) -> None:
    setting = r"images.gardenlinux.versions.1877\.13\.0.cn-beijing"
    code, err = said(f"{setting}=m-uf6aaaaaaaaaaaaaaaaa")
    assert code == 0
    assert f"live.yaml: warning: --set {setting}: " in err


def test_dots_of_names_that_stand_need_no_backslash(said: Callable[..., tuple[int, str]]) -> None:
    Path("live.yaml").write_text(
        f"{CATALOG}annotations: {{example.org/a: b}}\n"
        "controllerDeployment: {values: {c.d: 1}}\nrules: {chart-values: off}\n"
    )
    version = "images.gardenlinux.versions.1877.13.0"
    settings = (
        f"{version}.classification=supported",
        f"{version}.cn-beijing=m-2zehvbrxclop1jtat17m",
        "annotations.example.org/a=c",
        "controllerDeployment.values.c.d=2",
        # Where no such name stands, every dot parts two steps, and so it does beside a backslash.
        "controllerDeployment.values.e.f=3",
        r"controllerDeployment.values.\c.d=4",
    )
    assert said(*settings)[0] == 0
    text = Path("out/live/controllerdeployment.yaml").read_text()
    deployment = yaml.safe_load(text)
    values = deployment["providerConfig"]["values"]
    (image,) = (each for each in values["config"]["machineImages"] if each["name"] != "ubuntu")
    assert (values["c.d"], values["c"], values["e"]) == (2, {"d": 4}, {"f": 3})
    assert {each["region"] for each in image["regions"]} == {"cn-shanghai", "cn-beijing"}
    assert image["version"] == "1877.13.0"
    assert deployment["metadata"]["annotations"]["example.org/a"] == "c"


def test_a_setting_changes_one_item_of_a_list_and_takes_away_what_a_base_has(
    said: Callable[..., tuple[int, str]],
) -> None:
    settings = ("seeds[1].backup.region=cn-hangzhou", "seeds[0].name=a", "images.ubuntu=null")
    assert said(*settings)[0] == 0
    seeds = [*yaml.safe_load_all(Path("out/live/seed-patches.yaml").read_text())]
    found = [(each["metadata"]["name"], each["spec"]["backup"]["region"]) for each in seeds]
    assert found == [("a", "cn-shanghai"), ("second", "cn-hangzhou")]
    assert "ubuntu" not in Path("out/live/controllerdeployment.yaml").read_text()


def test_settings_may_make_a_section_of_which_something_is_to_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OWNER_ID", "FAKEACCESSKEYID00000000")
    Path("live.yaml").write_text(
        "images: {a: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}\n"
    )
    settings = [
        "ownerSecret.name=x",
        "ownerSecret.accessKeyID.env=OWNER_ID",
        "ownerSecret.accessKeySecret.env=OWNER_SECRET",
        r"images.b.versions.1\.0\.0.cn-shanghai=x",
    ]
    call = ["generate", "live.yaml", *(part for each in settings for part in ("--set", each))]
    assert cli.run(call) == 1
    error = capfd.readouterr().err
    assert "there is no" not in error
    assert "the environment variable OWNER_SECRET: not set" in error
    monkeypatch.setenv("OWNER_SECRET", "fake-access-key-secret-00000000000")
    assert cli.run(call) == 0
    error = capfd.readouterr().err
    assert "[owner-secret-actuator]" in error
    assert "[image-id-format]" in error
