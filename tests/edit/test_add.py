"""The verb `add`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator import cli
from tests.support.edit_command import CATALOG, Desk

ID = "m-uf6bbbbbbbbbbbbbbbb1"
REGION = ("--region", f"cn-shanghai={ID}")
RELEASE = """\
version: '1877.3'
architecture: {architecture}
published_image_metadata:
  published_alicloud_images:
  - {{region_id: eu-central-1, image_id: m-gw8{letter}aaaaaaaaaaaaaaa2, image_name: x}}
  - {{region_id: cn-shanghai, image_id: m-uf6{letter}aaaaaaaaaaaaaaa2, image_name: x}}
"""


@pytest.fixture
def desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    return Desk(tmp_path, capsys, monkeypatch)


def test_a_version_looks_like_its_neighbour(desk: Desk) -> None:
    new = desk.changed("add", "c.yaml", "gardenlinux", "1600.0.0", *REGION)
    line = f"      1600.0.0: {{cn-shanghai: {ID}}}\n"
    assert new == CATALOG.replace("      1592.9.0", f"{line}      1592.9.0")


def test_the_newest_version_stands_first_and_in_the_long_form_if_it_has_more_fields(
    desk: Desk,
) -> None:
    arguments = ("--classification", "preview", "--expires", "2027-01-31")
    new = desk.changed("add", "c.yaml", "gardenlinux", "1877.3.0", *REGION, *arguments)
    lines = f"""\
      1877.3.0:
        classification: preview
        expirationDate: 2027-01-31
        regions:
          cn-shanghai: {ID}
"""
    assert new == CATALOG.replace("      1877.2.0", f"{lines}      1877.2.0")


def test_a_new_version_follows_the_order_of_the_file(desk: Desk) -> None:
    desk.write("c.yaml", "images: {a: {versions: {1.9.0: {r: m-1}, 1.10.0: {r: m-2}}}}\n")
    new = desk.changed("add", "c.yaml", "a", "1.9.5", "--region", "r=m-3")
    assert new == (
        "images: {a: {versions: {1.9.0: {r: m-1}, 1.9.5: {r: m-3}, 1.10.0: {r: m-2}}}}\n"
    )
    newest = desk.changed("add", "c.yaml", "a", "2.0.0", "--region", "r=m-4")
    assert newest == new.replace("m-2}", "m-2}, 2.0.0: {r: m-4}")


def test_the_order_is_that_of_files_and_not_of_merged_ones(desk: Desk) -> None:
    """The landscape's own version stands behind those of its base when they are merged."""
    desk.write("c.yaml", "images: {a: {versions: {1.0.0: {cn-shanghai: m-1}}}}\n")
    landscape = """\
extends: c.yaml
images:
  a: {versions: {2.0.0: {cn-shanghai: m-2}}}
  own: {versions: {0.1.0: {cn-shanghai: m-3}}}
"""
    desk.write("dev.yaml", landscape)
    new = desk.changed("add", "dev.yaml", "own", "0.2.0", *REGION, file="dev.yaml")
    assert f"own: {{versions: {{0.2.0: {{cn-shanghai: {ID}}}, 0.1.0: " in new


def test_a_new_image_stands_last_and_looks_like_the_others(desk: Desk) -> None:
    new = desk.changed("add", "c.yaml", "suse", "15.6", *REGION, "--shared")
    image = f"  suse:\n    shared: true\n    versions:\n      15.6: {{cn-shanghai: {ID}}}\n"
    assert new == CATALOG + image


@pytest.mark.parametrize("form", ["{%s: x_x64_20G_alibase_20210420.vhd}", "\n        %s: m-1"])
@pytest.mark.parametrize("key", ['"*"', "'*'", '"a b"'])
def test_quotes_that_a_key_needs_are_not_taken_for_a_style(desk: Desk, form: str, key: str) -> None:
    catalog = f"images:\n  a:\n    versions:\n      1.0.0: {form % key}\n"
    desk.write("c.yaml", catalog)
    new = desk.changed("add", "c.yaml", "suse", "15.6", *REGION)
    assert f"cn-shanghai: {ID}" in new.removeprefix(catalog).replace("15.6: ", "")


def test_a_new_version_states_shared_only_if_its_image_does_not(desk: Desk) -> None:
    new = desk.changed("add", "c.yaml", "coreos", "2200.0.0", *REGION, "--shared")
    assert f"      2200.0.0: {{cn-shanghai: {ID}}}\n" in new
    other = desk.changed("add", "c.yaml", "gardenlinux", "2200.0.0", *REGION, "--shared")
    assert "      2200.0.0:\n        shared: true\n        regions:\n" in other


def test_a_json_catalog_stays_json(desk: Desk) -> None:
    catalog = {"images": {"a": {"versions": {"1.0.0": {"r": "m-1"}}}}}
    for indent in (None, 2):
        desk.write("c.json", json.dumps(catalog, indent=indent))
        arguments = ("a", "1.1.0", "--region", "r=m-2", "--classification", "preview")
        text = desk.changed("add", "c.json", *arguments, "--shared", file="c.json")
        added = {"classification": "preview", "shared": True, "regions": {"r": "m-2"}}
        versions = json.loads(text)["images"]["a"]["versions"]
        assert [*versions.items()] == [("1.1.0", added), ("1.0.0", {"r": "m-1"})]


def test_add_writes_to_the_overlay_unless_the_option_in_names_its_base(desk: Desk) -> None:
    desk.write("dev.yaml", "extends: c.yaml\n")
    answer = desk.call("add", "dev.yaml", "gardenlinux", "1877.3.0", *REGION)
    assert answer.files["c.yaml"] == CATALOG
    assert answer.files["dev.yaml"] == (
        "extends: c.yaml\nimages:\n  gardenlinux:\n    versions:\n      1877.3.0:\n"
        f"        cn-shanghai: {ID}\n"
    )
    again = desk.call("add", "dev.yaml", "gardenlinux", "1877.3.1", *REGION, "--in", "c.yaml")
    assert again.files["dev.yaml"] == answer.files["dev.yaml"]
    assert "1877.3.1" in again.files["c.yaml"]


def test_a_version_that_a_landscape_took_out_can_come_back(desk: Desk) -> None:
    text = "extends: c.yaml\nimages:\n  coreos:\n    versions:\n      2191.4.1: null  # not here\n"
    desk.write("dev.yaml", text)
    new = desk.changed("add", "dev.yaml", "coreos", "2191.4.1", *REGION, file="dev.yaml")
    came = text.replace("2191.4.1: null  # not here", "2191.4.1:  # not here")
    assert new == came + f"        cn-shanghai: {ID}\n"


def test_adding_the_same_release_twice_is_no_change(desk: Desk) -> None:
    desk.write("release.yaml", RELEASE.format(architecture="amd64", letter="a"))
    first = desk.call("add", "c.yaml", "--from", "release.yaml", "--classification", "preview")
    assert first.code == 0
    assert "added in 2 regions, preview" in first.err
    again = desk.call("add", "c.yaml", "--from", "release.yaml", "--classification", "preview")
    assert (again.code, again.files) == (0, first.files)
    assert "gardenlinux 1877.3 is already there, preview" in again.err
    spelled = desk.call("add", "c.yaml", "gardenlinux", "1877.3.0", "--from", "release.yaml")
    assert (spelled.code, spelled.files) == (0, first.files)
    assert "is already there, as 1877.3" in spelled.err


def test_regions_of_a_new_version_follow_the_order_of_its_neighbours(desk: Desk) -> None:
    desk.write("release.yaml", RELEASE.format(architecture="amd64", letter="a"))
    new = desk.changed("add", "c.yaml", "gardenlinux", "1877.3.0", "--from", "release.yaml")
    added = new.partition("1877.3.0")[2].partition("1877.2.0")[0]
    assert added.index("cn-shanghai") < added.index("eu-central-1")


def test_releases_for_several_architectures_become_flavors(desk: Desk) -> None:
    for architecture, letter in (("arm64", "b"), ("amd64", "a")):
        text = RELEASE.format(architecture=architecture, letter=letter)
        desk.write(f"{architecture}.yaml", text)
    profile = (
        "cloudProfile: {spec: {kubernetes: {versions: [{version: 1.34.2}]}, "
        "machineTypes: [{name: a, cpu: '2', gpu: '0', memory: 8Gi, capabilities: "
        "{architecture: [amd64]}}], regions: [{name: cn-shanghai}, {name: eu-central-1}],"
        " machineCapabilities: [{name: architecture, values: [amd64, arm64]}]}}\n"
    )
    desk.write("c.yaml", CATALOG + profile)
    new = desk.changed("add", "c.yaml", "--from", "amd64.yaml", "--from", "arm64.yaml")
    added = """\
      1877.3:
        flavors:
        - architecture: amd64
          regions:
            cn-shanghai: m-uf6aaaaaaaaaaaaaaaa2
            eu-central-1: m-gw8aaaaaaaaaaaaaaaa2
        - architecture: arm64
          regions:
            cn-shanghai: m-uf6baaaaaaaaaaaaaaa2
            eu-central-1: m-gw8baaaaaaaaaaaaaaa2
"""
    assert new == CATALOG.replace("      1877.2.0", f"{added}      1877.2.0") + profile
    again = desk.call("add", "c.yaml", "--from", "arm64.yaml", "--from", "amd64.yaml")
    assert "is already there" in again.err


def test_a_release_for_another_architecture_states_it(desk: Desk) -> None:
    desk.write("release.yaml", RELEASE.format(architecture="arm64", letter="a"))
    new = desk.changed("add", "c.yaml", "--from", "release.yaml")
    assert "      1877.3:\n        architectures: [arm64]\n        regions:\n" in new


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("gardenlinux", "1.0.0", "--region", "cn-shanghai=m-****"),
            r"^c\.yaml:10:28: error: .*m-\*{4}.* \[catalog-format\]$",
        ),
        (
            ("gardenlinux", "1.0.0", "--region", "cn-shanghai=m-uf6aaaaaaaaaaaaaaaa1"),
            r"^c\.yaml:10:28: error: .*gardenlinux 1877\.2\.0.* \[duplicate-image-id\]$",
        ),
        (
            ("garden/linux", "1.0.0", *REGION),
            r"^c\.yaml:14:3: error: .*garden/linux.* \[catalog-format\]$",
        ),
        (
            ("gardenlinux", "1 0", *REGION),
            r"^c\.yaml:10:14: error: .*1 0.* \[catalog-format\]$",
        ),
    ],
)
def test_add_does_not_write_what_the_checks_refuse(
    desk: Desk, arguments: tuple[str, ...], message: str
) -> None:
    answer = desk.call("add", "c.yaml", *arguments, "--strict")
    assert (answer.code, answer.files) == (1, {"c.yaml": CATALOG})
    assert re.search(message, answer.err, re.MULTILINE)
    assert "nothing is written" in answer.err


def test_a_second_supported_version_of_a_minor_is_refused(desk: Desk) -> None:
    profile = """\
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
    regions: [{name: cn-shanghai}, {name: eu-central-1}]
"""
    desk.write("c.yaml", CATALOG + profile)
    arguments = ("add", "c.yaml", "gardenlinux", "1877.2.1", *REGION, "--classification")
    answer = desk.call(*arguments, "supported")
    assert (answer.code, answer.files) == (1, {"c.yaml": CATALOG + profile})
    assert re.search(
        r"^c\.yaml:9:25: error: .*1877\.2\.1 .*\[supported-version\]$", answer.err, re.MULTILINE
    )
    assert desk.call(*arguments, "preview").code == 0


def test_one_option_from_takes_several_files(desk: Desk) -> None:
    for region, image_id in (("cn-shanghai", ID), ("eu-central-1", "m-gw8bbbbbbbbbbbbbbbb1")):
        image = {"ImageId": image_id, "ImageName": "gardenlinux-1900.1.0-amd64"}
        answer = {"RegionId": region, "Images": {"Image": [image]}}
        desk.write(f"{region}.json", json.dumps(answer))
    files = ("--from", "cn-shanghai.json", "eu-central-1.json")
    new = desk.changed("add", "c.yaml", "gardenlinux", *files, "--classification", "preview")
    assert f"{ID}\n          eu-central-1: m-gw8bbbbbbbbbbbbbbbb1\n" in new
    desk.write("c.yaml", CATALOG)
    first = desk.call("add", "--classification", "preview", *files[:2], "c.yaml")
    assert "added in 1 region" in first.err


def test_add_is_not_refused_for_earlier_problems(desk: Desk) -> None:
    broken = CATALOG + "csi: {enableADController: 3}\n"
    desk.write("c.yaml", broken)
    answer = desk.call("add", "c.yaml", "coreos", "2200.0.0", *REGION)
    assert answer.code == 0
    assert "2200.0.0" in answer.files["c.yaml"]


def test_a_new_image_named_almost_like_another_is_warned_of(desk: Desk) -> None:
    answer = desk.call("add", "c.yaml", "gardenlinx", "1.0.0", *REGION)
    assert answer.code == 0
    assert re.search(r"^c\.yaml: warning: gardenlinx .*new image$", answer.err, re.MULTILINE)
    assert 'did you mean "gardenlinux"?' in answer.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("gardenlinux", "1.0.0"),
        ("gardenlinux", *REGION),
        ("gardenlinux", "1.0.0", "--region", "cn-shanghai"),
        ("gardenlinux", "1.0.0", *REGION, "--region", "cn-shanghai=m-2"),
        ("gardenlinux", "1.0.0", *REGION, "--from", "c.yaml"),
        ("gardenlinux", "1.0.0", *REGION, "--expires", "soon"),
        ("gardenlinux", "1.0.0", *REGION, "--expires", "+90"),
    ],
)
def test_wrong_arguments_of_add_are_wrong_usage(desk: Desk, arguments: tuple[str, ...]) -> None:
    answer = desk.call("add", "c.yaml", *arguments)
    assert (answer.code, answer.files) == (2, {"c.yaml": CATALOG})


def test_a_release_of_another_version_is_refused(desk: Desk) -> None:
    desk.write("release.yaml", RELEASE.format(architecture="amd64", letter="a"))
    answer = desk.call("add", "c.yaml", "gardenlinux", "1877.4.0", "--from", "release.yaml")
    assert answer.code == 1
    assert re.search(
        r"^error: .*gardenlinux 1877\.3\b.*gardenlinux 1877\.4\.0$", answer.err, re.MULTILINE
    )
    named = desk.call("add", "c.yaml", "customized", "1877.3.0", "--from", "release.yaml")
    assert "customized 1877.3.0: a new image" in named.err


def test_a_dry_run_shows_the_diff_and_no_credential(desk: Desk) -> None:
    keys = "accessKeyID: RkFLRUFDQ0VTU0tFWUlEMDAwMDAwMDA=, accessKeySecret: ZmFrZS1h"
    owner = f"ownerSecret: {{{keys}}}"
    desk.write("c.yaml", CATALOG + owner)
    answer = desk.call(
        "add", "c.yaml", "coreos", "2100.0.0", *REGION, "--dry-run", "--summary", "s.md"
    )
    assert (answer.code, answer.files) == (0, {"c.yaml": CATALOG + owner})
    line = f"+      2100.0.0: {{cn-shanghai: {ID}}}\n"
    assert answer.out.startswith("--- a/c.yaml\n+++ b/c.yaml\n@@ -11,4 +11,5 @@\n")
    assert line in answer.out
    assert "<redacted>" in answer.out
    assert "RkFL" not in answer.out + answer.err
    assert answer.out.endswith("\n\\ No newline at end of file\n")


def test_relative_dates_count_from_the_day_that_is_given(desk: Desk) -> None:
    arguments = ("add", "c.yaml", "coreos", "3000.0.0", *REGION, "--expires", "+90d")
    new = desk.changed(*arguments, "--as-of", "2026-01-01")
    assert "        expirationDate: 2026-04-01\n" in new


def test_the_summary_of_add_says_what_changes_for_clusters(desk: Desk) -> None:
    desk.call("add", "c.yaml", "coreos", "3000.0.0", *REGION, "--summary", "s.md")
    text = (desk.folder / "s.md").read_text()
    assert text.startswith("## Add coreos 3000.0.0\n\n- coreos 3000.0.0: added in 1 region\n")
    assert f"| version | cn-shanghai |\n|---|---|\n| coreos 3000.0.0 | `{ID}` |\n" in text
    assert "the extension's Deployment, on every seed: the shared image IDs change (1 more" in text
    arguments = ("gardenlinux", "3000.0.0", "--region", "cn-shanghai=m-uf6bbbbbbbbbbbbbbbb2")
    desk.call("add", "c.yaml", *arguments, "--classification", "preview", "--summary", "s.md")
    text = (desk.folder / "s.md").read_text()
    assert "- none: the shared image IDs do not change" in text
    desk.call("add", "c.yaml", *arguments, "--summary", "s.md")
    text = (desk.folder / "s.md").read_text()
    assert "Nothing changes:\n\n- gardenlinux 3000.0.0 is already there, preview\n" in text


def test_a_summary_that_cannot_be_written_leaves_the_catalog_alone(desk: Desk) -> None:
    arguments = ("add", "c.yaml", "coreos", "3000.0.0", *REGION, "--summary", "no/s.md")
    answer = desk.call(*arguments)
    assert (answer.code, answer.files) == (1, {"c.yaml": CATALOG})
    assert "no/s.md: error: cannot be written" in answer.err


def test_line_ends_file_mode_byte_order_mark_and_link_survive_add(desk: Desk) -> None:
    desk.write("real.yaml", "\ufeff" + CATALOG.replace("\n", "\r\n").removesuffix("\r\n"))
    (desk.folder / "real.yaml").chmod(0o640)
    (desk.folder / "c.yaml").unlink()
    (desk.folder / "c.yaml").symlink_to("real.yaml")
    new = desk.changed("add", "c.yaml", "coreos", "2100.0.0", *REGION)
    line = f"\r\n      2100.0.0: {{cn-shanghai: {ID}}}"
    assert new == "\ufeff" + CATALOG.replace("\n", "\r\n").removesuffix("\r\n") + line
    assert (desk.folder / "c.yaml").is_symlink()
    assert (desk.folder / "real.yaml").stat().st_mode & 0o777 == 0o640


def test_a_missing_catalog_and_a_foreign_file_are_problems(desk: Desk) -> None:
    assert desk.call("add", "no.yaml", "a", "1.0", *REGION).code == 1
    answer = desk.call("add", "c.yaml", "a", "1.0", *REGION, "--in", "other.yaml")
    assert answer.code == 1
    assert re.search(r"^c\.yaml: error: other\.yaml .*not a file of", answer.err, re.MULTILINE)
    for text in ("- a\n", "images: []\n", "images: {gardenlinux: 3}\n"):
        desk.write("c.yaml", text)
        answer = desk.call("add", "c.yaml", "gardenlinux", "1.0", *REGION)
        assert answer.code in (0, 1), answer.err


@pytest.mark.parametrize(
    "verb",
    [
        (
            "add",
            "c.yaml",
            "gardenlinux",
            "1900.0.0",
            "--region",
            "cn-shanghai=m-uf6aaaaaaaaaaaaaaaa9",
        ),
        ("promote", "c.yaml", "gardenlinux", "1592.9.0"),
        ("retire", "c.yaml", "--as-of", "2030-01-01"),
    ],
    ids=lambda verb: verb[0],
)
def test_a_summary_for_standard_output_is_printed(desk: Desk, verb: tuple[str, ...]) -> None:
    printed = desk.call(*verb, "--summary", "-")
    assert printed.code == 0, printed.err
    assert printed.out.startswith("## ")
    assert "-" not in printed.files
    desk.write("c.yaml", CATALOG)
    assert desk.call(*verb, "--summary", "s.md").files["s.md"] == printed.out


PROFILE = """\
apiVersion: alicloud.provider.extensions.gardener.cloud/v1alpha1
kind: CloudProfileConfig
machineImages:
- name: gardenlinux
  versions:
  - version: {version}
    regions: [{{name: {region}, id: m-uf6hvbrxclop1jtat17m}}]
"""


@pytest.mark.parametrize(
    ("version", "region", "place", "written"),
    [
        ("1877.10", "cn-shanghai", "6:14", "1877.10"),
        ("20200831", "cn-shanghai", "6:14", "20200831"),
        ("1877.3.0", "no", "7:22", "no"),
    ],
)
def test_what_yaml_reads_as_no_text_has_to_be_quoted(
    version: str, region: str, place: str, written: str, desk: Desk
) -> None:
    desk.write("profile.yaml", PROFILE.format(version=version, region=region))
    answer = desk.call("add", "c.yaml", "--from", "profile.yaml")
    assert answer.code == 1
    assert answer.err.startswith(f"profile.yaml:{place}: error: ")
    assert f'hint: write "{written}", in quotes' in answer.err
    desk.write("profile.yaml", PROFILE.format(version=f"'{version}'", region="cn-shanghai"))
    assert desk.call("add", "c.yaml", "--from", "profile.yaml").code == 0


def packer_manifest(*builds: dict[str, object]) -> str:
    builder = {"builder_type": "alicloud-ecs", "packer_run_uuid": "a"}
    return json.dumps({"builds": [{**builder, **build} for build in builds], "last_run_uuid": "a"})


SHANGHAI = "cn-shanghai:m-uf6hvbrxclop1jtat17b"
ARM = {"artifact_id": "cn-shanghai:m-uf6hvbrxclop1jtat17c", "custom_data": {"arch": "arm64"}}


@pytest.mark.parametrize(
    ("builds", "named", "words"),
    [
        pytest.param([{"artifact_id": SHANGHAI}], "g 2.0.0", "g 2.0.0: ", id="of no name"),
        pytest.param(
            [{"artifact_id": SHANGHAI}, ARM], "g 2.0.0", "g 2.0.0: ", id="two architectures"
        ),
        pytest.param([{"name": "g-2.0.0", "artifact_id": SHANGHAI}], "", "g 2.0.0: ", id="named"),
        pytest.param(
            [{"artifact_id": SHANGHAI, "custom_data": {"image": "g"}}],
            "g 2.0.0",
            "g 2.0.0: ",
            id="of no version",
        ),
        pytest.param(
            [{"artifact_id": SHANGHAI}],
            "",
            "the files have an unnamed image of an unknown version",
            id="of no name, and none given",
        ),
        pytest.param(
            [{"artifact_id": SHANGHAI, "custom_data": {"image": "g"}}],
            "g",
            "the files have g of an unknown version",
            id="of no version, and none given",
        ),
        pytest.param(
            [{"artifact_id": "ami-0123"}], "g 2.0.0", 'found "ami-0123"', id="of no image ID"
        ),
    ],
)
def test_what_packer_built_gets_the_name_that_is_given(
    builds: list[dict[str, object]],
    named: str,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("c.yaml").write_text("share: []\n")
    Path("p.json").write_text(packer_manifest(*builds))
    code = cli.run(["add", "c.yaml", *named.split(), "--from", "p.json"])
    text = Path("c.yaml").read_text()
    assert words in capfd.readouterr().err
    assert (code == 0) == ("m-uf6hvbrxclop1jtat17b" in text) == (words == "g 2.0.0: ")
    assert ("m-uf6hvbrxclop1jtat17c" in text) == (code == 0 and len(builds) > 1)
