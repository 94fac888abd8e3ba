"""What the extension itself reads of what we generate, once gardenlet has installed it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.conformance.landscapes import Case, Cluster, cases, clusters
from tests.conformance.test_gardenlet import ALL, installed, installed_by_operator

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.judges import Judge
    from tests.conformance.objects import Objects

CLASSES = {"garden", "seed", "shoot"}


def check_configuration(case: Case, objects: Objects, command: Judge) -> None:
    loaded = command.accepts("configuration", text=objects.configuration())
    namespace = objects.one("Deployment")["metadata"]["namespace"]
    name = case.expected["ownerSecret"]
    owner = {"name": name, "namespace": namespace} if name else None
    assert loaded == {"ownerSecret": owner, **case.expected["configuration"]}


def check_secret(case: Case, objects: Objects, extension: Judge) -> None:
    secret = objects.one("Secret")
    assert secret["metadata"]["name"] == case.expected["ownerSecret"]
    keys = extension.accepts("secret", manifest=json.dumps(secret))
    assert keys == case.expected["accessKey"]


def check_arguments(objects: Objects, command: Judge) -> None:
    flags = command.accepts("arguments", args=objects.container()["args"])
    assert flags["config-file"]
    assert set(flags.get("extension-classes", "[]")[1:-1].split(",")) - {""} <= CLASSES


@pytest.mark.parametrize(("case", "cluster"), ALL)
def test_in_clusters_of_gardenlet(
    case: Case, cluster: Cluster, tmp_path: Path, gardener: Judge, extension: Judge, command: Judge
) -> None:
    for objects in installed(case, cluster, tmp_path, gardener):
        check_configuration(case, objects, command)
        check_arguments(objects, command)
        if case.expected["ownerSecret"]:
            check_secret(case, objects, extension)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_in_the_garden_runtime(case: Case, tmp_path: Path, gardener: Judge, command: Judge) -> None:
    objects = installed_by_operator(case, tmp_path, gardener)
    check_configuration(case, objects, command)
    check_arguments(objects, command)


def test_every_setting_reaches_the_controllers(
    tmp_path: Path, gardener: Judge, command: Judge
) -> None:
    case = next(case for case in cases() if case.name == "everything")
    objects, _ = installed(case, clusters()[0], tmp_path, gardener)
    flags = command.accepts("arguments", args=objects.container()["args"])
    assert (
        flags.items()
        >= {
            "disable-controllers": "[bastion]",
            "disable-webhooks": "[shoot]",
            "dnsrecord-max-concurrent-reconciles": "7",
            "dnsrecord-provider-client-qps": "2.5",
            "dnsrecord-provider-client-burst": "3",
            "dnsrecord-provider-client-wait-timeout": "1.5s",
            "ignore-operation-annotation": "true",
            "metrics-bind-address": ":18080",
            "infrastructure-max-concurrent-reconciles": "5",
            "gardener-version": "1.150.0",
        }.items()
    )


@pytest.mark.parametrize(
    ("argument", "reason"),
    [
        ("--max-concurrent-reconciles=5", "unknown flag"),
        ("--worker-max-concurrent-reconciles=many", "invalid argument"),
        ("--controllers=bastion,nobody", 'unknown controller "nobody"'),
        ("--disable-controllers=nobody", 'unknown controller "nobody"'),
        ("--disable-webhooks=nobody", 'unknown webhook "nobody"'),
        ("config.yaml", '"config.yaml" is not a flag'),
    ],
)
def test_the_extension_refuses_other_arguments(argument: str, reason: str, command: Judge) -> None:
    assert reason in command.ask("arguments", args=[argument]).refusals[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("toBeSharedImageIDs: []\ntoBeSharedImageIDs: []\n", "already set in map"),
        ("whitelistedImageIDs: []\n", "unknown field"),
        ("toBeSharedImageIDs: m-1\n", "cannot unmarshal"),
        ("etcd: {storage: {capacity: much}}\n", "quantities"),
    ],
)
def test_the_extension_refuses_other_configurations(text: str, reason: str, command: Judge) -> None:
    kind = "apiVersion: alicloud.provider.extensions.config.gardener.cloud/v1alpha1\n"
    kind += "kind: ControllerConfiguration\n"
    assert reason in command.ask("configuration", text=kind + text).refusals[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({}, "no data section"),
        ({"accessKeyID": "QUJD"}, "no access key secret"),
        ({"accessKeyID": "QUJD", "accessKeySecret": "QUJD"}, "at least 16 characters"),
        ({"accessKeyID": "not base64"}, "illegal base64"),
    ],
)
def test_the_extension_refuses_other_credentials(
    data: dict[str, str], reason: str, extension: Judge
) -> None:
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x"}}
    if data:
        secret["data"] = data  # type: ignore[assignment]
    assert reason in extension.ask("secret", manifest=json.dumps(secret)).refusals[0]
