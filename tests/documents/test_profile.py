"""Profiles: both halves of the machine images agree, whatever the catalog looks like."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import cli
from generator.decode import decode
from generator.decode.layers import read_layer
from generator.documents.profile import Profiles
from generator.problems import ProblemsError
from generator.yamlio.emit import document
from tests.test_robust import edits

if TYPE_CHECKING:
    from pathlib import Path

    from generator.catalog import Catalog

Tree = dict[str, Any]
REGIONS = ("cn-shanghai", "cn-hangzhou", "eu-central-1")
ARCHITECTURES = ("amd64", "arm64")


def spec(**more: object) -> Tree:
    return {
        "regions": [{"name": name} for name in REGIONS],
        "kubernetes": {"versions": [{"version": "1.34.2"}]},
        "machineTypes": [{"name": "a", "cpu": "2", "gpu": "0", "memory": "8Gi"}],
        **more,
    }


def decoded(tree: Tree) -> Catalog:
    return decode((read_layer(document(tree), "catalog.yaml"),))


def cloud_profile(tree: Tree) -> Tree:
    catalog = decoded(tree)
    assert catalog.cloud_profile is not None
    return Profiles(catalog).spec(catalog.cloud_profile)


def namespaced(tree: Tree) -> list[Tree]:
    catalog = decoded(tree)
    profiles = Profiles(catalog)
    return [profiles.namespaced_spec(each) for each in catalog.namespaced_cloud_profiles]


ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=20, max_size=20).map("m-{}".format)
region_maps = st.dictionaries(st.sampled_from((*REGIONS, "*")), ids, min_size=1)
flat = region_maps.map(lambda regions: {"regions": regions})
one_architecture = st.builds(
    lambda regions, name: {"regions": regions, "architectures": [name]},
    region_maps,
    st.sampled_from(ARCHITECTURES),
)
flavors = st.lists(
    st.builds(
        lambda name, regions: {"architecture": name, "regions": regions},
        st.sampled_from(ARCHITECTURES),
        region_maps,
    ),
    min_size=1,
    max_size=2,
).map(lambda found: {"flavors": found})
numbers = st.integers(0, 9).map("{}.0.0".format)
images = st.dictionaries(
    st.sampled_from("abc"),
    st.dictionaries(numbers, flat | one_architecture | flavors, min_size=1).map(
        lambda versions: {"versions": versions}
    ),
    min_size=1,
)


def offered(regions: dict[str, str]) -> dict[str, str]:
    """The IDs of a region map with every region spelled out."""
    every = dict.fromkeys(REGIONS, regions["*"]) if "*" in regions else {}
    return {**every, **{name: each for name, each in regions.items() if name != "*"}}


def stated(version: Tree) -> dict[tuple[str, str], str]:
    """Architecture and region to ID, as a version of the catalog says it; the last one counts."""
    if "flavors" in version:
        sets = [(each["architecture"], each["regions"]) for each in version["flavors"]]
    else:
        sets = [(version.get("architectures", ["amd64"])[0], version["regions"])]
    return {(name, region): one for name, ids in sets for region, one in offered(ids).items()}


def mapped(version: Tree) -> dict[tuple[str, str], str]:
    """The same, as a version of a CloudProfileConfig says it to the extension."""
    if "regions" in version:
        sets = [("amd64", version["regions"])]
    else:
        sets = [
            (each["capabilities"]["architecture"][0], each["regions"])
            for each in version["capabilityFlavors"]
        ]
    return {(name, each["name"]): each["id"] for name, ids in sets for each in ids}


@given(images)
def test_every_id_is_mapped_and_both_halves_are_equal(images: Tree) -> None:
    capabilities = [{"name": "architecture", "values": [*ARCHITECTURES]}]
    tree = {"images": images, "cloudProfile": {"spec": spec(machineCapabilities=capabilities)}}
    made = cloud_profile(tree)
    core, provider = made["machineImages"], made["providerConfig"]["machineImages"]
    assert [each["name"] for each in core] == [each["name"] for each in provider] == [*images]
    for image, half, other in zip(images.values(), core, provider, strict=True):
        assert [each["version"] for each in half["versions"]] == [*image["versions"]]
        for version, ours, theirs in zip(
            image["versions"].values(), half["versions"], other["versions"], strict=True
        ):
            assert theirs["version"] == ours["version"]
            assert mapped(theirs) == stated(version)
            flat = [{"capabilities": {"architecture": ["amd64"]}}]
            assert ours["capabilityFlavors"] == [
                each["capabilities"] for each in theirs.get("capabilityFlavors", flat)
            ]
            assert {*ours["architectures"]} == {name for name, _ in mapped(theirs)}


@given(images)
def test_a_profile_without_capabilities_is_flat_or_refused(images: Tree) -> None:
    tree = {"images": images, "cloudProfile": {"spec": spec()}}
    several = any(
        len(version.get("flavors", [])) > 1
        for image in images.values()
        for version in image["versions"].values()
    )
    if several:
        with pytest.raises(ProblemsError, match="has no machineCapabilities"):
            cloud_profile(tree)
        return
    made = cloud_profile(tree)
    assert "capabilityFlavors" not in document(made)
    for image, half in zip(images.values(), made["machineImages"], strict=True):
        for version, ours in zip(image["versions"].values(), half["versions"], strict=True):
            assert [*dict.fromkeys(name for name, _ in stated(version))] == ours["architectures"]


def test_the_users_keys_keep_their_order_and_nulls_say_nothing() -> None:
    own = spec(caBundle=None, type="alicloud", limits={"maxNodesTotal": 3}, providerConfig=None)
    made = cloud_profile(
        {"images": {"a": {"versions": {"1.0.0": {"*": "x.vhd"}}}}, "cloudProfile": {"spec": own}}
    )
    first = ["type", "regions", "kubernetes", "machineTypes", "limits"]
    assert sorted([*made][:5]) == sorted(first)
    assert [*made][5:] == ["machineImages", "providerConfig"]


def test_machine_types_get_what_the_server_gives_them() -> None:
    types = [
        {"name": "plain"},
        {"name": "unusable", "usable": False, "architecture": "arm64"},
        {"name": "capable", "capabilities": {"architecture": ["arm64"]}},
        {"name": "undecided", "capabilities": {"other": ["x"]}},
    ]
    both = {"name": "architecture", "values": [*ARCHITECTURES]}
    one = {"name": "architecture", "values": ["arm64"]}
    other = {"name": "other", "values": ["x"]}
    versions = {"1.0.0": {"architectures": ["arm64"], "regions": {"*": "x.vhd"}}}
    images = {"a": {"versions": versions}}

    def made(types: list[Tree], *capabilities: Tree) -> list[tuple[object, ...]]:
        own = spec(machineTypes=types, machineCapabilities=list(capabilities))
        found = cloud_profile({"images": images, "cloudProfile": {"spec": own}})["machineTypes"]
        return [(t["usable"], t.get("architecture"), t.get("capabilities")) for t in found]

    amd64, arm64 = ({"architecture": [name]} for name in ARCHITECTURES)
    x = {"other": ["x"]}
    assert made(types[:2]) == [(True, "amd64", None), (False, "arm64", None)]
    assert made(types, both, other) == [
        (True, "amd64", amd64),
        (False, "arm64", arm64),
        (True, "arm64", arm64),
        (True, None, x),
    ]
    assert made(types, one, other) == [
        (True, "arm64", None),
        (False, "arm64", None),
        (True, "arm64", arm64),
        (True, "arm64", x),
    ]


def test_a_lifecycle_takes_the_place_of_dates() -> None:
    stages = [{"classification": "supported", "startTime": "2026-01-01T00:00:00Z"}]
    version = {"lifecycle": stages, "regions": {"*": "x.vhd"}}
    tree = {"images": {"a": {"versions": {"1.0.0": version}}}, "cloudProfile": {"spec": spec()}}
    (made,) = cloud_profile(tree)["machineImages"][0]["versions"]
    assert made == {
        "version": "1.0.0",
        "lifecycle": stages,
        "architectures": ["amd64"],
        "cri": [{"name": "containerd"}],
    }


def test_a_parent_that_is_elsewhere_may_have_capabilities_or_not() -> None:
    regions = {"cn-shanghai": "m-uf6hvbrxclop1jtat17m"}
    two = [{"architecture": name, "regions": regions} for name in ARCHITECTURES]
    tree = {
        "images": {"a": {"versions": {"2.0.0": {"flavors": two}, "1.0.0": regions}}},
        "namespacedCloudProfiles": [
            {
                "name": "team",
                "namespace": "garden-team",
                "parent": "other",
                "images": {"a": ["1.0.0", "2.0.0"]},
                "expirations": {"b": {"1.0.0": "2099-06-30"}, "a": {"0.9.0": "2099-06-30"}},
            }
        ],
    }
    (made,) = namespaced(tree)
    date = "2099-06-30T23:59:59Z"
    cri = [{"name": "containerd"}]
    amd64, arm64 = ({"architecture": [name]} for name in ARCHITECTURES)
    assert made["parent"] == {"kind": "CloudProfile", "name": "other"}
    assert made["machineImages"] == [
        {
            "name": "a",
            "updateStrategy": "major",
            "versions": [
                {
                    "version": "2.0.0",
                    "architectures": [*ARCHITECTURES],
                    "cri": cri,
                    "capabilityFlavors": [amd64, arm64],
                },
                {
                    "version": "1.0.0",
                    "architectures": ["amd64"],
                    "cri": cri,
                    "capabilityFlavors": [amd64],
                },
                {"version": "0.9.0", "expirationDate": date},
            ],
        },
        {"name": "b", "versions": [{"version": "1.0.0", "expirationDate": date}]},
    ]
    (provider,) = made["providerConfig"]["machineImages"]
    assert [each["version"] for each in provider["versions"]] == ["2.0.0", "1.0.0"]


def test_a_namespaced_profile_keeps_its_versions_out_of_its_parent_alone() -> None:
    def names(parent: str) -> list[str]:
        tree = {
            "images": {"a": {"versions": {v: {"*": "x.vhd"} for v in ("2.0.0", "1.0.0")}}},
            "cloudProfile": {"name": "own", "spec": spec()},
            "namespacedCloudProfiles": [
                {"name": "t", "namespace": "n", "parent": parent, "images": {"a": ["2.0.0"]}}
            ],
        }
        versions = cloud_profile(tree)["machineImages"][0]["versions"]
        return [each["version"] for each in versions]

    assert names("own") == ["1.0.0"]
    assert names("elsewhere") == ["2.0.0", "1.0.0"]


PROFILES = """\
images:
  a:
    versions:
      2.0.0:
        flavors:
        - {architecture: amd64, regions: {"*": a.vhd}}
        - {capabilities: {architecture: [arm64], other: [x]}, regions: {cn-shanghai: b.vhd}}
      1.0.0: {cn-shanghai: c.vhd}
  b: {versions: {1.0.0: {architectures: [arm64], regions: {cn-shanghai: d.vhd}}}}
cloudProfile:
  name: alicloud
  spec:
    machineCapabilities: [{name: architecture, values: [amd64, arm64]}, {name: other, values: [x]}]
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes: [{name: a, capabilities: {architecture: [arm64]}}, {name: b, usable: false}]
    volumeTypes: [{name: c, class: premium}]
    regions: [{name: cn-shanghai}]
namespacedCloudProfiles:
- name: t
  namespace: n
  images: {b: "*", a: [1.0.0]}
  spec: {machineTypes: [{name: c}]}
- {name: u, namespace: n, parent: other, expirations: {a: {1.0.0: 2099-01-01}}}
"""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits(PROFILES))
def test_any_catalog_text_gives_cloudprofiles_or_problems(tmp_path: Path, text: str) -> None:
    file = tmp_path / "catalog.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        options = ["--only", "cloudprofile", "--only", "namespacedcloudprofiles"]
        code = cli.run(["generate", str(file), "-o", str(tmp_path / "out"), *options])
    assert code in {0, 1}, errors.getvalue()
    for path in (tmp_path / "out").rglob("*.yaml"):
        assert [*yaml.safe_load_all(path.read_text("utf-8"))]
