"""Values never take away what a line of the catalog asks for, whoever states them and where."""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import cli
from generator.checks import values_conflict
from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.decode import decode
from generator.decode.layers import read_layer
from generator.documents.values import chart_values
from generator.merge import merge_values
from generator.yamlio.emit import flow

if TYPE_CHECKING:
    from generator.catalog.values import Value

ONE, TWO, THREE = (f"m-uf6hvbrxclop1jtat17{end}" for end in "mno")
MIRROR = "mirror.example.com/provider-alicloud"
BASE = f"""\
images:
  gardenlinux:
    shared: true
    versions:
      1877.13.0: {{cn-shanghai: {ONE}}}
  coreos:
    versions:
      1.0.0:
        shared: true
        regions: {{cn-shanghai: {TWO}}}
share: [{THREE}]
csi:
  enableADController: true
ownerSecret:
  name: owner
  accessKeyID: {{env: A}}
  accessKeySecret: {{env: B}}
controllerDeployment:
  image:
    repository: {MIRROR}
    tag: v1.72.0
"""
LINES = {line.strip().split(":")[0]: number for number, line in enumerate(BASE.splitlines(), 1)}
DEPLOYMENT = "controllerDeployment: {values: %s}"
EXTENSION = "extension: {values: %s}"
RUNTIME = "extension: {runtimeClusterValues: %s}"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text(BASE)


def conflicts(error: str) -> set[str]:
    """The lines of the base that messages about this rule name, and what they say is lost."""
    found = re.findall(r"^(.*) \[values-conflict\]$", error, re.MULTILINE)
    assert all(re.search(r"base\.yaml:\d+ asks for$", message) for message in found), found
    return {" ".join(message.split("error: ")[1].split(" ")[1:]) for message in found}


def asked(what: str, line: int) -> str:
    return f"{what}, which base.yaml:{line} asks for"


IDS, OWNER, CSI = "config.toBeSharedImageIDs", "config.machineImageOwnerSecret", "config.csi"
WHOLE = {
    asked(f"removes {IDS}", 3),
    asked(f"removes {OWNER}", LINES["ownerSecret"]),
    asked(f"removes {CSI}", LINES["csi"]),
}


@pytest.mark.parametrize("section", [DEPLOYMENT, EXTENSION])
@pytest.mark.parametrize(
    ("values", "lost"),
    [
        *((f"{{config: {nothing}}}", WHOLE) for nothing in ("null", "hello", "[]", "~", "5")),
        *(
            (f"{{config: {{toBeSharedImageIDs: {nothing}}}}}", {asked(f"removes {IDS}", 3)})
            for nothing in ("null", "[]", "{}", ONE, "[1, 2]")
        ),
        (
            f"{{config: {{toBeSharedImageIDs: [{ONE}, m-uf6hvbrxclop1jtat17z]}}}}",
            {asked(f"leaves {TWO} (and 1 more) out of {IDS}", 9)},
        ),
        (
            f"{{config: {{toBeSharedImageIDs: [{TWO}, {ONE}]}}}}",
            {asked(f"leaves {THREE} out of {IDS}", LINES["share"])},
        ),
        (
            "{config: {machineImageOwnerSecret: null}}",
            {asked(f"removes {OWNER}", LINES["ownerSecret"])},
        ),
        (
            '{config: {machineImageOwnerSecret: {name: null, accessKeyID: ""}}}',
            {
                asked(f"removes {OWNER}.name", LINES["name"]),
                asked(f"removes {OWNER}.accessKeyID", LINES["accessKeyID"]),
            },
        ),
        ("{config: {csi: null}}", {asked(f"removes {CSI}", LINES["csi"])}),
        (
            "{config: {csi: {enableADController: yes please}}}",
            {asked(f"removes {CSI}.enableADController", LINES["enableADController"])},
        ),
        ("{image: null}", {asked("removes image", LINES["image"])}),
        ("{image: {tag: 5}}", {asked("removes image.tag", LINES["tag"])}),
        ("{image: {repository: {}}}", {asked("removes image.repository", LINES["repository"])}),
    ],
)
def test_values_that_take_away_a_setting_are_told_with_both_lines(
    section: str, values: str, lost: set[str], capfd: pytest.CaptureFixture[str]
) -> None:
    Path("live.yaml").write_text(f"extends: base.yaml\n{section % values}\n")
    assert cli.run(["validate", "live.yaml"]) == 1
    error = capfd.readouterr().err
    assert conflicts(error) == lost
    assert error.count("live.yaml:2:") == len(lost)


@pytest.mark.parametrize(
    ("values", "lost"),
    [
        ("{image: {tag: v1.71.1}}", asked("replaces image.tag", LINES["tag"])),
        (
            "{config: {csi: {enableADController: false}}}",
            asked(f"replaces {CSI}.enableADController", LINES["enableADController"]),
        ),
        (
            "{config: {machineImageOwnerSecret: {name: mine}}}",
            asked(f"replaces {OWNER}.name", LINES["name"]),
        ),
        (
            "{config: {machineImageOwnerSecret: {accessKeySecret: aGVsbG8=}}}",
            asked(f"replaces {OWNER}.accessKeySecret", LINES["accessKeySecret"]),
        ),
    ],
)
def test_values_of_the_extension_may_replace_a_setting_but_not_the_deployments(
    values: str, lost: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("live.yaml").write_text(f"extends: base.yaml\n{DEPLOYMENT % values}\n")
    assert cli.run(["validate", "live.yaml"]) == 1
    error = capfd.readouterr().err
    assert conflicts(error) == {lost}
    assert "aGVsbG8=" not in error
    Path("live.yaml").write_text(f"extends: base.yaml\n{EXTENSION % values}\n")
    assert cli.run(["validate", "live.yaml"]) == 0


@pytest.mark.parametrize(
    ("values", "column"),
    [("{image: null}", 43), ("{image: {repository: null}}", 56), ("{image: x}", 43)],
)
def test_runtime_cluster_values_may_not_take_away_the_image(
    values: str, column: int, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("live.yaml").write_text(f"extends: base.yaml\n{RUNTIME % values}\n")
    assert cli.run(["validate", "live.yaml"]) == 1
    words = r"runtimeClusterValues removes image\b.* base\.yaml:\d+ .*\[values-conflict\]$"
    told = rf"^live\.yaml:2:{column}: error: .*{words}"
    assert re.search(told, capfd.readouterr().err, re.MULTILINE)


@pytest.mark.parametrize(
    "sections",
    [
        RUNTIME % "{config: null, image: {tag: v1.71.1}}",
        DEPLOYMENT % "{config: {machineImages: null, clientConnection: null}, vpa: null}",
        DEPLOYMENT % f"{{config: {{toBeSharedImageIDs: [m-x, {THREE}, {TWO}, {ONE}]}}}}",
        DEPLOYMENT
        % "{config: {csi: {enableADController: true}, service: null}, image: {tag: v1.72.0}}",
        DEPLOYMENT % "{config: {machineImageOwnerSecret: {name: owner}, etcd: null}}",
        "extension: {admission: {values: {config: null, image: null}}}",
        DEPLOYMENT % "{config: null}" + "\nrules: {values-conflict: off}",
        "csi: null\nshare: null\nownerSecret: null\nimages: {gardenlinux: {shared: false}, "
        "coreos: {versions: {1.0.0: {shared: false}}}}\n" + DEPLOYMENT % "{config: null}",
        'controllerDeployment: {image: null, values: {image: {tag: v2, repository: ""}}}',
    ],
)
def test_values_that_contradict_no_setting_pass(
    sections: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("live.yaml").write_text(f"extends: base.yaml\n{sections}\n")
    assert cli.run(["validate", "live.yaml"]) == 0, capfd.readouterr().err


def test_conflicting_values_in_a_base_are_told_at_the_base(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("values.yaml").write_text(DEPLOYMENT % "{config: null}")
    Path("live.yaml").write_text(f"extends: values.yaml\n{BASE}")
    assert cli.run(["validate", "live.yaml"]) == 1
    error = capfd.readouterr().err
    assert "values.yaml:1:41: error: controllerDeployment.values removes config" in error
    assert f"config.csi, which live.yaml:{LINES['csi'] + 1} asks for" in error


def test_the_option_set_may_not_take_away_a_setting(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A", "LTAI" + "x" * 20)
    monkeypatch.setenv("B", "y" * 30)
    setting = "controllerDeployment.values.config=null"
    assert cli.run(["generate", "base.yaml", "--set", setting]) == 1
    error = capfd.readouterr().err
    of_setting = f"base.yaml: error: --set {setting.partition('=')[0]}: "
    assert error.count(of_setting) == error.count("error: ")
    assert conflicts(error.replace(of_setting, "error: ")) == WHOLE
    assert not Path("manifests").exists()
    setting = "controllerDeployment.machineImages=false"
    assert cli.run(["generate", "base.yaml", "--set", setting]) == 0
    manifest = yaml.safe_load(Path("manifests/base/controllerdeployment.yaml").read_text())
    config = manifest["providerConfig"]["values"]["config"]
    assert config.keys() == {"machineImageOwnerSecret", "toBeSharedImageIDs", "csi"}


def test_add_is_not_refused_for_an_earlier_values_conflict(
    capfd: pytest.CaptureFixture[str],
) -> None:
    images = BASE.split("csi")[0].replace("shared: true", "shared: false")
    Path("live.yaml").write_text(f"{images}{DEPLOYMENT % '{config: null}'}\n")
    arguments = ["gardenlinux", "1900.0.0", "--region", f"cn-shanghai={ONE[:-1]}x"]
    assert cli.run(["add", "live.yaml", *arguments]) == 0, capfd.readouterr().err


ANYTHING = st.sampled_from([None, "", [], {}, 5, "x", False, True, [ONE], [TWO, ONE]])
SHARED = st.sampled_from([[ONE], [ONE, TWO], [ONE, TWO, THREE], [THREE, "m-x", TWO, ONE]])


def values(other: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Values of the extension's chart, with something else here and there."""

    def some(**known: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.fixed_dictionaries({}, optional=known) | other

    secret = some(name=st.just("owner") | other, accessKeyID=other)
    config = some(
        toBeSharedImageIDs=SHARED | other,
        machineImageOwnerSecret=secret,
        csi=some(enableADController=st.booleans(), other=other) | other,
        machineImages=other,
    )
    image = some(repository=st.just(MIRROR) | other, tag=st.sampled_from(["v1.72.0", "v9"]) | other)
    return st.fixed_dictionaries({"config": config, "image": image}, optional={"other": other})


def keeps(values: Any, *, anew: bool) -> bool:
    """Whether values have what the base asks for, its key apart; `anew`: or say it otherwise."""
    try:
        config, image = values["config"], values["image"]
        texts = [config["machineImageOwnerSecret"]["name"], image["repository"], image["tag"]]
        enabled, shared = config["csi"]["enableADController"], config["toBeSharedImageIDs"]
    except (KeyError, TypeError):
        return False
    if not isinstance(shared, list) or not {ONE, TWO, THREE} <= {*shared}:
        return False
    if anew:
        return all(text and isinstance(text, str) for text in texts) and isinstance(enabled, bool)
    return texts == ["owner", MIRROR, "v1.72.0"] and enabled is True


@settings(max_examples=300)
@given(values(ANYTHING), st.booleans())
def test_values_pass_exactly_if_they_keep_every_setting(
    said: dict[str, Value], in_extension: bool
) -> None:
    section = (EXTENSION if in_extension else DEPLOYMENT) % flow(said)
    catalog = decode([read_layer(BASE, "base.yaml"), read_layer(section, "live.yaml")])
    found = [f for f in values_conflict.check(catalog) if f.path[-1] not in ACCESS_KEY_NAMES]
    merged = chart_values(catalog, None)
    if catalog.extension:
        merged = merge_values(merged, catalog.extension.values)
    assert keeps(merged, anew=in_extension) != bool(found)


DEPLOYED = """\
apiVersion: core.gardener.cloud/v1
kind: ControllerDeployment
metadata: {{name: extension-provider-alicloud}}
helm: {{ociRepository: {{ref: "registry.example.com/a:v1"}}, values: {}}}
"""
OPERATED = """\
---
apiVersion: operator.gardener.cloud/v1alpha1
kind: Extension
metadata: {{name: provider-alicloud}}
spec:
  deployment:
    extension:
      helm: {{ociRepository: {{ref: "registry.example.com/a:v1"}}}}
      values: {}
      runtimeClusterValues: {}
"""
RELEASE = f"""\
---
apiVersion: alicloud.provider.extensions.gardener.cloud/v1alpha1
kind: CloudProfileConfig
machineImages:
- {{name: a, versions: [{{version: 1.0.0, regions: [{{name: cn-shanghai, id: {ONE}}}]}}]}}
"""


@settings(max_examples=100, deadline=None)
@given(values(st.none()), values(st.none()), values(st.none()))
def test_an_imported_catalog_has_no_values_conflict(
    deployed: dict[str, Value], operated: dict[str, Value], runtime: dict[str, Value]
) -> None:
    manifests = DEPLOYED.format(flow(deployed)) + OPERATED.format(flow(operated), flow(runtime))
    with tempfile.TemporaryDirectory() as folder:
        manifest, catalog = Path(folder, "manifest.yaml"), Path(folder, "catalog.yaml")
        manifest.write_text(manifests + RELEASE)
        with contextlib.redirect_stderr(io.StringIO()):
            code = cli.run(["import", str(manifest), "-o", str(catalog)])
        if code:
            return
        found = decode([read_layer(catalog.read_text(), "catalog.yaml")])
        assert not [*values_conflict.check(found)], catalog.read_text()
