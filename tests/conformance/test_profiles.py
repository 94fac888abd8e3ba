"""Profiles of every shape, as Gardener's API server and the extension's webhook take them."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conformance.landscapes import CASES, generate
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.judges import Judge

CASE = ROOT / "tests" / "cases" / "ok" / "cloudprofile-guide"
PROFILE = "cloudprofile.yaml"
NAMESPACED = "namespacedcloudprofiles.yaml"
Tree = dict[str, Any]
GATES = {"VersionClassificationLifecycle": True}

SHANGHAI = {"cn-shanghai": "m-uf6hvbrxclop1jtat17m"}
BOTH = {**SHANGHAI, "cn-hangzhou": "m-bp1hvbrxclop1jtat17m"}
SYSTEM = {"*": "ubuntu_18_04_x64_20G_alibase_20210420.vhd"}
AMD64, ARM64 = ({"architecture": name, "regions": BOTH} for name in ("amd64", "arm64"))
CAPABILITIES = [{"name": "architecture", "values": ["amd64", "arm64"]}]


def machine(name: str, **more: object) -> Tree:
    return {"name": name, "cpu": "2", "gpu": "0", "memory": "8Gi", **more}


def catalog(versions: Tree, *capabilities: Tree, **more: Any) -> Tree:
    spec = {
        "kubernetes": {"versions": [{"version": "1.34.2"}]},
        "machineTypes": [machine("ecs.g7.large")],
        "volumeTypes": [{"name": "cloud_essd", "class": "premium"}],
        "regions": [{"name": region, "zones": [{"name": f"{region}-a"}]} for region in BOTH],
    }
    if capabilities:
        spec["machineCapabilities"] = list(capabilities)
    images = {"gardenlinux": {"versions": versions}}
    return {"images": images, "cloudProfile": {"spec": spec}, **more}


def namespaced(**more: object) -> Tree:
    return {"name": "team", "namespace": "garden-team", **more}


EVERY_OPTION = {
    "classification": "deprecated",
    "expirationDate": "2099-03-31",
    "architectures": ["amd64"],
    "cri": [{"name": "containerd", "containerRuntimes": [{"type": "gvisor"}]}],
    "kubeletVersionConstraint": ">= 1.26",
    "inPlaceUpdates": {"supported": True, "minVersionForUpdate": "1.0.0"},
    "regions": BOTH,
}
LIFECYCLE = [
    {"classification": "preview"},
    {"classification": "supported", "startTime": "2026-01-01T00:00:00Z"},
    {"classification": "expired", "startTime": "2099-01-01T00:00:00Z"},
]
OTHER = {"name": "secure-boot", "values": ["yes", "none"]}
MIXED = {
    "3.0.0": {"flavors": [AMD64, ARM64]},
    "2.0.0": {"architectures": ["arm64"], "regions": BOTH},
    "1.0.0": BOTH,
}
TEAM = catalog(
    {"2.0.0": BOTH, "1.1.0": SHANGHAI, "1.0.0": SHANGHAI},
    namespacedCloudProfiles=[
        namespaced(
            images={"gardenlinux": ["2.0.0"]},
            expirations={"gardenlinux": {"1.0.0": "2099-06-30"}},
            spec={"machineTypes": [machine("ecs.g8y.large", architecture="arm64")]},
        ),
        namespaced(namespace="garden-other", parent="alicloud"),
    ],
)
TEAM_FLAVORS = catalog(
    {"3.0.0": {"flavors": [AMD64, ARM64]}, "2.0.0": BOTH, "1.0.0": BOTH},
    *CAPABILITIES,
    namespacedCloudProfiles=[namespaced(images={"gardenlinux": ["3.0.0", "2.0.0"]})],
)
BUNDLE = (CASES / "profiles" / "ca.pem").read_text("utf-8")
STORAGE = {"class": "standard", "type": "cloud_essd"}
OLD_KUBERNETES = {"version": "1.33.6", "expirationDate": "2099-03-31"}


def with_spec(versions: Tree, **more: object) -> Tree:
    base = catalog(versions)
    base["cloudProfile"]["spec"] |= more
    return base


OVERRIDES = {
    **with_spec(
        {"2.0.0": {"lifecycle": LIFECYCLE, "regions": BOTH}, "1.0.0": BOTH},
        kubernetes={
            "versions": [
                {"version": "1.34.2"},
                {"version": "1.33.6"},
                {"version": "1.32.9", "lifecycle": LIFECYCLE},
            ]
        },
    ),
    "namespacedCloudProfiles": [
        namespaced(
            expirations={"gardenlinux": {"1.0.0": "2099-06-30"}},
            spec={
                "kubernetes": {"versions": [OLD_KUBERNETES]},
                "machineTypes": [{"name": "c", "cpu": 1, "capabilities": {"any": ["x"]}}],
                "limits": {"maxNodesTotal": 5},
            },
        )
    ],
}

SHAPES = {
    "flat": catalog({"1.0.0": BOTH, "1.1.0": SYSTEM}),
    "flat with every option": catalog({"1.0.0": EVERY_OPTION}),
    "flat and of two architectures": catalog(
        {"1.0.0": {**EVERY_OPTION, "architectures": ["arm64", "amd64"]}}
    ),
    "lifecycle": catalog({"1.0.0": {"lifecycle": LIFECYCLE, "regions": BOTH}}),
    "one flavor, no capabilities": catalog(
        {"1.0.0": {"flavors": [ARM64]}, "1.1.0": {"flavors": [AMD64]}}
    ),
    "flavors": catalog({"1.0.0": {"flavors": [AMD64, ARM64]}}, *CAPABILITIES),
    "flavors with every option": catalog(
        {
            "1.0.0": {
                **{k: v for k, v in EVERY_OPTION.items() if k != "regions"},
                "flavors": [AMD64],
            }
        },
        *CAPABILITIES,
    ),
    "mixed": catalog(MIXED, *CAPABILITIES),
    "more capabilities": catalog(
        {
            "1.0.0": {
                "flavors": [
                    {
                        "capabilities": {"architecture": ["amd64"], "secure-boot": ["yes", "none"]},
                        "regions": BOTH,
                    },
                    {"capabilities": {"architecture": ["arm64"]}, "regions": SHANGHAI},
                ]
            }
        },
        *CAPABILITIES,
        OTHER,
    ),
    "one architecture": catalog(
        {
            "1.0.0": BOTH,
            "2.0.0": {"flavors": [{"capabilities": {"secure-boot": ["yes"]}, "regions": BOTH}]},
        },
        {"name": "architecture", "values": ["amd64"]},
        OTHER,
    ),
    "namespaced": TEAM,
    "namespaced flavors": TEAM_FLAVORS,
    "bastion, dates and quantities": with_spec(
        {"1.0.0": {"classification": "supported", "regions": BOTH}, "1.1.0": BOTH},
        bastion={"machineType": {"name": "a"}, "machineImage": {"name": "gardenlinux"}},
        kubernetes={"versions": [{"version": "1.34.2"}, OLD_KUBERNETES]},
        machineTypes=[
            {"name": "a", "cpu": 2, "memory": "8192Mi", "storage": {**STORAGE, "size": "1024Gi"}},
            {"name": "b", "cpu": 0.5, "gpu": 1000, "storage": {**STORAGE, "minSize": "1.5Gi"}},
        ],
        volumeTypes=[{"name": "cloud_essd", "class": "premium", "minSize": 21474836480}],
        limits={"maxNodesTotal": 1},
    ),
    "namespaced Kubernetes": OVERRIDES,
}


def documents(text: str) -> list[str]:
    return text.split("\n---\n") if text else []


def refusals(text: str, parent: str, *judges: Judge, gates: Tree | None = None) -> list[str]:
    """What the judges, asked one after the other, have against a manifest."""
    found: list[str] = []
    for judge in judges:
        more = {"featureGates": gates} if gates else {}
        found += judge.ask("admission", manifest=text, parent=parent, **more).refusals
    return found


@pytest.mark.parametrize("name", SHAPES)
def test_profiles_are_admitted_and_stored_as_they_are_written(
    name: str, tmp_path: Path, gardener: Judge, extension: Judge
) -> None:
    generated = generate(SHAPES[name], tmp_path)
    parent = generated[PROFILE]
    for text in [parent, *documents(generated.documents.get(NAMESPACED, ""))]:
        assert not refusals(text, parent, extension)
        (stored,) = gardener.accepts("admission", manifest=text, parent=parent, featureGates=GATES)
        assert stored["versions"]["v1beta1"]["spec"] == yaml.safe_load(text)["spec"]


@pytest.mark.parametrize("capabilities", [[], CAPABILITIES], ids=["flat", "capabilities"])
def test_a_parent_that_is_elsewhere(
    capabilities: list[Tree], tmp_path: Path, gardener: Judge, extension: Judge
) -> None:
    parent = generate(catalog({"1.0.0": BOTH}, *capabilities), tmp_path / "parent")[PROFILE]
    versions: Tree = {"2.0.0": BOTH}
    if capabilities:
        versions["3.0.0"] = {"flavors": [AMD64, ARM64]}
    child = {
        "images": {name: {"versions": versions} for name in ("gardenlinux", "custom")},
        "namespacedCloudProfiles": [
            namespaced(
                parent="alicloud",
                images={"custom": "*", "gardenlinux": "*"},
                expirations={"gardenlinux": {"1.0.0": "2099-06-30"}},
            )
        ],
    }
    text = generate(child, tmp_path / "child")[NAMESPACED]
    assert not refusals(text, parent, gardener, extension)


def test_the_guide(tmp_path: Path, gardener: Judge) -> None:
    ours = generate(CASE / "catalog.yaml", tmp_path)[PROFILE]
    theirs = (CASES / "profiles" / "guide.yaml").read_text("utf-8")
    assert gardener.accepts("admission", manifest=ours) == gardener.accepts(
        "admission", manifest=theirs
    )


@dataclass(frozen=True, slots=True)
class Mutation:
    """What is wrong with a catalog and, at another place, with the manifest that it would give.

    A path is a text of steps; `by_us`: a part of our message; only we refuse it for a `purpose`.
    """

    base: Tree
    at: str
    value: Any
    by_us: str
    in_manifest: str = ""
    manifest_value: Any = None
    document: str = PROFILE
    purpose: str = ""

    def __str__(self) -> str:
        return f"{self.at} {'removed' if self.value is REMOVE else json.dumps(self.value)[:60]}"

    def catalog(self) -> Tree:
        return put(self.base, self.at, self.value)

    def manifest(self, good: str) -> str:
        path = self.in_manifest or self.at.partition("/")[2]
        value = self.value if self.manifest_value is None else self.manifest_value
        return json.dumps(put(yaml.safe_load(documents(good)[0]), path, value))


REMOVE = object()


def put(tree: Tree, path: str, value: object) -> Tree:
    """A copy with another value at a path such as `spec/regions/0/name`."""
    tree = copy.deepcopy(tree)
    at: Any = tree
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    for step in steps:
        at = at[step]
    if value is REMOVE:
        del at[last]
    else:
        at[last] = value
    return tree


FLAT, FLAVORS = SHAPES["flat"], SHAPES["flavors"]
ONE = "images/gardenlinux/versions/1.0.0"
SPEC = "cloudProfile/spec"
CONFIG = "spec/providerConfig/machineImages/0/versions/0"
FLAVOR = f"{CONFIG}/capabilityFlavors/1/capabilities"
CHILD = "namespacedCloudProfiles/0"
DEFINED = f"{SPEC}/machineCapabilities"
DATE = "2099-06-30T23:59:59Z"
INVALID_BUNDLE = "caBundle is not a valid PEM-encoded certificate"
NO_CERTIFICATES = [
    "none",
    "",
    BUNDLE.replace("CERTIFICATE", "PRIVATE KEY"),
    BUNDLE.replace("MIIB", "AAAA"),
    BUNDLE.partition("-----END")[0],
    f"-----BEGIN NOTE-----\nAAAA\n-----END NOTE-----\n{BUNDLE}",
]
KUBERNETES = f"{SPEC}/kubernetes/versions"
BASTION = with_spec(
    {"1.0.0": {"classification": "supported", "regions": BOTH}, "1.1.0": SYSTEM},
    bastion={
        "machineType": {"name": "ecs.g7.large"},
        "machineImage": {"name": "gardenlinux", "version": "1.0.0"},
    },
)
OVERRIDDEN = "spec/kubernetes/versions/0"
TWICE = [machine("a"), machine("a")]


def flavor(**capabilities: list[str]) -> Tree:
    return {"capabilities": capabilities, "regions": BOTH}


MUTATIONS = [
    Mutation(FLAT, f"{SPEC}/kubernetes/versions", [], "at least one Kubernetes version"),
    Mutation(FLAT, f"{SPEC}/kubernetes", REMOVE, "at least one Kubernetes version"),
    Mutation(FLAT, f"{SPEC}/kubernetes/versions/0/version", "1.34", "three numbers"),
    Mutation(FLAT, f"{SPEC}/kubernetes/versions/0/version", 1.34, "three numbers"),
    Mutation(FLAT, f"{SPEC}/kubernetes/versions/0/version", REMOVE, "three numbers"),
    Mutation(FLAT, f"{SPEC}/machineTypes", [], "at least one machine type"),
    Mutation(FLAT, f"{SPEC}/machineTypes", "a", "machineTypes is not a list"),
    Mutation(FLAT, f"{SPEC}/machineTypes", ["a"], "a machine type needs a name"),
    Mutation(FLAT, f"{SPEC}/machineTypes", TWICE, '"a" is listed twice'),
    Mutation(FLAT, f"{SPEC}/machineTypes/0/name", REMOVE, "a machine type needs a name"),
    Mutation(FLAT, f"{SPEC}/volumeTypes/0/name", "", "a volume type needs a name"),
    Mutation(FLAT, f"{SPEC}/regions", [], "at least one region"),
    Mutation(FLAT, f"{SPEC}/regions/1/name", "cn-shanghai", '"cn-shanghai" is listed twice'),
    Mutation(FLAT, f"{SPEC}/regions/1/name", 1, "a region needs a name"),
    Mutation(BASTION, f"{SPEC}/bastion", {}, "needs a machine type or machine image"),
    Mutation(BASTION, f"{SPEC}/bastion/machineType/name", "a", "not found in spec.machineTypes"),
    Mutation(BASTION, f"{SPEC}/bastion/machineType", {}, "not found in spec.machineTypes"),
    Mutation(BASTION, f"{SPEC}/bastion/machineImage/name", "a", "not found in spec.machineImages"),
    Mutation(BASTION, f"{SPEC}/bastion/machineImage/version", "1", "not found in spec.machine"),
    Mutation(BASTION, f"{SPEC}/bastion/machineImage/version", "1.1.0", "classification supported"),
    Mutation(
        put(
            put(BASTION, f"{SPEC}/bastion/machineImage/version", "1.1.0"),
            "images/gardenlinux/versions/1.1.0",
            {"classification": "supported", "regions": BOTH},
        ),
        "holdBack",
        {"versions": 1},
        "`holdBack` keeps it out",
        "spec/machineImages/0/versions/1/version",
        "1.1.1",
    ),
    Mutation(FLAT, KUBERNETES, 2 * [{"version": "1.34.2"}], '"1.34.2" is listed twice'),
    Mutation(FLAT, f"{KUBERNETES}/0/classification", "foo", 'Unsupported value: "foo"'),
    Mutation(FLAT, f"{KUBERNETES}/0/classification", "expired", 'Unsupported value: "expired"'),
    Mutation(FLAT, f"{KUBERNETES}/0/expirationDate", DATE, "latest kubernetes version"),
    Mutation(FLAT, f"{KUBERNETES}/0/expirationDate", "soon", "expected a date such as"),
    Mutation(FLAT, f"{KUBERNETES}/0/lifecycle", [{"startTime": "2026-01-01"}], "a time such as"),
    *(
        Mutation(FLAT, f"{SPEC}/machineTypes/0/{key}", value, by_us)
        for key, value, by_us in [
            ("name", "a b", 'found "a b"'),
            ("name", "a/b", 'found "a/b"'),
            ("architecture", "x86", 'found "x86"'),
            ("cpu", "two", 'found "two"'),
            ("cpu", True, "found true"),
            ("gpu", -1, "must be greater than or equal to 0"),
            ("memory", "8 Gi", 'found "8 Gi"'),
            ("usable", "yes", 'found "yes"'),
            ("capabilities", {"any": "x"}, "not a mapping of lists"),
            ("storage", STORAGE, 'must either configure "size" or "minSize"'),
            ("storage", {**STORAGE, "size": "1Gi", "minSize": "1Gi"}, "not allowed to configure"),
            ("storage", {**STORAGE, "size": "-1Gi"}, "must be greater than or equal to 0"),
        ]
    ),
    Mutation(FLAT, f"{SPEC}/volumeTypes/0/name", "a/b", 'found "a/b"'),
    Mutation(FLAT, f"{SPEC}/volumeTypes/0/class", REMOVE, "must provide a class"),
    Mutation(FLAT, f"{SPEC}/volumeTypes/0/class", "a b", 'found "a b"'),
    Mutation(FLAT, f"{SPEC}/regions/0/zones", 2 * [{"name": "a"}], '"a" is listed twice'),
    Mutation(FLAT, f"{SPEC}/regions/0/zones", [{}], "a zone needs a name"),
    Mutation(FLAT, f"{SPEC}/regions/0/labels", {"a b": "c"}, "a key is an optional DNS name"),
    Mutation(FLAT, f"{SPEC}/regions/0/labels", {"a": "b c"}, "a label's value is at most"),
    Mutation(FLAT, f"{SPEC}/limits", {"maxNodesTotal": 0}, "must be greater than 0"),
    Mutation(FLAT, f"{SPEC}/limits", {"maxNodesTotal": 1.5}, "a whole number"),
    Mutation(FLAT, f"{SPEC}/limits", {"maxNodesTotal": 2**31}, "a whole number"),
    Mutation(FLAT, f"{SPEC}/caBundle", 1, "expected a string"),
    *(
        Mutation(base, f"{place}/caBundle", text, INVALID_BUNDLE, "spec/caBundle", document=of)
        for base, place, of in [
            (FLAT, SPEC, PROFILE),
            (put(TEAM, f"{CHILD}/spec", {"caBundle": BUNDLE}), f"{CHILD}/spec", NAMESPACED),
        ]
        for text in NO_CERTIFICATES
    ),
    *(
        Mutation(FLAT, f"{SPEC}/seedSelector", {"matchExpressions": [expression]}, by_us)
        for expression, by_us in [
            ({"key": "a", "operator": "in", "values": ["b"]}, 'Unsupported value: "in"'),
            ({"key": "a", "values": ["b"]}, 'Unsupported value: ""'),
            ({"key": "a", "operator": "In"}, "has no values"),
            ({"key": "a", "operator": "NotIn", "values": []}, "has no values"),
            ({"key": "a", "operator": "Exists", "values": ["b"]}, "takes no values"),
            ({"key": "a", "operator": "DoesNotExist", "values": ["b"]}, "takes no values"),
            ({"key": "a b", "operator": "Exists"}, "a key is an optional"),
            ({"operator": "Exists"}, "a key is an optional"),
            ({"key": "a", "operator": "In", "values": ["b", "c d"]}, "a label's value is at"),
        ]
    ),
    Mutation(FLAT, f"{SPEC}/seedSelector", {"matchLabels": {"a b": "c"}}, "a key is an optional"),
    Mutation(FLAT, f"{SPEC}/seedSelector", {"matchLabels": {"a": "b c"}}, "a label's value is at"),
    Mutation(
        FLAT,
        f"{SPEC}/machineTypes",
        [machine("a", capabilities={"architecture": ["arm64"]})],
        'has no capability "architecture"',
    ),
    Mutation(FLAT, "cloudProfile/name", "Alicloud", "a DNS name", in_manifest="metadata/name"),
    Mutation(FLAT, f"{SPEC}/type", "aws", '"alicloud"', purpose="the images are of one provider"),
    Mutation(FLAT, f"{SPEC}/machineImages", [], "it is generated"),
    Mutation(
        FLAT,
        ONE,
        {"flavors": [AMD64, ARM64]},
        "the CloudProfile has no machineCapabilities",
        CONFIG,
        {"version": "1.0.0", "capabilityFlavors": [flavor(architecture=["amd64"])]},
    ),
    Mutation(
        FLAT,
        "namespacedCloudProfiles",
        [namespaced(images={"gardenlinux": "*"})],
        "no image is left",
        "spec/machineImages",
        [],
    ),
    Mutation(FLAVORS, f"{DEFINED}/0/name", "other", "architecture capability is required"),
    *(
        Mutation(
            put(FLAVORS, DEFINED, [*CAPABILITIES, OTHER]), f"{DEFINED}/1/name", name, f'"{name}"'
        )
        for name in ("a b", "a/b")
    ),
    Mutation(FLAVORS, f"{DEFINED}/0/values", [], "capability values must not be empty"),
    Mutation(FLAVORS, f"{DEFINED}/0/values", ["amd64", "mips"], 'found "mips"'),
    Mutation(FLAVORS, f"{DEFINED}/0/values", ["amd64", "a b"], 'found "a b"'),
    Mutation(
        FLAVORS,
        f"{SPEC}/machineTypes",
        [machine("a", capabilities={"architecture": ["mips"]})],
        'found "mips"',
    ),
    Mutation(
        FLAVORS,
        f"{SPEC}/machineTypes",
        [machine("a", capabilities={"architecture": ["amd64", "arm64"]})],
        "more than one architecture",
    ),
    Mutation(
        FLAVORS,
        f"{SPEC}/machineTypes",
        [machine("a", architecture="amd64", capabilities={"architecture": ["arm64"]})],
        "capabilities say otherwise",
    ),
    Mutation(
        FLAVORS,
        f"{SPEC}/machineTypes",
        [machine("a", capabilities={"architecture": "arm64"})],
        "not a mapping of lists",
    ),
    Mutation(FLAVORS, DEFINED, [*CAPABILITIES, *CAPABILITIES], "is listed twice"),
    Mutation(FLAVORS, f"{DEFINED}/0/name", "gardener-os", "is reserved"),
    Mutation(
        FLAVORS,
        f"{ONE}/flavors/1",
        flavor(architecture=["arm64"], color=["red"]),
        'has no capability "color"',
        FLAVOR,
        {"architecture": ["arm64"], "color": ["red"]},
    ),
    Mutation(
        put(FLAVORS, DEFINED, [*CAPABILITIES, OTHER]),
        f"{ONE}/flavors/1",
        flavor(**{"architecture": ["arm64"], "secure-boot": ["maybe"]}),
        'no such secure-boot: found "maybe"',
        FLAVOR,
        {"architecture": ["arm64"], "secure-boot": ["maybe"]},
    ),
    Mutation(
        FLAVORS,
        f"{ONE}/flavors/1",
        flavor(architecture=["amd64", "arm64"]),
        "exactly one architecture",
        FLAVOR,
        {"architecture": ["amd64", "arm64"]},
    ),
    Mutation(
        put(FLAVORS, DEFINED, [*CAPABILITIES, OTHER]),
        f"{ONE}/flavors/1",
        flavor(**{"secure-boot": ["none"]}),
        "exactly one architecture",
        FLAVOR,
        {"secure-boot": ["none"]},
    ),
    Mutation(
        FLAVORS,
        ONE,
        {"flavors": [AMD64], "architectures": ["amd64", "arm64"]},
        "none of the flavors is for arm64",
        "spec/machineImages/0/versions/0",
        {
            "version": "1.0.0",
            "cri": [{"name": "containerd"}],
            "architectures": ["amd64", "arm64"],
            "capabilityFlavors": [{"architecture": ["amd64"]}],
        },
    ),
    Mutation(
        FLAVORS,
        ONE,
        {"regions": BOTH, "architectures": ["amd64", "arm64"]},
        "one ID cannot be for several architectures",
        CONFIG,
        {"version": "1.0.0", "regions": [{"name": "cn-shanghai", "id": "m-1"}]},
    ),
    Mutation(
        catalog({"1.0.0": {"flavors": [ARM64]}}, {"name": "architecture", "values": ["arm64"]}),
        ONE,
        BOTH,
        "IDs without a flavor are for amd64",
        CONFIG,
        {"version": "1.0.0", "regions": [{"name": "cn-shanghai", "id": "m-1"}]},
    ),
    Mutation(TEAM, f"{CHILD}/name", "Team", "a DNS name", "metadata/name", document=NAMESPACED),
    Mutation(
        TEAM, f"{CHILD}/name", REMOVE, "name is missing", "metadata/name", document=NAMESPACED
    ),
    Mutation(
        TEAM,
        f"{CHILD}/namespace",
        REMOVE,
        "namespace is missing",
        "metadata/namespace",
        document=NAMESPACED,
    ),
    Mutation(
        TEAM,
        f"{CHILD}/spec/machineTypes",
        TWICE,
        '"a" is listed twice',
        "spec/machineTypes",
        document=NAMESPACED,
    ),
    Mutation(
        TEAM,
        f"{CHILD}/expirations",
        {"gardenlinux": {"1.2.0": "2099-06-30"}},
        "does not offer gardenlinux 1.2.0",
        "spec/machineImages/0/versions/1/version",
        "1.2.0",
        document=NAMESPACED,
    ),
    *(
        Mutation(
            OVERRIDES,
            f"{CHILD}/{OVERRIDDEN}",
            {"version": "1.33.6", "expirationDate": DATE} | more,
            by_us,
            OVERRIDDEN,
            {"version": "1.33.6", "expirationDate": DATE} | more,
            document=NAMESPACED,
        )
        for more, by_us in [
            ({"version": "1.31.1"}, "does not exist in parent CloudProfile"),
            ({"version": "1.34"}, "three numbers"),
            ({"version": "1.34.2"}, "latest kubernetes version"),
            ({"version": "1.32.9"}, "in combination with lifecycle"),
            ({"expirationDate": None}, "does not set expiration date"),
            ({"classification": "supported"}, "must not provide a classification"),
        ]
    ),
    Mutation(
        OVERRIDES,
        f"{CHILD}/expirations",
        {"gardenlinux": {"2.0.0": "2099-06-30"}},
        "in combination with lifecycle",
        "spec/machineImages/0/versions/0/version",
        "2.0.0",
        document=NAMESPACED,
    ),
    *(
        Mutation(OVERRIDES, f"{CHILD}/{path}", value, by_us, path, value, document=NAMESPACED)
        for path, value, by_us in [
            ("spec/limits/maxNodesTotal", 0, "must be greater than 0"),
            ("spec/machineTypes/0/architecture", "x86", 'found "x86"'),
            ("spec/machineTypes/0/name", "a/b", 'found "a/b"'),
            ("spec/machineTypes/0/cpu", "two", 'found "two"'),
            ("spec/volumeTypes", [{"name": "a"}], "must provide a class"),
        ]
    ),
    Mutation(
        put(TEAM_FLAVORS, f"{CHILD}/spec", {"machineTypes": [machine("a")]}),
        f"{CHILD}/spec/machineTypes",
        [machine("a", capabilities={"color": ["red"]})],
        'no capability "color"',
        "spec/machineTypes",
        [machine("a", capabilities={"color": ["red"]})],
        document=NAMESPACED,
    ),
    Mutation(
        TEAM_FLAVORS,
        "images/gardenlinux/versions/3.0.0/flavors/1/regions",
        SHANGHAI,
        "other flavors have an ID in cn-hangzhou",
        f"{CONFIG}/capabilityFlavors/1/regions",
        [{"name": "cn-shanghai", "id": "m-1"}],
        document=NAMESPACED,
    ),
]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_what_we_refuse_is_refused(
    mutation: Mutation, tmp_path: Path, gardener: Judge, extension: Judge
) -> None:
    refused = generate(mutation.catalog(), tmp_path / "bad")
    assert refused.exit_code == 1
    assert mutation.by_us in refused.messages
    good = generate(mutation.base, tmp_path / "good")
    parent = good[PROFILE]

    def found(text: str) -> list[str]:
        refused_by_gardener = refusals(text, parent, gardener, gates=GATES)
        return refused_by_gardener + refusals(text, parent, extension)

    assert not found(documents(good[mutation.document])[0])
    assert bool(found(mutation.manifest(good[mutation.document]))) != bool(mutation.purpose)
