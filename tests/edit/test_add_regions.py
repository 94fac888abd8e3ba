"""The verb `add` on a version that is there: regions come, change and go by name alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.command import tree
from tests.support.edit_command import CATALOG, Desk

if TYPE_CHECKING:
    from pathlib import Path

SHANGHAI, BEIJING = "m-uf6bbbbbbbbbbbbbbbb1", "m-2zebbbbbbbbbbbbbbbb1"
ALL = "a_x64_20G_alibase_20210420.vhd"
OLD = "m-uf6aaaaaaaaaaaaaaaa1"
COMES = ("--region", f"cn-beijing={BEIJING}")
OTHER = ("--region", f"cn-shanghai={SHANGHAI}")
RELEASE = """\
version: '1.0.0'
architecture: {architecture}
published_image_metadata:
  published_alicloud_images:
  - {{region_id: cn-shanghai, image_id: {shanghai}, image_name: x}}
  - {{region_id: cn-beijing, image_id: {beijing}, image_name: x}}
"""
PROFILE = """\
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes:
    - {name: a, cpu: '2', gpu: '0', memory: 8Gi, capabilities: {architecture: [amd64]}}
    regions: [{name: cn-shanghai}, {name: cn-beijing}, {name: eu-central-1}]
    machineCapabilities: [{name: architecture, values: [amd64, arm64]}]
"""
FLAVORS = f"""\
images:
  a:
    versions:
      1.0.0:   # both
        classification: preview
        flavors:
        # intel
        - architecture: amd64
          regions:
            cn-shanghai: {OLD}   # by hand
            eu-central-1: m-gw8aaaaaaaaaaaaaaaa1
        - capabilities: {{architecture: [arm64]}}   # arm
          regions: {{cn-shanghai: m-uf6aaaaaaaaaaaaaaaa2}}
"""


@pytest.fixture
def desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    return Desk(tmp_path, capsys, monkeypatch)


def version(text: str) -> str:
    """A catalog of one version."""
    return f"images:\n  a:\n    versions:\n      1.0.0: {text}\n"


def overlay(text: str) -> str:
    """A landscape that says more of a version of its base."""
    return f"extends: c.yaml\nimages: {{gardenlinux: {{versions: {{1877.2.0: {text}}}}}}}\n"


def refused(desk: Desk, *arguments: str, code: int = 1) -> str:
    """The words of a call that fails and leaves all files alone."""
    before = tree(desk.folder)
    answer = desk.call("add", *arguments)
    assert (answer.code, tree(desk.folder)) == (code, before), answer.err
    return answer.err


def test_a_region_that_the_version_lacks_is_added(desk: Desk) -> None:
    answer = desk.call("add", "c.yaml", "gardenlinux", "1877.2.0", *COMES)
    assert answer.code == 0
    assert answer.err == "gardenlinux 1877.2.0: added in cn-beijing\n"
    last = "          eu-central-1: m-gw8aaaaaaaaaaaaaaaa1\n"
    new = CATALOG.replace(last, f"{last}          cn-beijing: {BEIJING}\n")
    assert answer.files == {"c.yaml": new}
    again = desk.call("add", "c.yaml", "gardenlinux", "1877.2.0", *COMES)
    assert (again.code, again.files) == (0, {"c.yaml": new})
    assert again.err == "gardenlinux 1877.2.0 is already there, supported\n"


def test_another_id_of_a_region_is_refused_unless_replace_is_given(desk: Desk) -> None:
    err = refused(desk, "c.yaml", "gardenlinux", "1877.2.0", *COMES, *OTHER)
    other_id = (
        rf"^c\.yaml:4:7: error: gardenlinux 1877\.2\.0 .*cn-shanghai has {OLD}, not {SHANGHAI}$"
    )
    assert re.search(other_id, err, re.MULTILINE)
    assert "hint: `--replace` changes cn-shanghai;" in err
    new = desk.changed("add", "c.yaml", "gardenlinux", "1877.2.0", *COMES, *OTHER, "--replace")
    last = "          eu-central-1: m-gw8aaaaaaaaaaaaaaaa1\n"
    come = f"{last}          cn-beijing: {BEIJING}\n"
    assert new == CATALOG.replace(OLD, SHANGHAI).replace(last, come)
    assert desk.changed("add", "c.yaml", "gardenlinux", "1877.2.0", *COMES, *OTHER) == new


@pytest.mark.parametrize(
    ("text", "arguments", "expected"),
    [
        (
            f"{{cn-shanghai: {OLD}}} # x",
            COMES,
            f"{{cn-shanghai: {OLD}, cn-beijing: {BEIJING}}} # x",
        ),
        (f"{{cn-shanghai: {OLD}}}", (*OTHER, "--replace"), f"{{cn-shanghai: {SHANGHAI}}}"),
        (
            f"{{classification: preview, regions: {{cn-shanghai: '{OLD}'}}, released: 2026-01-01}}",
            (*OTHER, *COMES, "--replace"),
            (
                f"{{classification: preview, regions: {{cn-shanghai: '{SHANGHAI}', "
                f"cn-beijing: '{BEIJING}'}}, released: 2026-01-01}}"
            ),
        ),
        (
            f"{{shared: true, architectures: [arm64], regions: {{cn-shanghai: {OLD}}}}}",
            COMES,
            (
                f"{{shared: true, architectures: [arm64], regions: {{cn-shanghai: {OLD}, "
                f"cn-beijing: {BEIJING}}}}}"
            ),
        ),
        (f'{{"*": {ALL}}}', ("--region", f"cn-beijing={ALL}"), f'{{"*": {ALL}}}'),
        (
            f'{{"*": {ALL}}}',
            (*COMES, "--replace"),
            f'{{"*": {ALL}, cn-beijing: {BEIJING}}}',
        ),
        (
            f'{{cn-beijing: null, "*": {ALL}}}',
            COMES,
            f'{{cn-beijing: {BEIJING}, "*": {ALL}}}',
        ),
        (
            f"{{cn-beijing: {BEIJING}}}",
            ("--region", f"*={ALL}"),
            f'{{cn-beijing: {BEIJING}, "*": {ALL}}}',
        ),
        (
            f'{{cn-beijing: {BEIJING}, "*": {ALL}}}',
            ("--remove-region", "cn-beijing"),
            f'{{cn-beijing: null, "*": {ALL}}}',
        ),
        (
            f'{{cn-beijing: {BEIJING}, "*": {ALL}}}',
            ("--remove-region", "cn-shanghai"),
            f'{{cn-beijing: {BEIJING}, "*": {ALL}, cn-shanghai: null}}',
        ),
        (
            f'{{cn-shanghai: null, cn-beijing: {BEIJING}, "*": {ALL}}}',
            ("--remove-region", "*"),
            f"{{cn-beijing: {BEIJING}}}",
        ),
        (
            f"{{cn-beijing: {BEIJING}}}",
            ("--region", f"*={ALL}", "--remove-region", "cn-shanghai"),
            f'{{cn-beijing: {BEIJING}, "*": {ALL}, cn-shanghai: null}}',
        ),
        (
            f"{{'*': {ALL}}}",
            ("--region", f"*=b_{ALL}", "--region", f"cn-beijing={ALL}", "--replace"),
            f"{{'*': b_{ALL}, cn-beijing: {ALL}}}",
        ),
        (
            f"{{'*': {ALL}}}",
            ("--region", f"cn-beijing={ALL}", "--remove-region", "*"),
            f"{{cn-beijing: {ALL}}}",
        ),
        (
            f"{{cn-shanghai: {OLD}, cn-beijing: {BEIJING}}}",
            ("--remove-region", "cn-shanghai"),
            f"{{cn-beijing: {BEIJING}}}",
        ),
        (
            f"{{cn-shanghai: {OLD}}}",
            (*COMES, "--remove-region", "cn-shanghai"),
            f"{{cn-beijing: {BEIJING}}}",
        ),
    ],
)
def test_regions_are_added_replaced_and_removed_in_every_form_of_a_version(
    desk: Desk, text: str, arguments: tuple[str, ...], expected: str
) -> None:
    regions = "regions: [cn-shanghai, cn-beijing]\n"
    desk.write("c.yaml", version(text) + regions)
    new = desk.changed("add", "c.yaml", "a", "1.0.0", *arguments)
    assert new == version(expected) + regions
    assert desk.changed("add", "c.yaml", "a", "1.0.0", *arguments) == new


def test_another_id_than_that_of_every_region_is_refused(desk: Desk) -> None:
    desk.write("c.yaml", version(f'{{"*": {ALL}}}') + "regions: [cn-shanghai, cn-beijing]\n")
    err = refused(desk, "c.yaml", "a", "1.0.0", *COMES)
    assert re.search(
        rf"^c\.yaml:4:7: error: a 1\.0\.0 .*cn-beijing has {ALL}, not {BEIJING}$", err, re.MULTILINE
    )
    assert "`--replace` changes cn-beijing;" in err


def test_adding_regions_to_one_flavor_leaves_the_others(desk: Desk) -> None:
    desk.write("c.yaml", FLAVORS + PROFILE)
    values = {"shanghai": "m-uf6aaaaaaaaaaaaaaaa2", "beijing": BEIJING}
    desk.write("arm.yaml", RELEASE.format(architecture="arm64", **values))
    new = desk.changed("add", "c.yaml", "a", "--from", "arm.yaml")
    arm = "regions: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaa2"
    assert new == FLAVORS.replace(arm, f"{arm}, cn-beijing: {BEIJING}") + PROFILE
    values = {"shanghai": SHANGHAI, "beijing": "m-2zebbbbbbbbbbbbbbbb2"}
    desk.write("intel.yaml", RELEASE.format(architecture="amd64", **values))
    assert "`--replace` changes cn-shanghai;" in refused(
        desk, "c.yaml", "a", "--from", "intel.yaml"
    )
    after = desk.changed("add", "c.yaml", "a", "--from", "intel.yaml", "--replace")
    last = "            eu-central-1: m-gw8aaaaaaaaaaaaaaaa1\n"
    come = f"{last}            cn-beijing: m-2zebbbbbbbbbbbbbbbb2\n"
    assert after == new.replace(OLD, SHANGHAI).replace(last, come)


def test_adding_regions_to_a_flavor_that_the_version_lacks_is_refused(desk: Desk) -> None:
    desk.write("c.yaml", version(f"{{cn-shanghai: {OLD}}}"))
    values = {"shanghai": SHANGHAI, "beijing": BEIJING}
    desk.write("arm.yaml", RELEASE.format(architecture="arm64", **values))
    for option in ((), ("--replace",)):
        err = refused(desk, "c.yaml", "a", "--from", "arm.yaml", *option)
        assert re.search(
            r"^c\.yaml:4:7: error: a 1\.0\.0 .*amd64, so none for .*arm64$", err, re.MULTILINE
        )


def test_removing_a_region_that_is_not_there_is_no_error(desk: Desk) -> None:
    arguments = ("c.yaml", "gardenlinux", "1877.2.0", "--remove-region")
    new = desk.changed("add", *arguments, "eu-central-1")
    assert new == CATALOG.replace("          eu-central-1: m-gw8aaaaaaaaaaaaaaaa1\n", "")
    again = desk.call("add", *arguments, "eu-central-1", "--strict")
    assert (again.code, again.files["c.yaml"]) == (0, new)
    assert again.err == "gardenlinux 1877.2.0 has no ID in eu-central-1\n"
    slip = desk.call("add", *arguments, "cn-shangai")
    assert (slip.code, slip.files["c.yaml"]) == (0, new)
    assert re.search(
        r"^c\.yaml: warning: gardenlinux 1877\.2\.0 .*no ID in cn-shangai$", slip.err, re.MULTILINE
    )
    assert 'did you mean "cn-shanghai"?' in slip.err


def test_a_region_can_be_removed_from_those_of_every_region(desk: Desk) -> None:
    desk.write("c.yaml", version(f'{{"*": {ALL}}}') + "regions: [cn-shanghai, cn-beijing]\n")
    arguments = ("add", "c.yaml", "a", "1.0.0", "--remove-region", "cn-beijing")
    assert desk.call(*arguments).err.endswith("\na 1.0.0: removed from cn-beijing\n")
    assert desk.call(*arguments).err == "a 1.0.0 has no ID in cn-beijing\n"


@pytest.mark.parametrize(
    "text",
    [
        "{regions: {}}",
        "{regions: null, shared: true}",
        "{shared: true}",
        "{classification: preview}",
        "{flavors: [{architecture: amd64}]}",
        "{flavors: [{architecture: amd64, regions: }]}",
        "{flavors: [{architecture: amd64, regions: {}}]}",
        "{}",
        "{cn-hangzhou: }",
    ],
)
def test_a_version_without_regions_gets_its_first(desk: Desk, text: str) -> None:
    desk.write("c.yaml", version(text))
    new = desk.changed("add", "c.yaml", "a", "1.0.0", *COMES)
    assert f"cn-beijing: {BEIJING}" in new
    assert "shared: true" in new or "shared" not in text
    assert desk.changed("add", "c.yaml", "a", "1.0.0", *COMES) == new


@pytest.mark.parametrize(
    "text", ["[]", "hello", "[{}]", "{flavors: []}", "{flavors: hello}", "null"]
)
def test_adding_regions_to_a_malformed_version_is_no_bug(desk: Desk, text: str) -> None:
    desk.write("c.yaml", version(text))
    answer = desk.call("add", "c.yaml", "a", "1.0.0", *COMES)
    assert answer.code in (0, 1), answer.err


@pytest.mark.parametrize("entry", ["[x]", "{a: b}", "[]", "{}", "[[x]]", "{regions: {a: b}}"])
@pytest.mark.parametrize(
    "text",
    [
        "{regions: {cn-beijing: X}}",
        "{classification: preview, regions: {eu-central-1: m-1, cn-beijing: X}}",
        "{flavors: [{architecture: amd64, regions: {cn-beijing: X}}]}",
    ],
)
@pytest.mark.parametrize("more", [[], ["--replace"], ["--remove-region", "eu-central-1"]])
def test_what_stands_in_the_place_of_an_id_is_neither_replaced_nor_joined(
    desk: Desk, entry: str, text: str, more: list[str]
) -> None:
    desk.write("c.yaml", version(text.replace("X", entry)))
    err = refused(desk, "c.yaml", "a", "1.0.0", *COMES, *more)
    column = len("      1.0.0: ") + text.index("X") + 1
    place = re.escape(rf"c.yaml:4:{column}: error: images.a.versions.1\.0\.0.")
    assert re.match(rf"{place}\S*cn-beijing is in the way, and would be lost$", err, re.MULTILINE)
    assert "expected an image ID" in err


def test_removing_the_last_region_is_refused(desk: Desk) -> None:
    gone = ("--remove-region", "cn-shanghai", "--remove-region", "eu-central-1")
    err = refused(desk, "c.yaml", "gardenlinux", "1877.2.0", *gone)
    last = r"^c\.yaml:4:7: error: gardenlinux 1877\.2\.0 .*no region other than .*eu-central-1$"
    assert re.search(last, err, re.MULTILINE)
    assert "`retire`" in err
    desk.write("c.yaml", FLAVORS + PROFILE)
    err = refused(desk, "c.yaml", "a", "1.0.0", *gone[:2])
    assert re.search(
        r"^c\.yaml:4:7: error: a 1\.0\.0 .*no region .*arm64 other than cn-shanghai$",
        err,
        re.MULTILINE,
    )
    new = desk.changed("add", "c.yaml", "a", "1.0.0", *gone[2:])
    assert new == (FLAVORS + PROFILE).replace(
        "            eu-central-1: m-gw8aaaaaaaaaaaaaaaa1\n", ""
    )


def test_a_region_to_remove_is_not_added_from_a_release(desk: Desk) -> None:
    values = {"shanghai": SHANGHAI, "beijing": BEIJING}
    desk.write("release.yaml", RELEASE.format(architecture="amd64", **values))
    arguments = ("add", "c.yaml", "gardenlinux", "--from", "release.yaml", "--remove-region")
    new = desk.changed(*arguments, "cn-beijing")
    assert SHANGHAI in new
    assert "cn-beijing" not in new
    assert desk.changed(*arguments, "cn-beijing") == new
    refused(desk, *arguments[1:], "cn-beijing", "--remove-region", "cn-shanghai")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("gardenlinux", "1877.2.9", "--remove-region", "r"), 1, 'did you mean "1877.2.0"?'),
        (("gardenlinus", "1877.2.0", "--remove-region", "r"), 1, 'did you mean "gardenlinux"?'),
        (("gardenlinux", "--remove-region", "r"), 2, "NAME and VERSION"),
        (("gardenlinux", "1877.2.0", *COMES, "--remove-region", "cn-beijing"), 2, "cn-beijing"),
    ],
)
def test_removing_regions_of_nothing_or_what_is_added_too_is_refused(
    desk: Desk, arguments: tuple[str, ...], code: int, words: str
) -> None:
    assert words in refused(desk, "c.yaml", *arguments, code=code)


def test_the_same_version_written_otherwise_gets_the_regions(desk: Desk) -> None:
    desk.write("c.yaml", version(f"{{cn-shanghai: {OLD}}}").replace("1.0.0", "1.0"))
    both = ("--region", f"cn-shanghai={OLD}", *COMES)
    answer = desk.call("add", "c.yaml", "a", "1.0.0", *both)
    new = version(f"{{cn-shanghai: {OLD}, cn-beijing: {BEIJING}}}").replace("1.0.0", "1.0")
    assert answer.files == {"c.yaml": new}
    assert answer.err == "a 1.0.0 is already there, as 1.0\na 1.0: added in cn-beijing\n"
    assert desk.changed("add", "c.yaml", "a", "1.0.0", *both) == new


def test_a_landscape_adds_and_removes_for_itself_alone(desk: Desk) -> None:
    said = overlay("{classification: preview}")
    desk.write("live.yaml", said)
    arguments = ("live.yaml", "gardenlinux", "1877.2.0")
    gone = ("--remove-region", "eu-central-1")
    assert "`--in c.yaml` changes it here" in refused(desk, *arguments, *gone)
    here = desk.call("add", *arguments, *COMES, *gone, *OTHER, "--replace", "--in", "live.yaml")
    regions = f"regions: {{cn-beijing: {BEIJING}, cn-shanghai: {SHANGHAI}, eu-central-1: null}}"
    assert here.files["c.yaml"] == CATALOG
    assert here.files["live.yaml"] == said.replace("preview", f"preview, {regions}")
    again = desk.call("add", *arguments, *COMES, *gone, *OTHER, "--in", "live.yaml")
    assert (again.code, again.files) == (0, here.files)
    back = desk.call("add", *arguments, "--region", "eu-central-1=m-gw8bbbbbbbbbbbbbbbb1")
    assert "eu-central-1: m-gw8bbbbbbbbbbbbbbbb1}" in back.files["live.yaml"]


def test_the_option_in_changes_the_base_and_not_the_landscape(desk: Desk) -> None:
    said = overlay("{classification: preview}")
    desk.write("live.yaml", said)
    arguments = ("live.yaml", "gardenlinux", "1877.2.0", *COMES, "--remove-region", "eu-central-1")
    answer = desk.call("add", *arguments, "--in", "c.yaml")
    last = "          eu-central-1: m-gw8aaaaaaaaaaaaaaaa1\n"
    new = CATALOG.replace(last, f"          cn-beijing: {BEIJING}\n")
    assert answer.files == {"c.yaml": new, "live.yaml": said}


def test_a_landscape_states_the_flavors_of_its_base_as_a_whole(desk: Desk) -> None:
    """In merging, one list replaces the other: what is not named comes along."""
    desk.write("c.yaml", FLAVORS + PROFILE)
    desk.write("live.yaml", "extends: c.yaml\n")
    arguments = ("live.yaml", "a", "1.0.0", *COMES)
    assert "`--in c.yaml`" in refused(desk, *arguments)
    answer = desk.call("add", *arguments, "--in", "live.yaml")
    assert answer.files["c.yaml"] == FLAVORS + PROFILE
    for words in (OLD, BEIJING, "m-uf6aaaaaaaaaaaaaaaa2", "m-gw8aaaaaaaaaaaaaaaa1", "[arm64]"):
        assert words in answer.files["live.yaml"]
    assert desk.call("add", *arguments, "--in", "live.yaml").files == answer.files


def test_an_overlay_entry_is_removed_with_its_last_region(desk: Desk) -> None:
    said = overlay(f"{{regions: {{cn-beijing: {BEIJING}}}}}")
    desk.write("live.yaml", said)
    arguments = ("add", "live.yaml", "gardenlinux", "1877.2.0", "--remove-region", "cn-beijing")
    assert desk.changed(*arguments, file="live.yaml") == "extends: c.yaml\n"
    desk.write("live.yaml", said)
    more = ("--region", "cn-hangzhou=m-bp1bbbbbbbbbbbbbbbb1")
    new = desk.changed(*arguments, *more, file="live.yaml")
    assert new == said.replace(f"cn-beijing: {BEIJING}", "cn-hangzhou: m-bp1bbbbbbbbbbbbbbbb1")


def test_regions_that_aliases_share_are_not_changed(desk: Desk) -> None:
    text = version(f"&ids {{cn-shanghai: {OLD}}}") + "      0.9.0: *ids\n"
    desk.write("c.yaml", text)
    for key in ("1.0.0", "0.9.0"):
        refused(desk, "c.yaml", "a", key, *COMES)
    desk.write(
        "c.yaml",
        version(f"{{regions: &ids {{cn-shanghai: {OLD}}}}}")
        + "      0.9.0: {<<: *ids, cn-hangzhou: m-bp1bbbbbbbbbbbbbbbb1}\n",
    )
    new = desk.changed("add", "c.yaml", "a", "0.9.0", *COMES)
    assert new.endswith(f"cn-hangzhou: m-bp1bbbbbbbbbbbbbbbb1, cn-beijing: {BEIJING}}}\n")
    refused(desk, "c.yaml", "a", "0.9.0", "--remove-region", "cn-shanghai")


def test_the_summary_says_whom_regions_concern(desk: Desk) -> None:
    arguments = ("gardenlinux", "1877.2.0", *COMES, *OTHER, "--replace")
    removed = ("--remove-region", "eu-central-1", "--summary", "s.md")
    text = desk.call("add", "c.yaml", *arguments, *removed).files["s.md"]
    assert "`gardenlinux 1877.2.0`: new machines get different images" in text
    assert "clusters in cn-beijing can also choose it" in text
    assert "clusters in eu-central-1 cannot choose it any more" in text
    gone = ("gardenlinux", "1877.2.0", "--remove-region", "cn-beijing", "--summary", "s.md")
    text = desk.call("add", "c.yaml", *gone).files["s.md"]
    assert text.startswith("## Take gardenlinux 1877.2.0 out of cn-beijing\n")
    assert "other images" not in text


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (version(f"[{OLD}]"), "4:14"),
        (version(OLD), "4:14"),
        (version("5"), "4:14"),
        (version(f"{{regions: [{OLD}]}}"), "4:24"),
        (version(f"{{classification: preview, regions: {OLD}}}"), "4:49"),
        (version(f"{{flavors: [{{architecture: amd64, regions: [{OLD}]}}]}}"), "4:56"),
        (version(f"{{flavors: [{OLD}, {{architecture: amd64}}]}}"), "4:25"),
        ("images: {a: {versions: [1.0.0]}}\n", "1:24"),
        ("images: {a: hello}\n", "1:13"),
        ("images: [a]\n", "1:9"),
    ],
)
@pytest.mark.parametrize("arguments", [COMES, (*OTHER, "--replace")])
def test_what_is_no_region_is_not_lost(
    desk: Desk, text: str, where: str, arguments: tuple[str, ...]
) -> None:
    desk.write("c.yaml", text)
    err = refused(desk, "c.yaml", "a", "1.0.0", *arguments)
    assert f"c.yaml:{where}: error: images" in err
    assert "would be lost" in err


@pytest.mark.parametrize("text", ["", "null", "{}", "[]", "{regions: null}", "{regions: {}}"])
def test_nothing_gets_out_of_the_way(desk: Desk, text: str) -> None:
    desk.write("c.yaml", version(text))
    assert f"cn-beijing: {BEIJING}" in desk.changed("add", "c.yaml", "a", "1.0.0", *COMES)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (f"{{cn-shanghai: {OLD}, eu-central-1: [x]}}", ["cn-shanghai", "eu-central-1"]),
        (f"{{cn-shanghai: {OLD}, eu-central-1: {{id: x}}}}", ["cn-shanghai", "eu-central-1"]),
        (f"{{regoins: {{cn-shanghai: {OLD}}}}}", ["regoins"]),
        (f"{{shared: true, cn-shanghai: {OLD}}}", ["cn-shanghai"]),
        (f"{{regions: {{cn-shanghai: {OLD}}}, clasification: preview}}", ["clasification"]),
        (f"{{flavors: [{{architecture: amd64, cn-shanghai: {OLD}}}]}}", ["cn-shanghai"]),
    ],
)
@pytest.mark.parametrize("arguments", [COMES, (*OTHER, "--replace")])
def test_regions_are_not_written_beside_keys_that_nothing_reads(
    desk: Desk, text: str, keys: list[str], arguments: tuple[str, ...]
) -> None:
    desk.write("c.yaml", version(text))
    err = refused(desk, "c.yaml", "a", "1.0.0", *arguments)
    found = re.findall(r"^c\.yaml:4:(\d+): error: .* is not a key of a version", err, re.MULTILINE)
    assert [*map(int, found)] == [len("      1.0.0: ") + 1 + text.index(key) for key in keys]


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("{flavors: []}", "no flavor"),
        ("{flavors: [{}]}", None),
        ("{flavors: [{}, {architecture: arm64}]}", "without capabilities; architecture arm64"),
    ],
)
def test_a_refusal_names_the_flavors_that_are_there(desk: Desk, text: str, has: str | None) -> None:
    desk.write("c.yaml", version(text))
    err = desk.call("add", "c.yaml", "a", "1.0.0", *COMES).err
    assert "flavors ," not in err
    assert has is None or f"{has}, so none for architecture amd64" in err
