"""ControllerRegistration, Extension and Seeds, asked for wrongly: who refuses what."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conformance.landscapes import CASES, as_yaml, generate

if TYPE_CHECKING:
    from tests.conformance.judges import Judge

IMAGES = {"any": {"versions": {"1.0.0": {"cn-shanghai": "any.vhd"}}}}
TEXTS: dict[str, list[str]] = yaml.safe_load((CASES / "mutations.yaml").read_text("utf-8"))
NAMES = ["a", "a.b", "A", "", "a b", 63 * "a", 64 * "a"]
POLICIES = ["OnDemand", "Always", "AlwaysExceptNoShoots", "Sometimes", "onDemand"]
PLACES = [
    {"ref": "example.com/r:t"},
    {"repository": "example.com/r", "tag": "t"},
    {"repository": "example.com/r", "digest": "sha256:" + 64 * "0"},
    {"repository": "example.com/r", "digest": "md5:" + 32 * "0"},
    {"ref": "example.com/r:t", "tag": "t"},
    {"ref": "example.com/r:t", "repository": "example.com/r", "tag": "t"},
]
REGISTRATION = "controllerRegistration"
EXTENSION: dict[str, Any] = {"chart": {"oci": {"ref": "example.com/r:t"}}}
SEED = {
    "name": "cn",
    "spec": yaml.safe_load((CASES / "admission" / "seed.yaml").read_text("utf-8"))["spec"],
    "backup": {"secret": {"name": "a", "namespace": "garden"}},
}
del SEED["spec"]["backup"]

REFERENCE = {"apiVersion": "v1", "kind": "Secret", "name": "a", "namespace": "b"}
DOMAIN = {"type": "alicloud-dns", "domain": "a.example.com", "credentialsRef": REFERENCE}
NETWORKS = ["10.1.0.0/16", "10.1.2.3/16", "10.1.0.0", "10.1.0.0/33", "a", None, ""]
NETWORKS += ["010.1.0.0/16", "2001:db8::/64", "243.1.0.0/16", "10.240.1.0/24", "10.0.0.0/7"]
ZONES = ["cn-shanghai-a", "cn-shanghai-b"]
BALANCERS = [{"name": zone, "externalTrafficPolicy": "Local"} for zone in ZONES]
SEED_SPECS: dict[str, list[Any]] = {
    "provider/zones": [ZONES, [*ZONES, "cn-shanghai-a"], ["a"], [], None, [None, None]],
    **{f"networks/{side}": NETWORKS for side in ("pods", "services", "nodes")},
    "networks/shootDefaults": [
        {"pods": "10.1.0.0/16", "services": "10.2.0.0/16"},
        {"pods": "10.1.0.0/16", "services": "10.1.2.0/24"},
        {"pods": "10.240.0.0/16"},
        {"services": "x"},
        {"pods": "244.0.0.0/8"},
    ],
    "networks/ipFamilies": [["IPv4"], ["IPv6"], ["IPv4", "IPv4"], ["IPv4", "IPv6"], ["v4"], []],
    "networks": [
        {"ipFamilies": ["IPv6"], "pods": "2001:db8:1::/64", "services": "2001:db8:2::/64"},
        {"ipFamilies": ["IPv6"], "pods": "2001:db8:1::/64", "services": "2001:db8:1::/112"},
        {"ipFamilies": ["IPv6"], "pods": "fd8f:6d53:b97a:1::/96", "services": "2001:db8:2::/64"},
        {
            "ipFamilies": ["IPv6", "IPv4"],
            "pods": "2001:db8:1::/64",
            "services": "10.2.0.0/16",
            "shootDefaults": {"pods": "2001:db8:1::/80", "services": "10.2.0.0/16"},
        },
        None,
    ],
    "taints": [
        [{"key": "a"}, {"key": "a", "value": "b"}, {"key": "b", "value": "b"}],
        [{"key": "a"}, {"key": "a"}],
        [{"key": "a", "value": "b"}, {"key": "a", "value": "b"}],
        [{"value": "a"}],
        [{"key": ""}],
    ],
    "volume": [
        {"minimumSize": "-1Gi"},
        {"providers": [{"purpose": "a", "name": "b"}, {"purpose": "a", "name": "c"}]},
        {"providers": [{"purpose": "a", "name": "b"}, {"purpose": "c", "name": "b"}]},
        {"providers": [{"purpose": "a"}]},
        {"providers": [{"name": "a", "purpose": ""}]},
    ],
    "ingress": [
        {"domain": domain, "controller": {"kind": kind}}
        for domain, kind in [
            ("a.example.com", "nginx"),
            ("a.example.com", "traefik"),
            ("a.example.com", ""),
            ("A.example.com", "nginx"),
            ("*.example.com", "nginx"),
            ("", "nginx"),
            (f"{64 * 'a'}.example.com", "nginx"),
            (".".join(128 * ["a"]), "nginx"),
        ]
    ]
    + [None, {}, {"domain": "a.example.com"}],
    "dns": [None, {}],
    "dns/provider": [None, {}, {"type": "a"}, {"type": "", "credentialsRef": REFERENCE}],
    "dns/internal": [
        None,
        {},
        DOMAIN,
        {**DOMAIN, "domain": "Example.com"},
        {**DOMAIN, "domain": ""},
        {**DOMAIN, "type": None},
        {**DOMAIN, "credentialsRef": {}},
        {**DOMAIN, "zone": "any thing"},
    ],
    "dns/internal/credentialsRef": [
        {**REFERENCE, **change}
        for change in [
            {"kind": "ConfigMap"},
            {"apiVersion": None},
            {"name": "A"},
            {"name": ""},
            {"namespace": None},
            {"namespace": "b.c"},
            {"kind": "WorkloadIdentity"},
            {"apiVersion": "security.gardener.cloud/v1alpha1", "kind": "WorkloadIdentity"},
            {"apiVersion": "core.gardener.cloud/v1beta1", "kind": "InternalSecret"},
        ]
    ],
    "dns/defaults": [
        [DOMAIN, {**DOMAIN, "domain": "b.example.com"}],
        [DOMAIN, DOMAIN],
        [{**DOMAIN, "domain": "-"}],
        [{"domain": "a.example.com"}],
    ],
    "extensions": [
        [{"type": "a"}, {"type": "b"}],
        [{"type": "a"}, {"type": "a"}],
        [{"type": "A"}],
        [{}],
    ],
    "resources": [
        [{"name": "a", "resourceRef": {"apiVersion": "v1", "kind": kind, "name": name}}]
        for kind, name in [("Secret", "a"), ("ConfigMap", "a"), ("Pod", "a"), ("Secret", "")]
    ]
    + [[{"resourceRef": {"apiVersion": "v1", "kind": "Secret", "name": "a"}}]]
    + [2 * [{"name": "a", "resourceRef": {"apiVersion": "v1", "kind": "Secret", "name": "a"}}]],
    "settings/excessCapacityReservation/configs": [
        [{"resources": resources}]
        for resources in [
            {"cpu": "500m", "memory": "1Gi"},
            {"cpu": "-1"},
            {},
            None,
            {"pods": "1"},
            {"pods": "1500m"},
            {"services": "0.5"},
            {"example.com/gpu": "0.5"},
        ]
    ],
    "settings/loadBalancerServices": [
        {"annotations": {"a": "b"}, "class": "a", "externalTrafficPolicy": "Local"},
        {"annotations": {"a b": "c"}},
        {"class": "a b"},
        {"class": "example.com/a"},
        {"externalTrafficPolicy": "Global"},
        {"zones": BALANCERS},
        {"zones": [*BALANCERS, BALANCERS[0]]},
        {"zones": [{"name": "cn-beijing-a"}]},
        {"zones": [{"name": "cn-shanghai-a", "externalTrafficPolicy": "x"}]},
        {"zones": [{"name": "cn-shanghai-a", "annotations": {"-": "a"}}]},
    ],
    "settings/verticalPodAutoscaler": [
        {"enabled": True, "featureGates": {"InPlace": True}},
        {"enabled": True, "featureGates": {"Unheard": True}},
        {"enabled": True, "maxAllowed": {"cpu": "1", "memory": "1Gi"}},
        {"enabled": True, "maxAllowed": {"storage": "1Gi"}},
        {"enabled": True, "maxAllowed": {"cpu": -1}},
    ],
    "settings/zoneSelection": [{"mode": "Prefer"}, {"mode": "Enforce"}, {"mode": "prefer"}, {}],
    "settings/excessCapacityReservation": [
        {"configs": [{"resources": {"cpu": 1}, "tolerations": [toleration]}]}
        for toleration in [
            {"key": "a", "operator": "Exists"},
            {"key": "a", "value": "b", "effect": "NoSchedule"},
            {"operator": "Exists"},
            {"value": "a"},
            {"key": "a b", "operator": "Exists"},
            {"key": "a", "operator": "Exists", "value": "b"},
            {"key": "a", "operator": "In"},
            {"key": "a", "value": "b c"},
            {"key": "a", "effect": "Never"},
            {"key": "a", "effect": "NoExecute", "tolerationSeconds": 5},
            {"key": "a", "effect": "NoSchedule", "tolerationSeconds": 5},
        ]
    ],
}
"""Values of the spec of a seed that is right otherwise, by their paths: good ones and bad ones."""

LISTS = ("taints", "extensions", "resources", "volume/providers", "dns/defaults")
"""Lists of mappings, of which an item may be null by mistake."""

LEFT = {
    "unknown feature gate": "the gates of the VerticalPodAutoscaler change with Gardener's release",
}
"""What the judges refuse although we do not: a part of their message, and why."""

PURPOSES = {
    "field must not be set when kind": "an empty list asks for nothing, and hides a mistake",
    'expected "privileged", "baseline"': "Kubernetes refuses the level as a namespace's label",
    "a DNS label": "a namespace's name is one",
    "expected a mapping": "Gardener stores any JSON as values, with which no chart can be rendered",
    "found an empty string": "an empty name or region names nothing",
}
"""What we refuse although no judge does: a part of our message, and why."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One value of a section, by its key path, on what is right otherwise."""

    section: str
    path: tuple[str, ...]
    value: Any

    def __str__(self) -> str:
        return f"{self.section} {'.'.join(self.path)} {json.dumps(self.value)[:250]}"

    def content(self) -> dict[str, Any]:
        content = copy.deepcopy({"extension": EXTENSION, "seeds": SEED}.get(self.section, {}))
        at = content
        for key in self.path[:-1]:
            at = at.setdefault(key, {})
        at[self.path[-1]] = self.value
        return content

    def catalog(self) -> dict[str, Any]:
        section = self.content()
        return {"images": IMAGES, self.section: [section] if self.section == "seeds" else section}


def meta(section: dict[str, Any], name: str) -> dict[str, Any]:
    """The metadata of a section as it stands, its level of pod security among it."""
    kept = {key: section[key] for key in ("labels", "annotations") if key in section}
    if level := section.get("podSecurity"):
        kept.setdefault("annotations", {})["security.gardener.cloud/pod-security-enforce"] = level
    return {"name": section.get("name", name), **kept}


def some(section: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: section[key] for key in keys if key in section}


def written_registration(section: dict[str, Any]) -> dict[str, Any]:
    """The object that a section asks for, written down without looking at it; likewise below."""
    resource = {"kind": "Worker", "type": "alicloud"}
    resource |= some(section, "autoEnable", "clusterCompatibility")
    deployment = {"deploymentRefs": [{"name": "a"}], **some(section, "policy", "seedSelector")}
    return {
        "apiVersion": "core.gardener.cloud/v1beta1",
        "kind": "ControllerRegistration",
        "metadata": meta(section, "a"),
        "spec": {"deployment": deployment, "resources": [resource]},
    }


def written_extension(section: dict[str, Any]) -> dict[str, Any]:
    resource = {"kind": "Worker", "type": "alicloud"}
    resource |= some(section, "autoEnable", "clusterCompatibility")
    keys = ("policy", "seedSelector", "values", "runtimeClusterValues", "injectGardenKubeconfig")
    helm = {"helm": {"ociRepository": section["chart"]["oci"]}}
    deployment: dict[str, Any] = {"extension": {**helm, **some(section, *keys)}}
    if admission := section.get("admission"):
        place = admission.get("runtimeCluster", EXTENSION)["chart"]["oci"]
        deployment["admission"] = some(admission, "values")
        deployment["admission"]["runtimeCluster"] = {"helm": {"ociRepository": place}}
    return {
        "apiVersion": "operator.gardener.cloud/v1alpha1",
        "kind": "Extension",
        "metadata": meta(section, "a"),
        "spec": {"resources": [resource], "deployment": deployment},
    }


def written_seed(section: dict[str, Any]) -> dict[str, Any]:
    reference = {"apiVersion": "v1", "kind": "Secret", **section["backup"]["secret"]}
    backup = {"provider": "alicloud", "credentialsRef": reference}
    backup |= some(section["backup"], "region")
    if "immutability" in section["backup"]:
        backup["providerConfig"] = {
            "apiVersion": "alicloud.provider.extensions.gardener.cloud/v1alpha1",
            "kind": "BackupBucketConfig",
            **some(section["backup"], "immutability"),
        }
    return {
        "apiVersion": "core.gardener.cloud/v1beta1",
        "kind": "Seed",
        "metadata": meta(section, "a"),
        "spec": {**section["spec"], "backup": backup},
    }


WRITTEN = {
    REGISTRATION: ("controllerregistration.yaml", written_registration),
    "extension": ("extension.yaml", written_extension),
    "seeds": ("seeds.yaml", written_seed),
}


def seeds(values: dict[str, list[Any]]) -> list[Mutation]:
    """Each value at its path in the spec of a seed; the path is a text of steps."""
    return [
        Mutation("seeds", ("spec", *path.split("/")), value)
        for path, some_values in values.items()
        for value in some_values
    ]


def bucket(**immutability: object) -> Mutation:
    right = {"retentionType": "bucket", "retentionPeriod": 30, "locked": False}
    return Mutation("seeds", ("backup", "immutability"), {**right, **immutability})


MUTATIONS = [
    *(Mutation(section, ("name",), name) for section in WRITTEN for name in NAMES),
    *(
        Mutation(section, (key,), {text: "a"})
        for section in (REGISTRATION, "seeds")
        for key in ("labels", "annotations")
        for text in ["a", "a.b/c", "a b", "-a"]
    ),
    *(
        Mutation(section, path, value)
        for section in (REGISTRATION, "extension")
        for path, values in {
            ("policy",): POLICIES,
            ("seedSelector",): [{}, {"matchLabels": {"a": "b"}}],
            ("autoEnable",): [["shoot"], ["seed"], []],
            ("clusterCompatibility",): [["shoot"], ["garden"], []],
            ("podSecurity",): ["baseline", "privileged", "strict"],
        }.items()
        for value in values
    ),
    *(Mutation("extension", ("chart", "oci"), place) for place in PLACES),
    *(
        Mutation("extension", ("admission", "runtimeCluster", "chart", "oci"), place)
        for place in PLACES
    ),
    *(
        Mutation("extension", (*path, "a"), [text])
        for path in (("values",), ("runtimeClusterValues",), ("admission", "values"))
        for text in TEXTS["templates"]
    ),
    *(
        Mutation("extension", path, value)
        for path in (("values",), ("runtimeClusterValues",), ("admission", "values"))
        for value in ({"a": 1}, ["a"], "a", 1, None)
    ),
    *(Mutation("extension", ("injectGardenKubeconfig",), value) for value in (True, False, "yes")),
    *(Mutation("seeds", ("backup", "secret", "name"), name) for name in NAMES),
    *(Mutation("seeds", ("backup", "secret", "namespace"), name) for name in NAMES),
    *(Mutation("seeds", ("spec", "provider", "type"), name) for name in ("alicloud", "gcp", "")),
    *(Mutation("seeds", ("spec", "provider", "region"), name) for name in ("cn-shanghai", "", 1)),
    *(Mutation("seeds", ("spec", "provider", "zones"), zones) for zones in (["a", "b"], "a", [1])),
    *(Mutation("seeds", ("spec", "volume", "minimumSize"), size) for size in ("20Gi", 20, "some")),
    *(Mutation("seeds", ("backup", "region"), region) for region in ("cn-beijing", "")),
    *(bucket(retentionPeriod=days) for days in (1, 0, -1, 1.5, 99999)),
    *(bucket(retentionType=text) for text in ("bucket", "object", "")),
    *(bucket(locked=value) for value in (True, False, "true", 1)),
    bucket(period=1),
    *seeds(SEED_SPECS),
    *seeds({key: [[None]] for key in LISTS}),
    Mutation("seeds", ("backup", "immutability"), {}),
]


Outcomes = dict[str, tuple[str, int, str, str]]


@pytest.fixture(scope="module")
def outcomes(
    gardener: Judge, extension: Judge, tmp_path_factory: pytest.TempPathFactory
) -> Outcomes:
    """Of each mutation: what the judges refuse, our exit code, messages and document."""
    folder = tmp_path_factory.mktemp("garden-objects")
    found = {}
    for number, mutation in enumerate(MUTATIONS):
        document, written = WRITTEN[mutation.section]
        manifest = as_yaml(written(mutation.content()))
        refusals = gardener.ask("admission", manifest=manifest).refusals
        if not refusals and mutation.section == "seeds":
            refusals = extension.ask("admission", manifest=manifest).refusals
        ours = generate(mutation.catalog(), folder / str(number))
        text = ours.documents.get(document, "")
        found[str(mutation)] = ("\n".join(refusals), ours.exit_code, ours.messages, text)
    return found


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_what_is_refused_is_refused_by_both_sides(
    mutation: Mutation, outcomes: Outcomes, gardener: Judge
) -> None:
    refusals, code, messages, text = outcomes[str(mutation)]
    if code == 0 and refusals:
        assert any(part in refusals for part in LEFT), f"only the judges refuse it: {refusals}"
    elif code == 0:
        assert gardener.accepts("admission", manifest=text)
    else:
        assert code == 1
        assert refusals or any(part in messages for part in PURPOSES), messages


def test_every_purpose_serves(outcomes: Outcomes) -> None:
    ours = [messages for refusals, code, messages, _ in outcomes.values() if code and not refusals]
    theirs = [refusals for refusals, code, _, _ in outcomes.values() if not code]
    assert [part for part in PURPOSES if not any(part in each for each in ours)] == []
    assert [part for part in LEFT if not any(part in each for each in theirs)] == []


def test_there_are_enough_of_both_kinds(
    outcomes: Outcomes,
) -> None:
    for section in WRITTEN:
        of_section = [not each[0] for name, each in outcomes.items() if name.startswith(section)]
        assert min(of_section.count(True), of_section.count(False)) >= 10
