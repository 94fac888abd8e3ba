"""The verb `add` where an architecture comes later than the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.edit.test_add_regions import FLAVORS, PROFILE, desk, refused, version

if TYPE_CHECKING:
    from tests.support.edit_command import Desk

__all__ = ["desk"]

INTEL, ARM = "m-uf6aaaaaaaaaaaaaaaa1", "m-uf6ccccccccccccccccc"
ARM_BEIJING = "m-2zeccccccccccccccccc"
FROM = ("c.yaml", "a", "--from", "arm.yaml")


def release(architecture: str = "arm64") -> str:
    """Published metadata, whose regions stand in a different order than in the catalogs."""
    return f"""\
version: '1.0.0'
architecture: {architecture}
published_image_metadata:
  published_alicloud_images:
  - {{region_id: cn-beijing, image_id: {ARM_BEIJING}, image_name: x}}
  - {{region_id: cn-shanghai, image_id: {ARM}, image_name: x}}
"""


INTEL_ALONE = f"architecture: amd64, regions: {{cn-shanghai: {INTEL}}}"
COMES = f"architecture: arm64, regions: {{cn-shanghai: {ARM}, cn-beijing: {ARM_BEIJING}}}"


def block(*lines: str) -> str:
    """A catalog with the lines of a version, and another version behind it."""
    return (
        version("".join(f"\n        {line}" for line in lines)) + "      # next\n      0.9.0: {}\n"
    )


@pytest.mark.parametrize(
    ("lines", "last", "new"),
    [
        (
            ("# both", "- architecture: amd64", "  regions:", f"    cn-shanghai: {INTEL}  # c"),
            ("  # end",),
            (
                "- architecture: arm64",
                "  regions:",
                f"    cn-shanghai: {ARM}",
                f"    cn-beijing: {ARM_BEIJING}",
            ),
        ),
        ((f"- {{{INTEL_ALONE}}}   # intel{' ' * 60}longer",), (), (f"- {{{COMES}}}",)),
        (
            ("-   architecture: amd64", f"    regions: {{cn-shanghai: {INTEL}}}"),
            ("classification: preview",),
            (
                "-   architecture: arm64",
                f"    regions: {{cn-shanghai: {ARM}, cn-beijing: {ARM_BEIJING}}}",
            ),
        ),
        (
            ("- capabilities: {architecture: [amd64]}", f"  regions: {{cn-shanghai: {INTEL}}}"),
            (),
            (
                "- capabilities: {architecture: [arm64]}",
                f"  regions: {{cn-shanghai: {ARM}, cn-beijing: {ARM_BEIJING}}}",
            ),
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_flavor_comes_behind_the_others_and_looks_like_them(
    desk: Desk, lines: tuple[str, ...], last: tuple[str, ...], new: tuple[str, ...], newline: str
) -> None:
    is_comment = bool(last) and last[0].strip().startswith("#")
    before = (*last, *new) if is_comment else (*new, *last)
    desk.write("c.yaml", block("flavors:", *lines, *last).replace("\n", newline))
    desk.write("arm.yaml", release())
    answer = desk.call("add", *FROM)
    assert answer.err == "a 1.0.0: architecture arm64 added in cn-beijing, cn-shanghai\n"
    assert answer.files["c.yaml"] == block("flavors:", *lines, *before).replace("\n", newline)
    assert desk.call("add", *FROM).files == answer.files


ROW = "\n          "


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{{{INTEL_ALONE}}}", f"{{{INTEL_ALONE}}}, {{{COMES}}}"),
        (f"{ROW}{{{INTEL_ALONE}}},  # c\n", f"{ROW}{{{INTEL_ALONE}}},  # c{ROW}{{{COMES}}},\n"),
        (f"{ROW}{{{INTEL_ALONE}}}  # c\n", f"{ROW}{{{INTEL_ALONE}}},  # c{ROW}{{{COMES}}}\n"),
    ],
)
def test_a_flavor_comes_into_brackets(desk: Desk, old: str, new: str) -> None:
    desk.write("c.yaml", version(f"{{flavors: [{old}]}}  # both"))
    desk.write("arm.yaml", release())
    assert desk.changed("add", *FROM) == version(f"{{flavors: [{new}]}}  # both")


def test_a_flavor_comes_together_with_regions_of_others(desk: Desk) -> None:
    desk.write("c.yaml", version(f"{{flavors: [{{{INTEL_ALONE}}}]}}"))
    desk.write("arm.yaml", release())
    beijing = "m-2zebbbbbbbbbbbbbbbb1"
    intel = release("amd64").replace(ARM_BEIJING, beijing).replace(ARM, INTEL)
    desk.write("intel.yaml", intel)
    answer = desk.call("add", "c.yaml", "a", "--from", "arm.yaml", "--from", "intel.yaml")
    both = INTEL_ALONE.replace("}", f", cn-beijing: {beijing}}}")
    assert answer.files["c.yaml"] == version(f"{{flavors: [{{{both}}}, {{{COMES}}}]}}")
    assert "architecture arm64 added in" in answer.err
    assert "added in cn-beijing" in answer.err


def test_a_landscape_gets_the_flavors_of_its_base_and_the_new_one(desk: Desk) -> None:
    text = FLAVORS.replace("architecture: [arm64]", "architecture: [arm64], x: [a]")
    profile = PROFILE.replace("amd64, arm64]}]", "amd64, arm64]}, {name: x, values: [a, b]}]")
    desk.write("c.yaml", text + profile)
    desk.write("live.yaml", "extends: c.yaml\n")
    desk.write("arm.yaml", release())
    arguments = ("live.yaml", "a", "--from", "arm.yaml")
    assert "`--in c.yaml`" in refused(desk, *arguments)
    answer = desk.call("add", *arguments, "--in", "live.yaml")
    assert answer.files["c.yaml"] == text + profile
    assert {ARM, INTEL, "m-uf6aaaaaaaaaaaaaaaa2"} <= {
        *re.findall(r"m-\w+", answer.files["live.yaml"])
    }
    assert desk.call("add", *arguments, "--in", "live.yaml").files == answer.files


ONE = f"cn-shanghai: {INTEL}"
FLAT = {
    "short block": f"\n        # c\n        {ONE}   # c\n",
    "short braces": f"{{{ONE}}}  # c\n",
    "long block": f"\n        classification: preview\n        regions:\n          {ONE}\n",
    "long braces": f"{{classification: preview, regions: {{{ONE}}}}}\n",
    "architectures": f"\n        regions: {{{ONE}}}\n        architectures: [amd64]\n",
    "exception": f"\n        {ONE}\n        cn-beijing: null\n",
}


@pytest.mark.parametrize("form", FLAT)
def test_of_a_flat_version_the_refusal_says_the_lines_to_write(desk: Desk, form: str) -> None:
    """Written in the place of the regions, they are what `add` would have written."""
    text = version(FLAT[form])
    desk.write("c.yaml", text)
    desk.write("arm.yaml", release())
    err = refused(desk, *FROM)
    *_, hint = re.findall(r"^  hint: (.*):\n((?:.*\n){3})\Z", err, re.MULTILINE)
    whose, lines = hint
    architectures = "        architectures: [amd64]\n" if form == "architectures" else ""
    assert whose.endswith("architectures and regions" if architectures else "its regions")
    desk.write("c.yaml", with_lines(text.replace(architectures, ""), lines))
    answer = desk.call("add", *FROM, "--strict")
    assert (answer.code, answer.err.startswith("a 1.0.0 is already there, ")) == (0, True)
    written = answer.files["c.yaml"]
    assert (INTEL in written, ARM in written) == (True, True)
    assert ("preview" in written) == ("preview" in text)
    assert "cn-beijing: null" in written or form != "exception"


def with_lines(text: str, lines: str) -> str:
    """What a person does who is told to write lines in the place of regions."""
    if "{cn-shanghai" in text and "regions" not in text:
        return re.sub(r"cn-shanghai: [\w-]+", lambda _: f"\n{lines}", text)
    if "classification: preview, regions" in text:
        return re.sub(r" regions: \{.*?\}", lambda _: f"\n{lines}", text)
    head, _, tail = text.partition("        classification: preview\n")
    below = head if tail else text.partition("1.0.0: \n")[0] + "1.0.0: \n"
    return f"{below}{'        classification: preview' + chr(10) if tail else ''}{lines}"


def test_the_refusal_stands_where_the_lines_belong(desk: Desk) -> None:
    """Not where another file says more of the version."""
    desk.write("c.yaml", version(FLAT["long block"]))
    desk.write("arm.yaml", release())
    assert refused(desk, *FROM).startswith("c.yaml:6:9: error: a 1.0.0 has no flavors")
    desk.write("live.yaml", "extends: c.yaml\n" + version("{classification: supported}"))
    err = refused(desk, "live.yaml", *FROM[1:])
    assert err.startswith("c.yaml:6:9: error: a 1.0.0 has no flavors")
    assert err.count(ARM) == 1


def test_the_lines_for_json_are_json(desk: Desk) -> None:
    desk.write("c.yaml", f'{{"images": {{"a": {{"versions": {{"1.0.0": {{"r": "{INTEL}"}}}}}}}}}}')
    desk.write("arm.yaml", release())
    err = refused(desk, *FROM)
    assert f'"flavors": [\n    {{"architecture": "amd64", "regions": {{"r": "{INTEL}"}}}},\n' in err
    assert err.endswith(f'"cn-shanghai": "{ARM}"}}}}]\n')


def test_the_lines_are_in_every_format(desk: Desk) -> None:
    desk.write("c.yaml", version(f"{{cn-shanghai: {INTEL}}}"))
    desk.write("arm.yaml", release())
    words = f"{{architecture: amd64, regions: {{cn-shanghai: {INTEL}}}}},"
    assert f'"          {words}"' in refused(desk, *FROM, "--format", "json")
    assert f"%0A          {words}%0A" in refused(desk, *FROM, "--format", "github")


def test_no_lines_are_said_where_it_is_open_what_they_would_be(desk: Desk) -> None:
    """An ID for both architectures; regions in two files; a version that is an alias."""
    desk.write("arm.yaml", release())
    desk.write("c.yaml", version(f"{{architectures: [amd64, arm64], regions: {{a: {INTEL}}}}}"))
    assert refused(desk, *FROM).endswith("  hint: edit it by hand\n")
    desk.write("c.yaml", version(f"{{cn-shanghai: {INTEL}}}"))
    desk.write("live.yaml", "extends: c.yaml\n" + version(f"{{cn-beijing: {ARM_BEIJING}}}"))
    assert refused(desk, "live.yaml", *FROM[1:]).endswith("  hint: edit it by hand\n")
    desk.write("c.yaml", f"labels: &a {{x: y}}\n{version('*a')}")
    assert refused(desk, *FROM).endswith("  hint: edit it by hand\n")


def test_ids_that_do_not_say_their_flavor_make_no_new_one(desk: Desk) -> None:
    desk.write(
        "c.yaml",
        FLAVORS.replace("architecture: amd64", "capabilities: {architecture: [amd64], x: [a]}"),
    )
    err = refused(desk, "c.yaml", "a", "1.0.0", "--region", f"cn-beijing={ARM_BEIJING}")
    assert "so none for architecture amd64" in err
    assert "edit its flavors by hand" in err
