"""Changes that the API server refuses: each kind of them, and what is none."""

from __future__ import annotations

from typing import Any

import pytest

from generator.review.refused_updates import refused_updates
from generator.yamlio import goread

SEED = """\
kind: Seed
metadata: {name: a, labels: {seed.gardener.cloud/self-hosted-shoot-cluster: "true"}}
spec:
  provider: {type: alicloud, region: cn-shanghai, zones: [cn-shanghai-a, cn-shanghai-b]}
  ingress: {domain: ingress.example.com, controller: {kind: nginx}}
  networks: {nodes: 10.0.0.0/16, pods: 10.1.0.0/16, services: 10.2.0.0/16}
  dns:
    internal: {type: alicloud-dns, domain: internal.example.com}
    defaults: [{type: alicloud-dns, domain: a.example.com}, {type: x, domain: b.example.com}]
  backup:
    provider: alicloud
    region: cn-shanghai
    providerConfig: {immutability: {retentionType: bucket, retentionPeriod: 7, locked: true}}
"""
PATCH = "kind: Seed\nmetadata: {name: a}\nspec: {backup: {provider: alicloud}}\n"
BUCKET = "spec.backup.providerConfig.immutability"


def updates(old: str, new: str) -> list[tuple[str, str]]:
    bodies: list[Any] = [goread.read_first(text.encode(), "") for text in (old, new)]
    return [(each.path, each.why.split()[0]) for each in refused_updates(*bodies)]


@pytest.mark.parametrize(
    ("old", "new", "path", "why"),
    [
        ("nodes: 10.0.0.0/16", "nodes: 10.3.0.0/16", "spec.networks.nodes", "the"),
        ("nodes: 10.0.0.0/16, ", "", "spec.networks.nodes", "the"),
        ("pods: 10.1.0.0/16", "pods: 10.3.0.0/16", "spec.networks.pods", "the"),
        ("services: 10.2.0.0/16", "services: 10.3.0.0/16", "spec.networks.services", "the"),
        ("{nodes", "{ipFamilies: [IPv6], nodes", "spec.networks.ipFamilies", "the"),
        ("domain: ingress", "domain: other", "spec.ingress.domain", "the"),
        ("region: cn-shanghai\n", "region: cn-beijing\n", "spec.backup.region", "the"),
        ("    region: cn-shanghai\n", "", "spec.backup.region", "the"),
        ("provider: alicloud\n", "provider: aws\n", "spec.backup.provider", "the"),
        (SEED[SEED.index("  backup") :], "", "spec.backup", "the"),
        ("retentionPeriod: 7", "retentionPeriod: 6", f"{BUCKET}.retentionPeriod", "the"),
        ("locked: true", "locked: false", f"{BUCKET}.locked", "the"),
        (", locked: true", "", f"{BUCKET}.locked", "the"),
        (SEED[SEED.index("    providerConfig") :], "", BUCKET, "a"),
        (", cn-shanghai-b]", "]", "spec.provider.zones", "refused"),
        ("domain: internal", "domain: other", "spec.dns.internal.domain", "refused"),
        (", {type: x, domain: b.example.com}", "", "spec.dns.defaults", "refused"),
        (SEED[SEED.index("    defaults") : SEED.index("  backup")], "", "spec.dns.defaults", "the"),
        (
            'labels: {seed.gardener.cloud/self-hosted-shoot-cluster: "true"}',
            "labels: {}",
            "the label seed.gardener.cloud/self-hosted-shoot-cluster",
            "the",
        ),
    ],
)
def test_a_seed_does_not_change_so(old: str, new: str, path: str, why: str) -> None:
    assert old in SEED
    assert updates(SEED, SEED.replace(old, new)) == [(path, why)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("{nodes", "{ipFamilies: [IPv4], nodes"),
        ("retentionPeriod: 7", "retentionPeriod: 8"),
        ("zones: [cn-shanghai-a", "zones: [cn-shanghai-c, cn-shanghai-a"),
        ("defaults: [", "defaults: [{type: y, domain: c.example.com}, "),
        ("spec:\n", "spec:\n  settings: {}\n"),
        ("metadata: {name: a,", "metadata: {name: a, annotations: {a: b},"),
        ("type: alicloud, region: cn-shanghai", "type: alicloud, region: cn-beijing"),
    ],
)
def test_a_seed_may_change_so(old: str, new: str) -> None:
    assert updates(SEED, SEED.replace(old, new)) == []


def test_nodes_may_be_said_later() -> None:
    assert updates(SEED.replace("nodes: 10.0.0.0/16, ", ""), SEED) == []


def test_an_unlocked_period_does_not_become_shorter_either() -> None:
    unlocked = SEED.replace("locked: true", "locked: false")
    shorter = unlocked.replace("retentionPeriod: 7", "retentionPeriod: 1")
    assert updates(unlocked, shorter) == [(f"{BUCKET}.retentionPeriod", "the")]
    assert updates(unlocked, SEED) == []


def test_a_patch_says_nothing_of_the_rest_of_a_seed() -> None:
    assert updates(SEED, PATCH) == [("spec.backup.region", "the"), (BUCKET, "a")]
    assert updates(PATCH, PATCH.replace("alicloud}", "alicloud, region: a}")) == [
        ("spec.backup.region", "the")
    ]


@pytest.mark.parametrize(
    ("kind", "old", "new", "path"),
    [
        ("CloudProfile", "{limits: {maxNodesTotal: 9}}", "{limits: {maxNodesTotal: 8}}", "limits"),
        ("CloudProfile", "{limits: {maxNodesTotal: 9}}", "{limits: {maxNodesTotal: 10}}", ""),
        ("CloudProfile", "{limits: {maxNodesTotal: 9}}", "{}", ""),
        (
            "CloudProfile",
            "{kubernetes: {versions: [{version: 1.33.1}, {version: 1.34.1}]}}",
            "{kubernetes: {versions: [{version: 1.34.1}]}}",
            "kubernetes.versions[1.33.1]",
        ),
        ("NamespacedCloudProfile", "{parent: {name: a}}", "{parent: {name: b}}", "parent"),
        ("NamespacedCloudProfile", "{parent: {name: a}}", "{parent: {name: a}, regions: []}", ""),
        (
            "ControllerRegistration",
            "{resources: [{kind: Worker, type: alicloud}]}",
            "{resources: [{kind: Worker, type: alicloud, primary: false}]}",
            "resources[Worker alicloud].primary",
        ),
        (
            "ControllerRegistration",
            "{resources: [{kind: Worker, type: alicloud}]}",
            "{resources: [{kind: Worker, type: b, primary: false}]}",
            "",
        ),
    ],
)
def test_other_kinds_have_such_parts_too(kind: str, old: str, new: str, path: str) -> None:
    found = updates(*(f"kind: {kind}\nspec: {spec}\n" for spec in (old, new)))
    assert [place.removeprefix("spec.").removesuffix(".maxNodesTotal") for place, _ in found] == (
        [path] if path else []
    )


@pytest.mark.parametrize(
    ("old", "new", "refused"),
    [
        ("", "{classification: preview, startTime: 2099-01-01T00:00:00Z}", True),
        (
            "{classification: supported}",
            "{classification: a, startTime: 2099-01-01T00:00:00Z}",
            True,
        ),
        (
            "{classification: supported, startTime: 2098-12-31T23:00:00Z}",
            "{classification: supported, startTime: 2099-01-01T00:00:00Z}",
            True,
        ),
        (
            "{classification: supported, startTime: 2099-01-01T00:00:00Z}",
            "{classification: supported, startTime: 2099-01-01T01:00:00+01:00}",
            False,
        ),
        ("{classification: supported, startTime: 2099-01-01T00:00:00Z}", "", False),
        ("", "{classification: deprecated}", False),
    ],
)
@pytest.mark.parametrize("of_image", [False, True])
def test_a_version_does_not_begin_again(old: str, new: str, refused: bool, of_image: bool) -> None:
    def body(stage: str) -> str:
        versions = f"versions: [{{version: 1.0.0, lifecycle: [{stage}]}}]"
        spec = (
            f"machineImages: [{{name: a, {versions}}}]"
            if of_image
            else f"kubernetes: {{{versions}}}"
        )
        return f"kind: CloudProfile\nspec: {{{spec}}}\n"

    name = "a" if of_image else "Kubernetes"
    expected = [(f"lifecycle of {name} 1.0.0", "refused")] if refused else []
    assert updates(body(old), body(new)) == expected


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("type: Opaque", "type: kubernetes.io/tls", "type"),
        ("type: Opaque", "data: {}", None),
        ("immutable: true", "data: {}", "immutable"),
        ("immutable: true\ndata: {a: YQ==}", "immutable: true\ndata: {a: Yg==}", "data"),
        ("data: {a: YQ==}", "immutable: true\ndata: {a: Yg==}", None),
    ],
)
def test_a_secret_keeps_its_type_and_immutability(old: str, new: str, path: str | None) -> None:
    found = updates(f"kind: Secret\n{old}\n", f"kind: Secret\n{new}\n")
    assert [place for place, _ in found] == ([path] if path else [])


@pytest.mark.parametrize("wrong", ["spec: 1", "spec: {backup: 1, networks: a, provider: [1]}", ""])
def test_objects_of_wrong_types_are_compared_all_the_same(wrong: str) -> None:
    for kind in ("Seed", "CloudProfile", "NamespacedCloudProfile", "ControllerRegistration"):
        both = (SEED.replace("Seed", kind), f"kind: {kind}\n{wrong}\n")
        assert all(isinstance(path, str) for path, _ in updates(*both) + updates(*both[::-1]))


def test_another_kind_is_another_object() -> None:
    assert updates("kind: ConfigMap\ndata: {a: b}", "kind: ConfigMap\ndata: {}") == []
    assert updates(SEED, "kind: ConfigMap\ndata: {}") == []
