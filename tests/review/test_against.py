"""`diff --against`: catalogs beside objects that are deployed, whatever files they stand in."""

from __future__ import annotations

import io
import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from generator import cli
from generator.manifest.objects import read_objects
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CATALOG = """\
images:
  gardenlinux:
    shared: true
    versions:
      1877.13.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m, eu-central-1: m-gw8iwwd9dqjxwgjtvc3i}
controllerDeployment:
  values: {resources: {requests: {memory: 1Gi, cpu: 500m}}}
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.33.4, expirationDate: 2099-03-31}, {version: 1.34.2}]}
    machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
    regions:
    - {name: cn-shanghai, zones: [{name: cn-shanghai-a}]}
    - {name: eu-central-1, zones: [{name: eu-central-1a}]}
controllerRegistration: {}
extension: {}
rules: {primary-controller: off}
"""
OK = [
    *sorted((ROOT / "tests" / "cases" / "ok").glob("*/catalog.yaml")),
    *sorted((ROOT / "examples").glob("*.yaml")),
]
NOT_IMPORTED = {
    "values-null": "without an image there is no catalog",
    "owner-secret-with-secrets": "the label of a Secret is left out, with a comment",
}
"""What `import` does not give back, and why."""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALICLOUD_OWNER_ACCESS_KEY_ID", "FAKEACCESSKEYID00000000")
    monkeypatch.setenv("ALICLOUD_OWNER_ACCESS_KEY_SECRET", "fake-access-key-secret-00000000000")


def generated(catalog: Path, *options: str) -> list[dict[str, Any]]:
    """The objects of a catalog, but for patches; what two clusters need is there once."""
    assert cli.run(["generate", str(catalog), "-o", "out", *options]) == 0
    of_none = {"seed-patches.yaml", "kustomization.yaml"}
    paths = [path for path in sorted(Path("out").rglob("*.yaml")) if path.name not in of_none]
    every = (item for path in paths for item in read_objects(path.read_bytes(), path.name))
    return [*{(item.kind, item.namespace, item.name): item.body for item in every}.values()]


def deploy(objects: list[dict[str, Any]], file: str = "deployed.json") -> None:
    Path(file).write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))


def landscape(text: str = CATALOG) -> list[dict[str, Any]]:
    Path("live.yaml").write_text(text)
    return generated(Path("live.yaml"))


def said(
    capfd: pytest.CaptureFixture[str], *arguments: str, code: int = 0
) -> tuple[list[dict[str, Any]], str]:
    """The places that differ, and the messages."""
    capfd.readouterr()
    assert cli.run(["diff", *arguments, "--format", "json"]) == code
    out, err = capfd.readouterr()
    return json.loads(out)["places"] if out else [], err


def texts(places: list[dict[str, Any]]) -> list[str]:
    return [each["text"] for place in places for each in place["meaning"]]


def object_of(objects: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return next(each for each in objects if each["kind"] == kind)


def arguments_of(catalog: Path) -> list[str]:
    file = catalog.parent / "args"
    lines = file.read_text().splitlines() if file.exists() else []
    return [] if "--only" in lines else lines


# What is no difference.


MARKS: list[Callable[[dict[str, Any]], object]] = [
    lambda meta: meta.update(uid="1", resourceVersion="5", generation=3, managedFields=[{}]),
    lambda meta: meta.setdefault("labels", {}).update({"argocd.argoproj.io/instance": "garden"}),
    lambda meta: meta.setdefault("annotations", {}).update({"meta.helm.sh/release-name": "garden"}),
    lambda meta: meta.setdefault("labels", {}).update(
        {"kustomize.toolkit.fluxcd.io/name": "a", "kustomize.toolkit.fluxcd.io/namespace": "b"}
    ),
    lambda meta: meta.setdefault("annotations", {}).update(
        {"gardener.cloud/operation": "reconcile"}
    ),
    lambda meta: meta.update(finalizers=["gardener"]),
    lambda meta: meta.setdefault("labels", {}),
]


def as_live(objects: list[dict[str, Any]], chance: random.Random) -> Iterator[dict[str, Any]]:
    """Objects with marks of servers and tools, in the order of the alphabet."""
    for each in objects:
        body = json.loads(json.dumps(each, sort_keys=True))
        for mark in chance.sample(MARKS, chance.randint(0, len(MARKS))):
            mark(body["metadata"])
        if chance.random() < 0.5:
            body["status"] = {"observedGeneration": 1}
        yield body


@pytest.mark.parametrize("catalog", OK, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_was_generated_is_no_difference_whatever_tools_have_marked(
    catalog: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    options = arguments_of(catalog)
    chance = random.Random(str(catalog))  # noqa: S311  the same marks each time
    objects = [*as_live(generated(catalog, *options), chance)]
    if not objects:
        return
    deploy(objects)
    patched = Path("out").rglob("seed-patches.yaml")
    places, _ = said(capfd, str(catalog), "--against", "deployed.json", *options)
    expected = ["Seed"] if any(patched) else []
    assert [text for text in texts(places) if not text.startswith(tuple(expected) or "-")] == []
    if catalog.parent.name in NOT_IMPORTED:
        return
    assert cli.run(["import", "deployed.json", "-o", "imported.yaml"]) == 0
    secrets = [option for option in options if option == "--with-secrets"]
    places, _ = said(capfd, "imported.yaml", "--against", "deployed.json", *secrets)
    assert places == []


def first_version(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = body["spec"]["machineImages"][0]["versions"][0]
    return found


def machine(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = body["spec"]["machineTypes"][0]
    return found


def mapped_regions(body: dict[str, Any]) -> list[Any]:
    config = body["spec"]["providerConfig"]["machineImages"][0]["versions"][0]
    found: list[Any] = config["regions"]
    return found


EAST = "2099-04-01T07:59:59+08:00"
DEFAULTS: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "strategy": ("CloudProfile", lambda it: it["spec"]["machineImages"][0].pop("updateStrategy")),
    "container runtime": ("CloudProfile", lambda it: first_version(it).pop("cri")),
    "architectures": ("CloudProfile", lambda it: first_version(it).pop("architectures")),
    "usable": ("CloudProfile", lambda it: machine(it).pop("usable")),
    "architecture": ("CloudProfile", lambda it: machine(it).pop("architecture")),
    "memory": ("CloudProfile", lambda it: machine(it).update(memory="8192Mi")),
    "cpu as a number": ("CloudProfile", lambda it: machine(it).update(cpu=2)),
    "another zone of time": (
        "CloudProfile",
        lambda it: it["spec"]["kubernetes"]["versions"][0].update(expirationDate=EAST),
    ),
    "an empty list": ("CloudProfile", lambda it: it["spec"].update(volumeTypes=[])),
    "order of regions": ("CloudProfile", lambda it: mapped_regions(it).reverse()),
    "primary": ("ControllerRegistration", lambda it: it["spec"]["resources"][0].pop("primary")),
    "policy": ("ControllerRegistration", lambda it: it["spec"]["deployment"].pop("policy")),
    "primary of an Extension": ("Extension", lambda it: it["spec"]["resources"][3].pop("primary")),
    "policy of an Extension": (
        "Extension",
        lambda it: it["spec"]["deployment"]["extension"].update(policy="OnDemand"),
    ),
    "quantities of values": (
        "ControllerDeployment",
        lambda it: it["providerConfig"]["values"]["resources"].update(
            requests={"memory": "1024Mi", "cpu": 0.5}
        ),
    ),
    "another version of the API": ("ControllerDeployment", lambda it: as_v1(it)),
}


def as_v1(body: dict[str, Any]) -> None:
    """What a server answers that is asked for v1."""
    body["apiVersion"] = "core.gardener.cloud/v1"
    config = body.pop("providerConfig")
    del body["type"]
    body["helm"] = {"rawChart": config["chart"], "values": config["values"]}
    body["metadata"]["uid"] = "1"


@pytest.mark.parametrize("name", DEFAULTS)
def test_defaults_and_other_forms_are_no_difference(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    kind, change = DEFAULTS[name]
    objects = landscape()
    before = json.dumps(objects)
    change(object_of(objects, kind))
    assert json.dumps(objects) != before
    deploy(objects)
    assert said(capfd, "live.yaml", "--against", "deployed.json")[0] == []


SEED = """\
images: {gardenlinux: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}
seeds: [{name: a, backup: {region: cn-shanghai}}]
"""


def test_a_patch_is_compared_with_the_part_that_it_states(
    capfd: pytest.CaptureFixture[str],
) -> None:
    landscape(SEED)
    (patch,) = read_objects(Path("out/live/seed-patches.yaml").read_bytes(), "")
    seed = json.loads(json.dumps(patch.body))
    seed["spec"] |= {
        "provider": {"type": "alicloud", "region": "cn-shanghai"},
        "taints": [{"key": "a"}],
    }
    seed["metadata"]["labels"] = {"team": "others"}
    deployment = object_of(generated(Path("live.yaml")), "ControllerDeployment")
    deploy([seed, deployment])
    assert said(capfd, "live.yaml", "--against", "deployed.json")[0] == []
    seed["spec"]["backup"]["region"] = "cn-beijing"
    deploy([seed, deployment])
    assert texts(said(capfd, "live.yaml", "--against", "deployed.json")[0]) == [
        "Seed a: spec.backup.region: cn-beijing → cn-shanghai"
    ]


# What is a difference.


DRIFTS: dict[str, tuple[str, Callable[[dict[str, Any]], object], str]] = {
    "default": (
        "ControllerRegistration",
        lambda it: it["spec"]["deployment"].update(policy="Always"),
        "ControllerRegistration provider-alicloud: spec.deployment.policy: Always → OnDemand",
    ),
    "label of a person": (
        "CloudProfile",
        lambda it: it["metadata"].update(labels={"team": "a"}),
        "CloudProfile alicloud: metadata.labels removed",
    ),
    "wish for a tool": (
        "CloudProfile",
        lambda it: it["metadata"].update(annotations={"argocd.argoproj.io/sync-wave": "5"}),
        "CloudProfile alicloud: metadata.annotations removed",
    ),
    "memory": (
        "CloudProfile",
        lambda it: it["spec"]["machineTypes"][0].update(memory="16Gi"),
        "CloudProfile alicloud: spec.machineTypes[ecs.g7.large].memory: 16Gi → 8Gi",
    ),
    "quantity of values": (
        "ControllerDeployment",
        lambda it: it["providerConfig"]["values"]["resources"]["requests"].update(memory="2Gi"),
        "values.resources.requests.memory: 2Gi → 1Gi",
    ),
    "version of a file": (
        "ControllerDeployment",
        lambda it: (as_v1(it), it["metadata"].pop("uid")),
        "ControllerDeployment extension-provider-alicloud: type added: helm",
    ),
}


@pytest.mark.parametrize("name", DRIFTS)
def test_what_somebody_changed_is_told(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    kind, change, sentence = DRIFTS[name]
    objects = landscape()
    change(object_of(objects, kind))
    deploy(objects)
    places, _ = said(capfd, "live.yaml", "--against", "deployed.json")
    assert sentence in texts(places)
    assert [place["name"] for place in places] == ["live"]
    said(capfd, "live.yaml", "--against", "deployed.json", "--exit-code", code=1)


def test_a_mark_that_the_catalog_states_is_compared(capfd: pytest.CaptureFixture[str]) -> None:
    objects = landscape(f"{CATALOG}labels: {{argocd.argoproj.io/instance: a}}\n")
    deploy(objects)
    assert said(capfd, "live.yaml", "--against", "deployed.json")[0] == []
    object_of(objects, "CloudProfile")["metadata"]["labels"] = {"argocd.argoproj.io/instance": "b"}
    deploy(objects)
    (text,) = texts(said(capfd, "live.yaml", "--against", "deployed.json")[0])
    assert text.endswith("b → a")


def test_credentials_are_only_said_to_have_changed(capfd: pytest.CaptureFixture[str]) -> None:
    env = {half: f"{{env: ALICLOUD_OWNER_ACCESS_KEY_{half}}}" for half in ("ID", "SECRET")}
    text = f"{CATALOG}ownerSecret: {{accessKeyID: {env['ID']}, accessKeySecret: {env['SECRET']}}}\n"
    objects = landscape(text)
    owner = object_of(objects, "ControllerDeployment")["providerConfig"]["values"]["config"]
    private = "bm90LXRoZS1rZXktdGhhdC1pcy1pbi10aGUtY2F0YWxvZw=="
    owner["machineImageOwnerSecret"]["accessKeySecret"] = private
    deploy(objects)
    places, err = said(capfd, "live.yaml", "--against", "deployed.json")
    assert "values.config.machineImageOwnerSecret.accessKeySecret: <redacted, changed>" in texts(
        places
    )
    assert private not in json.dumps(places) + err


# Where the objects are.


def test_objects_are_found_in_any_file_of_a_folder_and_others_are_counted(
    capfd: pytest.CaptureFixture[str],
) -> None:
    objects = landscape()
    for number, each in enumerate(objects):
        folder = Path("git", str(number))
        folder.mkdir(parents=True)
        (folder / f"any-{number}.yml").write_text(json.dumps(each))
    foreign = [
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "alicloud"}},
        {**objects[0], "metadata": {"name": "another"}},
        {**object_of(objects, "Extension"), "apiVersion": "extensions.gardener.cloud/v1alpha1"},
    ]
    Path("git/others.yaml").write_text("\n---\n".join(map(json.dumps, foreign)))
    Path("git/values.yaml").write_text("a: {{ b }}\n")
    Path("git/kustomization.yaml").write_text("resources: [a.yaml]\npatches: [{kind: Seed}]\n")
    Path("git/template.yaml").write_text("kind: {{ .Values.kind }}\nmetadata: {{ x }}\n")
    places, err = said(capfd, "live.yaml", "--against", "git")
    assert (places, err) == ([], "left out: 3 objects of others\n")
    assert said(capfd, "live.yaml", "--against", "git", "--quiet") == ([], "")


def test_objects_that_are_not_deployed_are_added(capfd: pytest.CaptureFixture[str]) -> None:
    objects = landscape()
    deploy([each for each in objects if each["kind"] != "CloudProfile"])
    places, _ = said(capfd, "live.yaml", "--against", "deployed.json")
    assert texts(places) == ["CloudProfile alicloud added (1 image version)"]


def test_a_name_in_another_namespace_is_another_object(capfd: pytest.CaptureFixture[str]) -> None:
    text = (
        f"{CATALOG}namespacedCloudProfiles: [{{name: a, namespace: garden-a, parent: alicloud}}]\n"
    )
    objects = landscape(text)
    meta = object_of(objects, "NamespacedCloudProfile")["metadata"]
    meta["namespace"] = "garden-b"
    deploy(objects)
    places, err = said(capfd, "live.yaml", "--against", "deployed.json")
    assert texts(places) == ["NamespacedCloudProfile a added"]
    assert err == "left out: 1 object of others\n"
    del meta["namespace"]
    object_of(objects, "ControllerRegistration")["metadata"]["namespace"] = "garden"
    deploy(objects)
    assert said(capfd, "live.yaml", "--against", "deployed.json") == ([], "")


def test_several_catalogs_are_compared_with_one_place(capfd: pytest.CaptureFixture[str]) -> None:
    deploy(landscape())
    Path("other.yaml").write_text("extends: live.yaml\ncsi: {enableADController: true}\n")
    places, err = said(capfd, "live.yaml", "other.yaml", "--against", "deployed.json")
    assert ([place["name"] for place in places], err) == (["other"], "")


def test_standard_input_is_compared() -> None:
    deploy(landscape())
    found = subprocess.run(
        [sys.executable, "-P", "-m", "generator", "diff", "live.yaml", "--against", "-"],
        input=Path("deployed.json").read_bytes(), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert (found.returncode, found.stdout, found.stderr) == (0, b"", b"")


def test_what_is_encrypted_is_not_compared(capfd: pytest.CaptureFixture[str]) -> None:
    halves = [f"{{env: ALICLOUD_OWNER_ACCESS_KEY_{half}}}" for half in ("ID", "SECRET")]
    key = f"{{accessKeyID: {halves[0]}, accessKeySecret: {halves[1]}}}"
    objects = landscape(f"{CATALOG}seeds: [{{name: a, backup: {{secret: {key}}}}}]\n")
    secret = {
        "apiVersion": "v1", "kind": "Secret", "sops": {"mac": "x"},
        "metadata": {"name": "backup-credentials", "namespace": "garden"},
        "data": {"accessKeyID": "ENC[AES256_GCM,data:x]"},
    }  # fmt: skip
    Path("git").mkdir()
    deploy(objects, "git/objects.json")
    places, _ = said(capfd, "live.yaml", "--against", "git", "--with-secrets")
    assert "Secret backup-credentials added" in texts(places)
    Path("git/secret.json").write_text(json.dumps(secret))
    places, err = said(capfd, "live.yaml", "--against", "git", "--with-secrets")
    assert "Secret backup-credentials added" not in texts(places)
    assert "encrypted, not compared: git/secret.json" in err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--against", "deployed.json"], 2, "name catalogs: there is no alicloud-generator.yaml"),
        (["live.yaml", "--against", "deployed.json", "-o", "out"], 2, "cannot be combined"),
        (["live.yaml", "--against", "deployed.json", "--git", "HEAD"], 2, "cannot be combined"),
        (["-", "--against", "-"], 2, "standard input can be read only once"),
        (["live.yaml", "--against", "absent"], 1, "absent: error: there is no such file"),
        (["live.yaml", "--against", "live.yaml"], 1, "this is a catalog, not a manifest"),
        (["live.yaml", "--against", "empty.yaml"], 1, "empty.yaml: error: it is empty"),
        (["live.yaml", "--against", "broken.yaml"], 1, "broken.yaml:2:1: error: "),
        (
            ["live.yaml", "--against", "twice.yaml"],
            1,
            'CloudProfile "alicloud" is there more than once',
        ),
        (["bad.yaml", "--against", "deployed.json"], 1, "bad.yaml:1:9: error: "),
    ],
)
def test_what_cannot_be_compared_is_a_clear_problem(
    arguments: list[str], code: int, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    objects = landscape()
    deploy(objects)
    deploy([*objects, {**object_of(objects, "CloudProfile"), "spec": {}}], "twice.yaml")
    Path("empty.yaml").write_text("\n")
    Path("broken.yaml").write_text("kind: CloudProfile\n}\n")
    Path("bad.yaml").write_text("images: []\n")
    capfd.readouterr()
    assert cli.run(["diff", *arguments]) == code
    out, err = capfd.readouterr()
    assert out == ""
    assert words in err


def test_all_that_stands_there_twice_is_told_and_the_rest_compared(
    capfd: pytest.CaptureFixture[str],
) -> None:
    objects = landscape()
    others = [{**each, "spec": {"a": 1}} for each in objects if "spec" in each]
    assert {each["kind"] for each in others} == {
        "CloudProfile", "ControllerRegistration", "Extension",
    }  # fmt: skip
    object_of(objects, "ControllerDeployment")["injectGardenKubeconfig"] = False
    deploy([*objects, *others])
    places, err = said(capfd, "live.yaml", "--against", "deployed.json", code=1)
    name = "ControllerDeployment extension-provider-alicloud"
    assert texts(places) == [f"{name}: injectGardenKubeconfig added: true"]
    assert err.count("is there more than once") == len(others)


# How much is shown, and how.


def test_a_new_landscape_is_folded_to_its_sentences(capfd: pytest.CaptureFixture[str]) -> None:
    landscape()
    deploy([])
    for place in (["--against", "deployed.json"], ["-o", "elsewhere"]):
        capfd.readouterr()
        assert cli.run(["diff", "live.yaml", *place]) == 0
        folded = capfd.readouterr().out
        assert "CloudProfile alicloud added (1 image version)\n" in folded
        assert re.search(r"^  \d+ lines in \d documents; --full shows them$", folded, re.M)
        assert "\n+" not in folded
        assert cli.run(["diff", "live.yaml", *place, "--full"]) == 0
        whole = capfd.readouterr().out
        assert "--full shows" not in whole
        assert "\n+kind: CloudProfile\n" in whole
        assert said(capfd, "live.yaml", *place)[0][0]["lines"]
    assert cli.run(["diff", "live.yaml", "-o", "elsewhere", "--format", "markdown"]) == 0
    assert "`--full` shows them" in capfd.readouterr().out


def test_a_new_file_in_a_landscape_is_not_folded(capfd: pytest.CaptureFixture[str]) -> None:
    landscape()
    Path("out/live/cloudprofile.yaml").unlink()
    capfd.readouterr()
    assert cli.run(["diff", "live.yaml", "-o", "out"]) == 0
    assert "\n+kind: CloudProfile\n" in capfd.readouterr().out


def test_lines_are_counted(capfd: pytest.CaptureFixture[str]) -> None:
    landscape()
    Path("live.yaml").write_text(CATALOG.replace("jtat17m", "jtat17n").replace("8Gi", "16Gi"))
    capfd.readouterr()
    assert cli.run(["diff", "live.yaml", "-o", "out", "--stat"]) == 0
    *sentences, profile, deployment, extension, total = capfd.readouterr().out.splitlines()
    assert profile == " out/live/cloudprofile.yaml         | 4 ++--"
    assert deployment == " out/live/controllerdeployment.yaml | 4 ++--"
    assert extension == " out/live/extension.yaml            | 4 ++--"
    assert total == " 3 files changed, +6 -6"
    assert "shared image IDs: +1 -1" in "".join(sentences)


def test_lines_of_several_documents_of_a_file_are_counted_as_one(
    capfd: pytest.CaptureFixture[str],
) -> None:
    documents = "".join(
        f"---\nkind: {kind}\nmetadata: {{name: a}}\nspec: {{type: a}}\n"
        for kind in ("CloudProfile", "Seed", "ControllerRegistration")
    )
    Path("a.yaml").write_text(documents)
    Path("b.yaml").write_text(documents.replace("type: a", "type: b"))
    assert cli.run(["diff", "a.yaml", "b.yaml", "--stat"]) == 0
    *_, file, total = capfd.readouterr().out.splitlines()
    assert file == " b.yaml | 6 +++---"
    assert total == " 1 file changed, +3 -3"


@pytest.mark.parametrize(
    ("old", "new", "heads"),
    [
        ("{0}/a.yaml", "{0}/b.yaml", ("a{0}/a.yaml", "b{0}/b.yaml")),
        ("a.yaml", "./b.yaml", ("a/a.yaml", "b/b.yaml")),
        ("{0}/one", "{0}/two", ("a/c.yaml", "b/c.yaml")),
    ],
)
def test_each_side_is_named_once(
    old: str, new: str, heads: tuple[str, str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    profile: dict[str, Any] = {
        "kind": "CloudProfile",
        "metadata": {"name": "a"},
        "spec": {"type": "a"},
    }
    for side, folder in (("a", "one"), ("b", "two")):
        Path(folder).mkdir()
        text = json.dumps({**profile, "spec": {"type": side}})
        Path(f"{side}.yaml").write_text(text)
        Path(folder, "c.yaml").write_text(text)
    ((place,), _) = said(capfd, old.format(tmp_path), new.format(tmp_path))
    assert place["lines"][0]["diff"][:2] == [
        f"{sign} {head.format(tmp_path)}" for sign, head in zip(("---", "+++"), heads, strict=True)
    ]


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("setting", [None, "1"])
@pytest.mark.parametrize("options", [[], ["--stat"]])
def test_colors_are_for_a_terminal(
    options: list[str], setting: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    landscape()
    Path("live.yaml").write_text(CATALOG.replace("8Gi", "16Gi"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    if setting is not None:
        monkeypatch.setenv("NO_COLOR", setting)
    stream = Terminal(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr("sys.stdout", stream)
    assert cli.run(["diff", "live.yaml", "-o", "out", *options]) == 0
    stream.flush()
    text = stream.buffer.getvalue().decode()  # type: ignore[attr-defined]
    added = "\x1b[32m+\x1b[0m" if options else "\x1b[32m+    memory: 16Gi\x1b[0m"
    assert (added in text) is (setting is None)
    assert ("\x1b" in text) is (setting is None)
