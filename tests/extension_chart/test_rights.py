"""The rights that the chart grants, and what its README says of each."""

from __future__ import annotations

import re

import pytest

from tests.extension_chart.helm import CHART, Manifest, kind, render
from tests.support.rights import Right, granted

RUNTIME = {"gardener": {"runtimeCluster": {"enabled": "true"}}}
BEFORE = "before v1.71.0"
CORE = ""


def documented(heading: str, *, earlier: bool) -> set[Right]:
    """The rights of a table in the README, with or without those of earlier releases only."""
    section = (CHART / "README.md").read_text("utf-8").split(f"### {heading}\n", 1)[1]
    rows = re.findall(r"^\| (.*?) \| (.*?) \| (.+?) \| (.+?) \|$", section.split("\n#", 1)[0], re.M)
    assert rows[0] == ("Object", "Right", "Why", "Releases")
    return {
        Right(CORE if group == "core" else group, resource, verb)
        for objects, verbs, _, releases in rows[1:]
        if earlier or releases != BEFORE
        for group, resources in [objects.split(": ", 1)]
        for resource in re.sub(r" (named|\().*", "", resources).split(", ")
        for verb in verbs.split(", ")
    }


@pytest.mark.parametrize(
    ("tag", "earlier"),
    [
        ("v1.71.0", False),
        ("1.71.0", False),
        ("v1.71.0-mirror.1", False),
        ("v1.72.3_patched", False),
        ("v2.0.0", False),
        (f"v1.71.0@sha256:{'0' * 64}", False),
        ("v1.70.9", True),
        ("v1.9.0", True),
        ("v0.99.0", True),
        (f"sha256:{'0' * 64}", True),
        ("latest", True),
        ("v1.71", True),
        ("v01.71.0", True),
        (f"v{'9' * 30}.0.0", True),
    ],
)
def test_readme_says_what_is_granted_to_each_release(tag: str, earlier: bool) -> None:
    rendered = render({"image": {"tag": tag}})
    told = documented("Where control planes run", earlier=earlier)
    assert granted(kind(rendered, "ClusterRole")) == told


@pytest.mark.parametrize("values", [{}, {"image": {"tag": None}}])
def test_the_default_release_has_no_right_of_earlier_ones(values: Manifest) -> None:
    told = documented("Where control planes run", earlier=False)
    assert granted(kind(render(values), "ClusterRole")) == told


def test_readme_says_what_is_granted_in_the_garden_runtime_cluster() -> None:
    told = documented("In the garden runtime cluster", earlier=True)
    assert granted(kind(render(RUNTIME), "ClusterRole")) == told


def test_readme_says_what_is_granted_in_its_own_namespace() -> None:
    told = documented("In its own namespace", earlier=True)
    secrets = {each for each in told if each.resource == "secrets"}
    assert granted(kind(render(RUNTIME), "Role")) == told
    assert granted(kind(render({}), "Role")) == told - secrets


def test_leases_are_limited_to_those_that_the_readme_names() -> None:
    text = (CHART / "README.md").read_text("utf-8")
    (names,) = re.findall(r"leases named (.*?) \|", text)
    rules = kind(render({}), "Role")["rules"]
    assert [each["resourceNames"] for each in rules if "resourceNames" in each] == [
        names.split(", ")
    ]
