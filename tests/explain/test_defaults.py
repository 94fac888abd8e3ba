"""`explain CATALOG PATH` where nothing is set: the default, and that it is one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from generator import cli
from generator.decode.catalog_keys import SECTIONS
from generator.gardener.releases import DEFAULT_EXTENSION

if TYPE_CHECKING:
    from pathlib import Path

CATALOG = """\
target: {gardener: v1.149.3}
regions: [cn-shanghai]
images:
  gardenlinux:
    shared: true
    versions:
      1877.3.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}
ownerSecret: {accessKeyID: {env: A}, accessKeySecret: {env: B}}
controllerDeployment: {values: {resources: {limits: {cpu: 1}}, vpa: null}}
seeds:
- {name: s, backup: {immutability: {retentionPeriod: 1},
    secret: {accessKeyID: {env: A}, accessKeySecret: {env: B}}}}
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.32.1}]}
    regions: [{name: cn-shanghai}]
    machineTypes: [{name: ecs.g6.large, storage: {size: 1Gi}}]
    volumeTypes: [{name: cloud, class: standard}]
namespacedCloudProfiles:
- {name: n, namespace: garden-n, spec: {machineTypes: [{name: own}]}}
controllerRegistration: {}
extension: {}
"""
TOP = """\
{extends: live.yaml, metadata: null, target: null, images: {gardenlinux: {shared: null}}}
"""
CHART = "default of the built-in chart, in its values.yaml"
SERVER = "default of Gardener's API server"
REPOSITORY = "europe-docker.pkg.dev/gardener-project/public/gardener/extensions/provider-alicloud"


@pytest.fixture(autouse=True)
def _catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "live.yaml").write_text(CATALOG)
    (tmp_path / "top.yaml").write_text(TOP)


def explained(
    capfd: pytest.CaptureFixture[str], path: str, catalog: str = "live.yaml"
) -> tuple[str, str]:
    assert cli.run(["explain", catalog, path]) == 0
    return capfd.readouterr()


def stated() -> list[tuple[str, str]]:
    """Every default of the reference, with the path of its key in `top.yaml`."""
    names = {"NAME": "gardenlinux", "VERSION": "1877.3.0", "[]": "[0]"}
    found = []
    for sections, keys in SECTIONS.items():
        for key, meaning in keys.items():
            path = f"{sections.partition(',')[0]}.{key}".removeprefix(".")
            for placeholder, name in names.items():
                path = path.replace(placeholder, name)
            if "Default: " in meaning:
                found.append((path, meaning.partition("Default: ")[2].removesuffix(".")))
    return found


@pytest.mark.parametrize(("path", "default"), stated())
def test_every_default_of_the_reference_is_explained(
    path: str, default: str, capfd: pytest.CaptureFixture[str]
) -> None:
    out, err = explained(capfd, path, "top.yaml")
    first = err.splitlines()[0]
    if path.startswith("secrets"):
        assert (out, first) == ("", f"secrets is not set; in it, the default is: {default}")
    elif yaml.safe_load(default) != yaml.safe_load(out or "null") or " " in default:
        # More words than the value, or of a part that has another form.
        assert first == f"default: {default}"
    else:
        assert first == "default"


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        # What the catalog says elsewhere, and what follows of it.
        ("images.gardenlinux.versions.1877.3.0.shared", "true", "default: the image's"),
        ("images.gardenlinux.versions.1877.3.0.architectures", "- amd64", "default: amd64"),
        ("images.gardenlinux.versions.1877.3.0.cri", "- name: containerd", "default: containerd"),
        ("images.gardenlinux.encryptedSystemDisks", "false", "default: the catalog's"),
        ("images.gardenlinux.updateStrategy", "major", "default"),
        ("target.extension", DEFAULT_EXTENSION, "default"),
        (
            "controllerDeployment.image.tag",
            DEFAULT_EXTENSION,
            "default: the release in `target.extension`",
        ),
        ("controllerDeployment.image.repository", REPOSITORY, "default: the chart's"),
        ("controllerDeployment.chart", "", "default: built in"),
        ("metadata.name", "live", "default: the file's name without extension"),
        ("rules.missing-region", "warning", "default"),
        ("rules.supported-version", "error", "default"),
        ("namespacedCloudProfiles[0].parent", "alicloud", "default: the catalog's"),
        # What the generated values say, and what the chart says below them.
        (
            "controllerDeployment.values.image.tag",
            DEFAULT_EXTENSION,
            "generated from controllerDeployment.image and target.extension",
        ),
        (
            "controllerDeployment.values.config.toBeSharedImageIDs",
            "- m-uf6hvbrxclop1jtat17m",
            "generated from images and share",
        ),
        (
            "controllerDeployment.values.config.machineImageOwnerSecret",
            "name: machine-image-owner",
            "generated from ownerSecret",
        ),
        ("controllerDeployment.values.replicaCount", "1", CHART),
        ("controllerDeployment.values.webhookConfig.servicePort", "443", CHART),
        ("controllerDeployment.values.image.pullPolicy", "IfNotPresent", CHART),
        # What Gardener's server fills in, and stands in the output.
        ("cloudProfile.spec.machineTypes[0].usable", "true", SERVER),
        ("cloudProfile.spec.machineTypes[0].storage.class", '""', SERVER),
        ("cloudProfile.spec.machineTypes[0].architecture", "amd64", SERVER),
        ("cloudProfile.spec.volumeTypes[0].usable", "true", SERVER),
        ("cloudProfile.spec.machineImages[0].updateStrategy", "major", "generated from images"),
        ("namespacedCloudProfiles[0].spec.machineTypes[0].cpu", '"0"', SERVER),
        # What the generator writes, which the server would not.
        ("cloudProfile.spec.type", "alicloud", "default"),
        ("cloudProfile.spec.providerConfig.kind", "CloudProfileConfig", "generated from images"),
        ("namespacedCloudProfiles[0].spec.parent.name", "alicloud", "generated from parent"),
    ],
)
def test_what_stands_in_the_output_is_explained(
    path: str, value: str, why: str, capfd: pytest.CaptureFixture[str]
) -> None:
    out, err = explained(capfd, path)
    assert (out.rstrip("\n"), err) == (value, f"{why}\n")


def test_a_default_says_what_a_file_took_away_for_it(capfd: pytest.CaptureFixture[str]) -> None:
    assert explained(capfd, "images.gardenlinux.shared", "top.yaml") == (
        "false\n",
        "default\nremoved by top.yaml:1\noverrides live.yaml:5\n  true\n",
    )


@pytest.mark.parametrize(
    "path",
    [
        # The null of `vpa` removes all that the chart has there.
        "controllerDeployment.values.vpa.enabled",
        "controllerDeployment.values.nothing",
        "cloudProfile.spec.caBundle",
        "images.gardenlinux.versions.1877.3.0.classification",
        "images.ubuntu.updateStrategy",
        "seeds[3].provider",
    ],
)
def test_where_nothing_is_filled_in_there_is_no_default(
    path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["explain", "live.yaml", path]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(f"live.yaml: error: there is no value at {path}\n")


def test_a_null_in_the_values_is_a_value(capfd: pytest.CaptureFixture[str]) -> None:
    assert explained(capfd, "controllerDeployment.values.vpa") == (
        "null\n",
        "decided by live.yaml:9\n",
    )


def test_the_chart_of_others_has_defaults_that_are_not_known(
    tmp_path: Path,
) -> None:
    chart = "controllerDeployment: {chart: {oci: {ref: example.org/chart:v1.0.0}}}"
    (tmp_path / "own.yaml").write_text(f"extends: live.yaml\n{chart}\n")
    assert cli.run(["explain", "own.yaml", "controllerDeployment.values.replicaCount"]) == 1


@pytest.mark.parametrize(
    "path",
    [
        "images.gardenlinux.updateStrategy",
        "images.gardenlinux.versions.1877.3.0.cri",
        "controllerDeployment.values.replicaCount",
        "cloudProfile.spec.providerConfig",
        "rules.missing-region",
    ],
)
def test_of_a_catalog_with_errors_it_is_said_why_there_is_no_default(
    path: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.yaml").write_text("extends: live.yaml\ntarget: {extension: 1}\nseeds: 1\n")
    assert cli.run(["explain", "bad.yaml", path]) == 1
    assert "validate` lists: until then, defaults of this catalog are unk" in capfd.readouterr().err


def test_of_a_catalog_that_cannot_be_used_the_reference_alone_says_the_default(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.yaml").write_text("images: 1\n")
    assert explained(capfd, "target.extension", "bad.yaml") == (
        "",
        f"default: {DEFAULT_EXTENSION}\n",
    )


def test_a_default_as_json(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain", "live.yaml", "csi.enableADController", "--format", "json"]) == 1
    capfd.readouterr()
    assert cli.run(["explain", "live.yaml", "seeds[0].backup.region", "--format", "json"]) == 0
    why = "default: the Seed's region, if its provider is `alicloud`"
    assert json.loads(capfd.readouterr().out) == {
        "path": "seeds[0].backup.region",
        "value": None,
        "notes": [{"what": why, "file": "", "line": 0, "value": ""}],
    }
