"""Copies arrive one by one: each makes warnings fewer, and none of the rest is its fault."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.edit.test_add_regions import desk, refused

if TYPE_CHECKING:
    from tests.support.edit_command import Desk

__all__ = ["desk"]

REGIONS = [f"cn-{name}" for name in ("beijing", "hangzhou", "shenzhen", "qingdao", "hongkong")]
REGIONS += ["us-west-1", "us-east-1", "ap-southeast-1", "eu-central-1"]


def catalog(*, flavors: bool) -> str:
    """Two images of two versions each, with an ID in the first region alone, of each flavor."""
    number = iter(range(1, 99))
    lines = [f"regions: [{', '.join(REGIONS)}]", "images:"]
    for image in ("a", "b"):
        lines += [f"  {image}:", "    versions:"]
        for version in ("2.0.0", "1.0.0"):
            ids = [f"{{cn-beijing: m-2ze{next(number):017}}}" for _ in range(2)]
            both = f"{{architecture: amd64, regions: {ids[0]}}}, "
            both += f"{{architecture: arm64, regions: {ids[1]}}}"
            lines.append(f"      {version}: {f'{{flavors: [{both}]}}' if flavors else ids[0]}")
    return "\n".join([*lines, ""])


@pytest.mark.parametrize("flavors", [False, True])
def test_a_copy_that_arrives_is_told_no_gap_of_others(desk: Desk, *, flavors: bool) -> None:
    desk.write("c.yaml", catalog(flavors=flavors))
    for image, version in product(("a", "b"), ("1.0.0", "2.0.0")):
        for region in REGIONS[1:]:
            new = f"{region}=m-{image}{version[0]}{region.replace('-', '')[:10]:0<18}"
            answer = desk.call("add", "c.yaml", image, version, "--region", new)
            assert (answer.code, "missing-region" in answer.err) == (0, False), answer.err
            assert answer.err.startswith(f"{image} {version}: added in {region}\n")


def test_taking_out_a_region_is_told(desk: Desk) -> None:
    desk.write("c.yaml", catalog(flavors=False))
    add = ("add", "c.yaml", "a", "2.0.0")
    two = (
        "--region",
        "us-west-1=m-rj900000000000000001",
        "--region",
        "us-east-1=m-0xi00000000000000001",
    )
    assert "missing-region" not in desk.call(*add, *two).err
    answer = desk.call(*add, "--remove-region", "us-west-1")
    assert (answer.code, "has no ID in" in answer.err) == (0, True)
    assert "[missing-region]" in answer.err


def test_what_was_wrong_before_is_no_error_of_what_mends_a_part_of_it(desk: Desk) -> None:
    ids = "{cn-beijing: m-0, cn-hangzhou: m-1, cn-shenzhen: m-2}"
    rules = "rules: {image-id-format: error}\n"
    desk.write("c.yaml", f"{rules}images: {{a: {{versions: {{1.0.0: {ids}}}}}}}\n")
    assert "m-0 does not look like an image ID (and 2 more" in desk.call("validate", "c.yaml").err
    right = ("--region", "cn-beijing=m-2ze00000000000000001", "--replace")
    answer = desk.call("add", "c.yaml", "a", "1.0.0", *right)
    assert (answer.code, answer.err) == (0, "a 1.0.0: replaced in cn-beijing\n")
    assert "m-1 does not look like an image ID (and 1 more" in desk.call("validate", "c.yaml").err


def test_a_new_problem_of_a_rule_that_finds_others_is_told(desk: Desk) -> None:
    desk.write("c.yaml", catalog(flavors=False))
    wrong = ("--region", "us-west-1=m-0")
    assert "image-id-format" in desk.call("add", "c.yaml", "a", "1.0.0", *wrong).err
    more = ("--region", "us-east-1=m-1", "--region", "us-west-1=m-2", "--replace")
    assert "image-id-format" in refused(desk, "c.yaml", "a", "1.0.0", *more, "--strict")
