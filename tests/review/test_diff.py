"""The verb `diff`: what changes mean, and what they do, by two states of a catalog."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from generator import assets, cli
from generator.chart.blob import decode, digest, unzip
from generator.manifest.objects import read_objects
from tests.support.command import tree
from tests.support.manifests import CHART, blob, tar, v1
from tests.support.upstream import OTHER, know

IMAGES = """\
images:
  gardenlinux:
    shared: true
    versions:
      1877.13.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m, eu-central-1: m-gw8iwwd9dqjxwgjtvc3i}
"""
PROFILE = """\
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.33.4}]}
    machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
    regions:
    - {name: cn-shanghai, zones: [{name: cn-shanghai-a}]}
    - {name: eu-central-1, zones: [{name: eu-central-1a}]}
"""
PLAIN = IMAGES + PROFILE
ROLLS = "the extension's Deployment rolls on every seed: "


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def generate(text: str, folder: str) -> Path:
    Path("live.yaml").write_text(text)
    assert cli.run(["generate", "live.yaml", "-o", folder]) == 0
    return Path(folder, "live")


def diff(capfd: pytest.CaptureFixture[str], old: str | Path, new: str | Path) -> dict[str, Any]:
    """The only place of two folders or files that differ."""
    capfd.readouterr()
    assert cli.run(["diff", str(old), str(new), "--format", "json"]) == 0
    places = json.loads(capfd.readouterr().out)["places"]
    assert len(places) == 1, places
    return dict(places[0])


def texts(statements: list[dict[str, str]]) -> list[str]:
    return [each["text"] for each in statements]


def compared(capfd: pytest.CaptureFixture[str], old: str, new: str) -> tuple[list[str], list[str]]:
    """Meaning and impact of a changed catalog."""
    place = diff(capfd, generate(old, "old"), generate(new, "new"))
    assert place["lines"]
    return texts(place["meaning"]), texts(place["impact"])


# What rolls the Deployment, and what does not.

NEW_IMAGE = """\
  ubuntu:
    versions: {22.4.0: {cn-shanghai: m-uf6hvbrxclop1jtat18m, eu-central-1: m-gw8iwwd9dqjxwgjtvc4i}}
"""


def test_adding_an_image_that_is_not_shared_rolls_no_deployment(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert compared(capfd, PLAIN, IMAGES + NEW_IMAGE + PROFILE) == (
        ["image ubuntu 22.4.0 added in cn-shanghai, eu-central-1"],
        [],
    )


def test_adding_a_shared_image_rolls_the_deployment(capfd: pytest.CaptureFixture[str]) -> None:
    meaning, impact = compared(
        capfd, PLAIN, IMAGES + NEW_IMAGE.replace("    v", "    shared: true\n    v") + PROFILE
    )
    assert meaning[1:] == ["shared image IDs: +2"]
    assert impact == [f"{ROLLS}shared image IDs"]


@pytest.mark.parametrize(
    ("values", "causes"),
    [
        ("config: {clientConnection: {qps: 50}}", "client connection"),
        ("config: {service: {backendLoadBalancerSpec: slb.s2.small}}", "service"),
        ("config: {service: {backendLoadBalancerSpec: slb.s1.small}}", ""),
        ("config: {etcd: {backup: {schedule: 0 4 * * *}}}", "etcd"),
        ("config: {healthCheckConfig: {syncPeriod: 1m}}", "health checks"),
        ("config: {csi: {}}", ""),
        ("image: {pullPolicy: Always}", "container image"),
        ("resources: {requests: {memory: 1Gi}}", "resources"),
        ("controllers: {worker: {concurrentSyncs: 7}}", "chart's Deployment (value controllers)"),
        ("replicaCount: 3", ""),
        ("vpa: {enabled: false}", ""),
    ],
)
def test_values_roll_the_deployment_where_they_reach_the_pods(
    values: str, causes: str, capfd: pytest.CaptureFixture[str]
) -> None:
    new = f"{PLAIN}controllerDeployment: {{values: {{{values}}}}}\n"
    meaning, impact = compared(capfd, PLAIN, new)
    assert meaning
    assert impact == ([ROLLS + causes] if causes else [])


@pytest.mark.parametrize(
    ("file", "old", "new", "causes"),
    [
        ("templates/deployment.yaml", "runAsUser: 65532", "runAsUser: 65533", "deployment"),
        ("templates/deployment.yaml", "revisionHistoryLimit: 2", "revisionHistoryLimit: 3", ""),
        (
            "templates/_flags.tpl",
            '"--controllers=b',
            '"--controllers=infrastructure,b',
            "switchFlags",
        ),
        ("templates/service.yaml", "kind: Service", "kind: Service # of webhooks", ""),
        ("templates/configmap.yaml", "kind: ConfigMap", "kind: ConfigMap # of files", ""),
        ("values.yaml", "vpa:", "# changed\nvpa:", ""),
        ("Chart.yaml", "description: ", "description: Also ", ""),
    ],
)
def test_a_changed_chart_rolls_the_deployment_where_it_reaches_the_pods(
    file: str, old: str, new: str, causes: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, data in tree(assets.EXTENSION_CHART).items():
        Path("chart", name).parent.mkdir(parents=True, exist_ok=True)
        Path("chart", name).write_bytes(data)
    catalog = f"{IMAGES}controllerDeployment: {{chart: chart}}\n"
    before = generate(catalog, "old")
    text = Path("chart", file).read_text()
    assert old in text
    Path("chart", file).write_text(text.replace(old, new))
    place = diff(capfd, before, generate(catalog, "new"))
    (said,) = texts(place["meaning"])
    assert said.endswith("0.1.0 changed under the same version: 1 file changed")
    impact = texts(place["impact"])
    assert len(impact) == bool(causes)
    assert all(text.startswith(f"{ROLLS}chart's Deployment (") for text in impact)
    assert all(causes in text for text in impact)
    assert [each["file"].partition(":")[2] for each in place["lines"]] == [
        "",
        f"extension-provider-alicloud/{file}",
    ]


def test_a_default_of_the_chart_counts_unless_the_values_say_otherwise(
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name, data in tree(assets.EXTENSION_CHART).items():
        Path("chart", name).parent.mkdir(parents=True, exist_ok=True)
        Path("chart", name).write_bytes(data)
    catalog = f"{IMAGES}controllerDeployment: {{chart: chart}}\n"
    given = "{resources: {limits: {a: b}}}"
    pinned = f"{IMAGES}controllerDeployment: {{chart: chart, values: {given}}}\n"
    sides = [(generate(catalog, "1"), generate(pinned, "2"))]
    values = Path("chart/values.yaml").read_text()
    again = re.sub(r"(?m)^resources:.*\n(?: .*\n)*", "resources: {limits: {a: c}}\n", values)
    assert again != values
    Path("chart/values.yaml").write_text(again)
    sides.append((generate(catalog, "3"), generate(pinned, "4")))
    found = [texts(diff(capfd, old, new)["impact"]) for old, new in zip(*sides, strict=True)]
    assert found == [[f"{ROLLS}resources"], []]


def test_it_is_said_of_which_releases_the_charts_are(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    files = [{**CHART, "values.yaml": f"a: {number}\n"} for number in range(3)]
    old, new, _ = (digest(tar(each)) for each in files)
    know(monkeypatch, ("v1.1.0", old, OTHER), ("v1.2.0", old, old), ("v1.3.0", OTHER, new))
    for number, each in enumerate(files):
        Path(f"{number}.yaml").write_text(v1(blob(each)))
    said = {
        (0, 1): "; upstream's chart of v1.1.0 or v1.2.0 → v1.3.0",
        (1, 0): "; upstream's chart of v1.3.0 → v1.1.0 or v1.2.0",
        (0, 2): "; upstream's chart of v1.1.0 or v1.2.0 → not the chart of a known release",
        (2, 1): "; not the chart of a known release → upstream's chart of v1.3.0",
    }
    for (before, after), words in said.items():
        place = diff(capfd, f"{before}.yaml", f"{after}.yaml")
        assert f"chart c 1.2.3 changed under the same version: 1 file changed{words}" in texts(
            place["meaning"]
        )
    assert cli.run(["diff", "0.yaml", "2.yaml"]) == 0
    (label,) = re.findall(r'(?m)^-.*"?<chart (.*)>', capfd.readouterr().out)
    assert label == f"c 1.2.3, {old}, upstream's chart of v1.1.0 or v1.2.0"


def test_a_chart_that_is_not_at_hand_is_said_to_be_unknown(
    capfd: pytest.CaptureFixture[str],
) -> None:
    text = f"{IMAGES}controllerDeployment: {{chart: {{oci: {{ref: example.com/charts/a:v1}}}}}}\n"
    meaning, impact = compared(capfd, text, text.replace(":v1", ":v2"))
    assert meaning == ["chart: example.com/charts/a:v1 → example.com/charts/a:v2"]
    assert impact == [f"{ROLLS}a different chart (its Deployment is not compared)"]


# What else is said.


FIRST = "deprecate first, with an expiration date"
NOT_DATED = "deprecated without an expiration date, so no cluster has to leave"
DATED = "no cluster has to leave before"
STAGES = "lifecycle: [{classification: supported}, {classification: %s, startTime: 2027-03-01}]"


def test_removed_and_reclassified_versions_are_told_with_their_impact(
    capfd: pytest.CaptureFixture[str],
) -> None:
    old = PLAIN.replace(
        "versions:\n",
        "versions:\n      1592.9.0: {cn-shanghai: m-uf6z9y8x7w6v5u4t3s2r, "
        "eu-central-1: m-gw8z9y8x7w6v5u4t3s2r}\n",
        1,
    )
    new = PLAIN.replace(
        "1877.13.0: {",
        "1877.13.0:\n        classification: supported\n        expirationDate: 2030-01-31\n"
        "        regions: {",
    )
    meaning, impact = compared(capfd, old, new)
    assert meaning == [
        "image gardenlinux 1592.9.0 removed from cn-shanghai, eu-central-1",
        "image gardenlinux 1877.13.0: unclassified → supported",
        "image gardenlinux 1877.13.0 expires 2030-01-31T23:59:59Z (before: never)",
        "shared image IDs: -2",
    ]
    assert impact == [
        f"removal of gardenlinux 1592.9.0 is refused while in use: {FIRST}",
        f"{ROLLS}shared image IDs",
    ]


@pytest.mark.parametrize(
    ("ends", "advice"),
    [
        (["classification: supported"], FIRST),
        (["classification: preview"], FIRST),
        (["classification: deprecated"], NOT_DATED),
        (["classification: deprecated", "classification: deprecated"], NOT_DATED),
        (
            ["classification: deprecated, expirationDate: 2020-01-31"],
            f"{DATED} it expires, on 2020-01-31",
        ),
        (["expirationDate: 2027-01-31"], f"{DATED} it expires, on 2027-01-31"),
        (
            ["expirationDate: 2027-01-31", "expirationDate: 2026-01-31"],
            f"{DATED} they expire, on 2026-01-31 to 2027-01-31",
        ),
        ([STAGES % "deprecated"], NOT_DATED),
        ([STAGES % "expired"], f"{DATED} it expires, on 2027-03-01"),
    ],
)
def test_what_a_removal_lacks_is_what_retire_refuses_it_for(
    ends: list[str], advice: str, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(
        f"      {at}.0.0: {{{fields}, regions: "
        f"{{cn-shanghai: m-uf6{at:017}, eu-central-1: m-gw8{at:017}}}}}\n"
        for at, fields in enumerate(ends)
    )
    _, impact = compared(capfd, IMAGES + rows + PROFILE, PLAIN)
    assert impact[0].partition("refused while in use: ")[2] == advice


def test_removing_a_version_has_no_impact_without_a_profile(
    capfd: pytest.CaptureFixture[str],
) -> None:
    other = IMAGES.replace("1877.13.0", "1877.14.0")
    _, impact = compared(capfd, IMAGES, other)
    assert impact == []


def test_the_removal_of_many_versions_is_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    rows = "".join(
        f"      {number}.0.0: {{cn-shanghai: m-uf6{number:017}, eu-central-1: m-gw8{number:017}}}\n"
        for number in range(40)
    )
    meaning, impact = compared(capfd, IMAGES + rows + PROFILE, PLAIN)
    assert meaning == [
        "image gardenlinux, 40 versions (0.0.0 … 39.0.0) removed from cn-shanghai, eu-central-1",
        "shared image IDs: -80",
    ]
    assert impact[0] == f"removal of 40 versions is refused while in use: {FIRST}"


def test_changes_without_a_sentence_of_their_own_are_told_by_path(
    capfd: pytest.CaptureFixture[str],
) -> None:
    new = PLAIN.replace("{version: 1.33.4}", "{version: 1.33.4}, {version: 1.34.1}")
    new = new.replace("8Gi", "16Gi") + "labels: {team: a}\n"
    meaning, impact = compared(capfd, PLAIN, new)
    assert meaning == [
        "CloudProfile alicloud: metadata.labels added",
        "CloudProfile alicloud: spec.kubernetes.versions[1.34.1] added",
        "CloudProfile alicloud: spec.machineTypes[ecs.g7.large].memory: 8Gi → 16Gi",
        "ControllerDeployment extension-provider-alicloud: metadata.labels added",
    ]
    assert impact == []


def test_added_and_removed_objects_are_told(capfd: pytest.CaptureFixture[str]) -> None:
    meaning, _ = compared(capfd, PLAIN, IMAGES + "controllerRegistration: {}\n")
    assert meaning == [
        "CloudProfile alicloud removed (1 image version)",
        "ControllerRegistration provider-alicloud added",
    ]


@pytest.mark.parametrize("section", ["extension: {}", "controllerDeployment: {apiVersion: v1}"])
def test_a_changed_value_is_told_alike_for_every_shape_of_manifest(
    section: str, capfd: pytest.CaptureFixture[str]
) -> None:
    old, new = f"{IMAGES}{section}\n", f"{IMAGES}{section}\ncsi: {{enableADController: false}}\n"
    meaning, impact = compared(capfd, old, new)
    assert meaning == ["CSI: attach/detach controller off (before: not set)"]
    assert impact == [f"{ROLLS}CSI"]


def test_another_api_version_of_a_deployment_has_no_impact(
    capfd: pytest.CaptureFixture[str],
) -> None:
    new = f"{IMAGES}controllerDeployment: {{apiVersion: v1}}\n"
    meaning, impact = compared(capfd, IMAGES, new)
    name = "ControllerDeployment extension-provider-alicloud"
    assert meaning == [
        f"{name}: apiVersion: core.gardener.cloud/v1beta1 → core.gardener.cloud/v1",
        f"{name}: type removed (was helm)",
    ]
    assert impact == []


def test_what_the_api_server_refuses_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    seeds = (
        "seeds:\n- {name: a, backup: {region: cn-shanghai, immutability: {retentionPeriod: 7}}}\n"
    )
    moved = seeds.replace("cn-shanghai", "cn-beijing").replace("7", "6")
    _, impact = compared(capfd, IMAGES + seeds, IMAGES + moved)
    path = "spec.backup.providerConfig.immutability.retentionPeriod"
    webhook = "the extension's admission webhook refuses it"
    assert impact == [
        "Seed a: spec.backup.region cannot change: the API server refuses it",
        f"Seed a: {path} cannot become shorter: {webhook}",
    ]
    _, impact = compared(capfd, IMAGES + seeds, IMAGES + moved.replace("name: a", "name: b"))
    assert impact == []


BOTH = "{cn-shanghai: m-uf6aaaaaaaaaaaaaaaaa, eu-central-1: m-gw8aaaaaaaaaaaaaaaaa}"


def has_no_id(versions: str, regions: str, have: str = "has") -> str:
    return f"{versions} {have} no ID in {regions}, which the CloudProfile offers"


@pytest.mark.parametrize(
    ("rows", "region", "gaps"),
    [
        ("1877.14.0: {cn-shanghai: m-uf6hvbrxclop1jtat18m}", "", [("1877.14.0", "eu-central-1")]),
        (
            "1877.14.0: {us-east-1: m-0xi00000000000000001}",
            "",
            [("1877.14.0", "cn-shanghai, eu-central-1")],
        ),
        ("1877.14.0: {'*': ubuntu_22_04_x64_20G_alibase_20240410.vhd}", "", []),
        (f"1877.14.0: {BOTH}", "", []),
        ("", "cn-beijing", [("1877.13.0", "cn-beijing")]),
    ],
)
def test_a_region_that_is_offered_without_a_version_is_told(
    rows: str, region: str, gaps: list[tuple[str, str]], capfd: pytest.CaptureFixture[str]
) -> None:
    new = IMAGES + f"      {rows}\n" + PROFILE
    if region:
        new += f"    - {{name: {region}, zones: [{{name: {region}-a}}]}}\n"
    new += "rules: {missing-region: warning}\n"
    _, impact = compared(capfd, PLAIN, new)
    told = [each for each in impact if "no ID" in each]
    assert told == [has_no_id(f"gardenlinux {version}", regions) for version, regions in gaps]


def test_a_gap_is_told_when_it_comes_and_not_again(capfd: pytest.CaptureFixture[str]) -> None:
    lacking = PLAIN.replace(", eu-central-1: m-gw8iwwd9dqjxwgjtvc3i", "")
    assert has_no_id("gardenlinux 1877.13.0", "eu-central-1") in compared(capfd, PLAIN, lacking)[1]
    other = lacking.replace("1.33.4", "1.33.5")
    assert not [each for each in compared(capfd, lacking, other)[1] if "no ID" in each]


# Where the two sides come from.


def test_a_catalog_is_compared_with_its_documents_on_disk(
    capfd: pytest.CaptureFixture[str],
) -> None:
    generate(PLAIN, "manifests")
    Path("live.yaml").write_text(IMAGES)
    Path("manifests/live/seeds.yaml").write_text("kind: Seed\nmetadata: {name: foreign}\n")
    before = tree(Path())
    capfd.readouterr()
    assert cli.run(["diff", "live.yaml", "-o", "manifests"]) == 0
    output = capfd.readouterr().out
    assert output.startswith("manifests/live:\n  CloudProfile alicloud removed (1 image version)\n")
    assert "foreign" not in output
    assert cli.run(["diff", "live.yaml", "-o", "manifests", "--exit-code"]) == 1
    assert tree(Path()) == before
    generate(IMAGES, "manifests")
    capfd.readouterr()
    assert cli.run(["diff", "live.yaml", "-o", "manifests", "--exit-code"]) == 0
    assert capfd.readouterr().out == ""


def test_two_manifests_are_compared_whatever_their_names_and_shapes(
    capfd: pytest.CaptureFixture[str],
) -> None:
    folder = generate(IMAGES, "old")
    text = (folder / "controllerdeployment.yaml").read_text()
    lines = text.replace("v1.72.0", "v1.70.0").splitlines()
    spec = lines.index("type: helm")
    guide = [*lines[:spec], "spec:", *(f"  {line}" for line in lines[spec:-1]), lines[-1]]
    Path("guide.yaml").write_text("\n".join(guide) + "\n")
    place = diff(capfd, "guide.yaml", folder / "controllerdeployment.yaml")
    assert "values.image.tag: v1.70.0 → v1.72.0" in texts(place["meaning"])
    assert texts(place["impact"]) == [f"{ROLLS}container image"]


def test_what_the_server_keeps_in_an_object_is_no_change(
    capfd: pytest.CaptureFixture[str],
) -> None:
    ours = generate(PLAIN, "old") / "cloudprofile.yaml"
    text = ours.read_text().replace(
        "  name: alicloud\n",
        "  name: alicloud\n  uid: 5\n  generation: 3\n  managedFields: [{manager: kubectl}]\n"
        "  annotations: {kubectl.kubernetes.io/last-applied-configuration: '{}'}\n",
        1,
    )
    Path("live-object.yaml").write_text(f"{text}status: {{ready: true}}\n")
    place = diff(capfd, "live-object.yaml", ours)
    assert texts(place["meaning"]) == [
        f"{ours} says the same in other bytes (comments, layout or compression)"
    ]
    assert place["lines"] == []


def test_equal_charts_are_equal_whoever_compressed_them(
    capfd: pytest.CaptureFixture[str],
) -> None:
    text = (generate(IMAGES, "old") / "controllerdeployment.yaml").read_text()
    found = re.search(r"H4s\S+", text)
    assert found
    again = base64.b64encode(gzip.compress(unzip(decode(found[0], ""), ""), 1)).decode()
    Path("a.yaml").write_text(text)
    Path("b.yaml").write_text(text.replace(found[0], again))
    place = diff(capfd, "a.yaml", "b.yaml")
    assert texts(place["meaning"]) == [
        "b.yaml says the same in other bytes (comments, layout or compression)"
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "place", "words"),
    [
        (["a.yaml"], 2, "Error: ", "give OLD and NEW"),
        (["a.yaml"], 2, "Error: ", "-o DIR, --against PLACE or --live"),
        (["-o", "manifests"], 2, "Error: ", "name catalogs"),
        (["a.yaml", "-o", "manifests", "--git", "HEAD"], 2, "Error: ", "cannot be combined"),
        (["a.yaml", "absent.yaml"], 1, "absent.yaml: error: ", "no such file"),
        (["a.yaml", "folder"], 1, "a.yaml: error: ", "folder is a folder"),
        (["folder", "absent"], 1, "absent: error: ", "no such folder"),
        (["folder", "-"], 1, "-: error: ", "folder is a folder"),
        (["a.yaml", "broken.yaml"], 1, "broken.yaml:2:1: error: ", "not valid YAML"),
        (["a.yaml", "catalog.yaml"], 1, "catalog.yaml: error: ", "is a catalog"),
        (["bad.yaml", "-o", "manifests"], 1, "bad.yaml:1:9: error: ", "[catalog-format]"),
    ],
)
def test_what_cannot_be_compared_is_a_clear_problem(
    arguments: list[str],
    code: int,
    place: str,
    words: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("folder").mkdir()
    Path("a.yaml").write_text("kind: CloudProfile\n")
    Path("broken.yaml").write_text("kind: CloudProfile\n}\n")
    Path("catalog.yaml").write_text(IMAGES)
    Path("bad.yaml").write_text("images: []\n")
    assert cli.run(["diff", *arguments]) == code
    output, messages = capfd.readouterr()
    assert output == ""
    (refusal,) = [line for line in messages.splitlines() if line.startswith(place)]
    assert words in refusal


def test_a_broken_blob_is_told_and_compared_as_text(capfd: pytest.CaptureFixture[str]) -> None:
    text = (generate(IMAGES, "old") / "controllerdeployment.yaml").read_text()
    Path("a.yaml").write_text(text)
    Path("b.yaml").write_text(re.sub(r"H4s\S+", "H4sIAAAA", text))
    place = diff(capfd, "a.yaml", "b.yaml")
    (said,) = texts(place["meaning"])
    assert said.startswith("chart cannot be read: the ")
    assert len(place["lines"]) == 1


# A comment for GitHub.


def test_a_comment_never_exceeds_githubs_limit(capfd: pytest.CaptureFixture[str]) -> None:
    rows = "".join(
        f"  image-{number}: {{versions: {{1.0.0: {{cn-shanghai: m-uf6{number:017}}}}}}}\n"
        for number in range(1500)
    )
    for name in ("one", "two"):
        for side, text in (("old", IMAGES), ("new", IMAGES + rows)):
            folder = generate(text, side)
            folder.rename(folder.with_name(name))
    capfd.readouterr()
    assert cli.run(["diff", "old", "new", "--format", "markdown"]) == 0
    text = capfd.readouterr().out
    assert 60_000 < len(text) <= 65_536
    assert "- … and 1,470 more\n" in text
    note = re.search(r"_([0-9,]+) lines cut to fit; `alicloud-generator diff` shows", text)
    assert note
    cut = int(note[1].replace(",", ""))
    assert cli.run(["diff", "old", "new", "--format", "json"]) == 0
    places = json.loads(capfd.readouterr().out)["places"]
    every = [line for place in places for each in place["lines"] for line in each["diff"]]
    shown = [
        line
        for block in re.findall(r"```diff\n(.*?)\n```", text, re.DOTALL)
        for line in block.split("\n")
    ]
    assert len(shown) + cut == len(every)
    assert text.count("<details>") == text.count("</details>")


def test_markdown_says_that_nothing_has_changed(capfd: pytest.CaptureFixture[str]) -> None:
    folder = str(generate(IMAGES, "old"))
    capfd.readouterr()
    assert cli.run(["diff", folder, folder, "--format", "markdown"]) == 0
    assert capfd.readouterr().out == "No manifest changes.\n"


def test_nothing_in_a_manifest_can_break_out_of_a_markdown_comment(
    capfd: pytest.CaptureFixture[str],
) -> None:
    name = "x` </details>\n````\n# <script>"
    old = {"kind": "CloudProfile", "metadata": {"name": name}, "spec": {"type": "a"}}
    Path("old.json").write_text(json.dumps(old))
    Path("new.json").write_text(json.dumps({**old, "spec": {"type": "`b` @everyone"}}))
    assert cli.run(["diff", "old.json", "new.json", "--format", "markdown"]) == 0
    head, _, rest = capfd.readouterr().out.partition("<details>")
    sentence = head.splitlines()[2]
    assert sentence == (
        "- CloudProfile `x' </details>\\n````\\n# <script>`: `spec.type`: `a` → `'b' @everyone`"
    ).replace("````", "''''")
    assert "\n`````diff\n" in rest


@pytest.mark.parametrize("data", [b"\xff\x00", b"a line\n" * 350_000])
def test_a_file_that_nobody_can_read_is_told_apart_by_its_digest(
    data: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("chart").mkdir()
    Path("chart/Chart.yaml").write_text("apiVersion: v2\nname: chart\nversion: 1.0.0\n")
    sides = []
    for side, content in (("old", data), ("new", data * 2)):
        Path("chart/file").write_bytes(content)
        sides.append(generate(f"{IMAGES}controllerDeployment: {{chart: chart}}\n", side))
    _, file = diff(capfd, *sides)["lines"]
    assert [re.sub("[0-9a-f]{64}", "…", line) for line in file["diff"][2:]] == [
        "@@ -1 +1 @@",
        f"-<{len(data):,} bytes, sha256:…>",
        f"+<{len(data) * 2:,} bytes, sha256:…>",
    ]


# A live object, as kubectl prints it.

EVERY_KIND = """\
controllerDeployment: {values: {config: {clientConnection: {qps: 1000, burst: 5}}}}
controllerRegistration: {}
extension: {values: {replicaCount: 2}}
seeds: [{name: a, backup: {region: cn-shanghai, immutability: {retentionPeriod: 7}}}]
"""


def as_live(folder: Path) -> Path:
    """The manifests with keys in the order of the alphabet, whole numbers as Go's float64."""
    live = Path("cluster")
    live.mkdir()
    for path in folder.iterdir():
        objects = [item.body for item in read_objects(path.read_bytes(), path.name)]
        text = "\n---\n".join(json.dumps(each, sort_keys=True, indent=1) for each in objects)
        (live / path.name).write_text(
            re.sub(r"(: )(1000|5|7|2)(,?)$", r"\1\2.0\3", text, flags=re.M)
        )
    return live


def test_a_live_object_that_says_the_same_differs_in_its_layout_alone(
    capfd: pytest.CaptureFixture[str],
) -> None:
    live = as_live(generate(PLAIN + EVERY_KIND, "old"))
    assert "1000.0" in (live / "controllerdeployment.yaml").read_text()
    for sides in ((live, Path("old/live")), (Path("old/live"), live)):
        place = diff(capfd, *sides)
        assert {each["id"] for each in place["meaning"]} == {"layout"}
        assert place["lines"] == []


def test_a_live_object_is_printed_only_where_it_differs(capfd: pytest.CaptureFixture[str]) -> None:
    live = as_live(generate(PLAIN + EVERY_KIND, "old"))
    changed = PLAIN + EVERY_KIND
    for old, new in (("qps: 1000", "qps: 1001"), ("1.33.4", "1.33.5"), ("d: 7", "d: 8")):
        assert old in changed
        changed = changed.replace(old, new)
    changed = changed.replace(
        "controllerRegistration: {}", "controllerRegistration: {policy: Always}"
    )
    place = diff(capfd, live, generate(changed, "new"))
    counts = {Path(each["file"]).name: (each["added"], each["removed"]) for each in place["lines"]}
    assert counts == {
        "cloudprofile.yaml": (1, 1),
        "controllerdeployment.yaml": (1, 1),
        "controllerregistration.yaml": (1, 1),
        "extension.yaml": (1, 1),
        "seed-patches.yaml": (1, 1),
    }
    assert not [
        line for each in place["lines"] for line in each["diff"] if line[0] == "+" and ".0" in line
    ]


def test_generated_files_with_keys_in_another_order_are_compared_by_what_they_say(
    capfd: pytest.CaptureFixture[str],
) -> None:
    old = generate(PLAIN, "old")
    spec, regions = PROFILE.split("    regions:\n")
    keys = spec.splitlines(keepends=True)
    moved = "".join([*keys[:2], "    regions:\n", regions, keys[3], keys[2].replace("4", "5")])
    (lines,) = diff(capfd, old, generate(IMAGES + moved, "new"))["lines"]
    assert (lines["added"], lines["removed"]) == (1, 1)
