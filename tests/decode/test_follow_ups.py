"""One mistake, one message: every catalog of the tests with a single mistake in it.

What a mistake may say more than once is listed with the reason.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from generator.decode import decode
from generator.decode.layers import read_layer
from generator.decode.version_forms import long_form
from generator.problems import ProblemsError
from generator.yamlio.read import Plain

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOG = """\
target: {gardener: v1.150.0, extension: v1.72.0}
labels: {team: a}
regions: [cn-shanghai, cn-beijing]
order: [gardenlinux]
images:
  gardenlinux:
    shared: true
    updateStrategy: minor
    versions:
      1877.13.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m, cn-beijing: m-2zehvbrxclop1jtat17m}
      1877.12.0:
        classification: deprecated
        expirationDate: 2027-03-31
        cri: [{name: containerd, containerRuntimes: [{type: gvisor}]}]
        regions: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaaa}
  own:
    versions: {1.0.0: {cn-shanghai: m-uf6bbbbbbbbbbbbbbbbb}}
ownerSecret: {accessKeyID: {env: A}, accessKeySecret: {env: B}}
csi: {enableADController: true}
controllerDeployment:
  chart: {oci: {ref: "registry.example/chart:v1.72.0"}}
  image: {repository: registry.example/image, tag: v1.72.0}
  values: {resources: {requests: {memory: 128Mi}}}
extension: {admission: {values: {a: b}}}
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2, expirationDate: 2027-03-31}]}
    machineTypes: [{name: ecs.g6, cpu: 2, gpu: 0, memory: 8Gi}]
    volumeTypes: [{name: cloud_ssd, class: premium}]
    regions: [{name: cn-shanghai, zones: [{name: cn-shanghai-a}]}, {name: cn-beijing}]
    bastion: {machineImage: {name: gardenlinux, version: 1877.13.0}, machineType: {name: ecs.g6}}
namespacedCloudProfiles:
- name: child
  namespace: garden-a
  images: {own: [1.0.0]}
  expirations: {gardenlinux: {1877.12.0: 2027-01-31}}
  spec: {kubernetes: {versions: [{version: 1.34.2, expirationDate: 2027-01-31}]}}
seeds:
- name: a
  backup: {region: cn-shanghai, secret: {name: a, accessKeyID: {env: A}, accessKeySecret: {env: B}}}
  spec:
    provider: {type: alicloud, region: cn-shanghai, zones: [cn-shanghai-a]}
    dns:
      internal:
        type: alicloud-dns
        domain: a.example
        credentialsRef: {apiVersion: v1, kind: Secret, name: a, namespace: garden}
    networks: {pods: 10.0.0.0/11, services: 10.96.0.0/11, nodes: 10.200.0.0/16}
    ingress: {domain: i.example, controller: {kind: nginx}}
"""
FLAVORS = """\
images:
  gardenlinux:
    versions:
      2000.1.0:
        flavors:
        - {architecture: amd64, regions: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}
        - {capabilities: {architecture: [arm64]}, regions: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaaa}}
cloudProfile:
  spec:
    machineCapabilities: [{name: architecture, values: [amd64, arm64]}]
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes:
    - {name: ecs.g6, cpu: 2, gpu: 0, memory: 8Gi, capabilities: {architecture: [amd64]}}
    regions: [{name: cn-shanghai}]
"""
WRONG: tuple[Any, ...] = (Plain("hello"), {"a": Plain("b")}, [Plain("x")])

NAMED_ELSEWHERE = {
    "images, removed",
    "images.gardenlinux, renamed",
    "cloudProfile.spec.machineCapabilities, renamed",
}
"""What several places name is missing in each of them, and none of them is the mistake."""


def paths(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for step, item in items:
        yield (*path, step)
        if isinstance(item, (dict, list)):
            yield from paths(item, (*path, step))


def changed(tree: Any, path: tuple[Any, ...], value: Any, name: Any = None) -> Any:
    """The tree with another value at a path, or, where there is one, under another name."""
    tree = copy.deepcopy(tree)
    holder = tree
    for step in path[:-1]:
        holder = holder[step]
    if name is not None:
        pairs = [(name if key == path[-1] else key, item) for key, item in holder.items()]
        holder.clear()
        holder.update(pairs)
    else:
        holder[path[-1]] = value
    return tree


def mistakes(tree: Any) -> Iterator[tuple[str, Any]]:
    for path in paths(tree):
        found = tree
        for step in path:
            found = found[step]
        shown = ".".join(map(str, path))
        for value in WRONG:
            if isinstance(value, str) != isinstance(found, str) and type(value) is not type(found):
                yield f"{shown}: {type(value).__name__}", changed(tree, path, value)
        if shown in ("images", "cloudProfile.spec", "seeds.0.backup", "ownerSecret.accessKeyID"):
            yield f"{shown}, removed", changed(tree, path, Plain("null"))
        if isinstance(path[-1], str) and len(path[-1]) > 3:
            yield f"{shown}, renamed", changed(tree, path, None, path[-1][:-1])


def told(text: str, tree: Any) -> list[str]:
    """What is said of a catalog, apart from what is said of the same place in the same words."""
    layer = read_layer(text, "c.yaml")._replace(tree=long_form(tree))
    try:
        decode([layer])
    except ProblemsError as error:
        return sorted({problem.message for problem in error.problems})
    return []


@pytest.mark.parametrize("text", [CATALOG, FLAVORS], ids=["profiles", "flavors"])
def test_a_single_mistake_is_told_once(text: str) -> None:
    tree = read_layer(text, "c.yaml").tree
    assert told(text, tree) == []
    every = {name: told(text, mistake) for name, mistake in mistakes(tree)}
    assert len(every) > 50
    several = {name: said for name, said in every.items() if len(said) > 1}
    assert several.keys() <= NAMED_ELSEWHERE, several


def test_two_mistakes_are_told_at_once() -> None:
    tree = read_layer(CATALOG, "c.yaml").tree
    pairs = [
        (("labels", "team"), ["x"]),
        (("images", "gardenlinux", "shared"), "maybe"),
        (("cloudProfile", "spec", "machineTypes", 0, "cpu"), "two"),
        (("seeds", 0, "backup", "region"), "CN-SHANGHAI"),
        (("target", "extension"), "1.72.0"),
    ]
    for path, value in pairs:
        tree = changed(tree, path, value)
    assert len(told(CATALOG, tree)) == len(pairs)


def test_parts_of_a_reference_that_are_no_text_are_no_bug() -> None:
    tree = read_layer(CATALOG, "c.yaml").tree
    reference = ("seeds", 0, "spec", "dns", "internal", "credentialsRef")
    for key in ("apiVersion", "kind"):
        for value in ({}, [], {"a": Plain("b")}, Plain("1")):
            assert len(told(CATALOG, changed(tree, (*reference, key), value))) == 1
    resources = [{"name": "a", "resourceRef": {"apiVersion": [], "kind": "Secret", "name": "a"}}]
    assert len(told(CATALOG, changed(tree, ("seeds", 0, "spec", "resources"), resources))) == 1
