"""The process of the extension, with exactly what our chart renders, at the work of its life."""

from __future__ import annotations

import json
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.conformance import life
from tests.conformance.installation import KUBERNETES, installed
from tests.conformance.landscapes import CASES, as_yaml, cases, clusters
from tests.conformance.life import ON_A_SEED, SELF_HOSTED, Life
from tests.conformance.process import started
from tests.conformance.test_gardenlet import installed as by_gardenlet
from tests.conformance.test_gardenlet import installed_by_operator
from tests.conformance.unused import unused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conformance.judges import Judge
    from tests.conformance.objects import Objects
    from tests.conformance.process import Process

ETCD = {"className": "main-etcds", "capacity": "33Gi"}
VALUES: dict[str, Any] = {
    # Often enough for more than one sign of life in the time that a test takes.
    "controllers": {"heartbeat": {"renewIntervalSeconds": 5}},
    "config": {"etcd": {"storage": ETCD}},
}
ALIVE = 15
"""Seconds. Without the right to register webhooks, say, it is ready at first and ends later."""

NOT_TAKEN = "v1.36.4"
"""A version of Kubernetes that the release does not take."""

PANIC = "Observed a panic"


def rendered(catalog: str, cluster: str, folder: Path, gardener: Judge, **values: Any) -> Objects:
    """What Gardener installs in a cluster of what we generate."""
    (case,) = [each for each in cases() if each.name == catalog]
    section = {"values": {**VALUES, **values}}
    file = folder / "catalog.json"
    file.write_text(
        as_yaml({"extends": str(case.catalog), "controllerDeployment": section}), encoding="utf-8"
    )
    case = replace(case, catalog=file)
    if cluster == "runtime":
        return installed_by_operator(case, folder, gardener)
    (found,) = [each for each in clusters() if each.name == cluster]
    return by_gardenlet(case, found, folder, gardener)[1]


@contextmanager
def at_work(objects: Objects, namespace: str, kubernetes: str = KUBERNETES) -> Iterator[Life]:
    with installed(objects, kubernetes) as installation, started(installation) as process:
        process.must(process.ready, "it is ready")
        yield Life(process, namespace)


def begin_cluster(begun: Life) -> None:
    """Makes what gardenlet makes for a cluster; webhooks change it as our values say."""
    begun.process.must(lambda: registered(begun), "its webhooks are registered")
    begun.begin("shoot.yaml")
    secrets = {each["metadata"]["name"]: each for each in begun.objects("secrets")}
    assert "credentialsFile" in secrets["cloudprovider"]["data"]
    (etcd,) = begun.objects("etcds")
    assert etcd["spec"]["storageClass"] == ETCD["className"]
    assert etcd["spec"]["storageCapacity"] == ETCD["capacity"]


def registered(begun: Life) -> bool:
    """Whether the API server knows whom to ask, and by what certificate."""
    configurations = begun.objects("mutatingwebhookconfigurations")
    webhooks = [each for found in configurations for each in found.get("webhooks", [])]
    return bool(webhooks) and all(each["clientConfig"].get("caBundle") for each in webhooks)


def live(begun: Life) -> None:
    """Takes it through the life of a cluster."""
    begin_cluster(begun)
    life.of_a_cluster(begun)
    must_be_well(begun.process)
    assert PANIC not in begun.process.log


def must_be_well(process: Process) -> None:
    """It has run for long enough, is ready, leads, and was denied nothing."""
    process.must_run_until(ALIVE)
    assert process.ready()
    leases = Life(process, process.installation.namespace).objects("leases")
    holders = {each["metadata"]["name"]: each["spec"]["holderIdentity"] for each in leases}
    assert holders["provider-alicloud-leader-election"]


def compare(name: str, found: str, request: pytest.FixtureRequest) -> None:
    golden = CASES / "process" / f"unused-{name}.txt"
    if request.config.getoption("--update-golden"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text("utf-8")


@pytest.mark.parametrize(
    ("cluster", "namespace"), [("alicloud-seed", ON_A_SEED), ("self-hosted", SELF_HOSTED)]
)
def test_a_cluster_lives(
    cluster: str,
    namespace: str,
    tmp_path: Path,
    gardener: Judge,
    request: pytest.FixtureRequest,
) -> None:
    with at_work(rendered("images-only", cluster, tmp_path, gardener), namespace) as begun:
        live(begun)
        assert begun.process.pod.written == {"gardener-extensions-cert"}
        compare(cluster, unused(begun.process.installation), request)


def test_a_garden_lives(tmp_path: Path, gardener: Judge, request: pytest.FixtureRequest) -> None:
    with at_work(rendered("images-only", "runtime", tmp_path, gardener), "garden") as begun:
        life.of_a_garden(begun)
        must_be_well(begun.process)
        assert PANIC not in begun.process.log
        compare("runtime", unused(begun.process.installation), request)


def test_an_owner_secret_keeps_the_extension_from_its_infrastructures(
    tmp_path: Path, gardener: Judge
) -> None:
    # What the rule owner-secret-actuator says: a release that no longer panics is news to it.
    with at_work(rendered("guide", "alicloud-seed", tmp_path, gardener), ON_A_SEED) as begun:
        begun.process.installation.start_cloud()
        begin_cluster(begun)
        begun.begin("infrastructure.yaml")
        must_panic(begun)
        begun.ask("migrate", "infrastructures")
        must_panic(begun)
        begun.delete("infrastructures")
        must_panic(begun)
        must_be_well(begun.process)
        (stuck,) = begun.objects("infrastructures")
        assert stuck["metadata"]["finalizers"]
        assert stuck["status"]["lastOperation"]["state"] == "Processing"
        assert "lastError" not in stuck["status"]


def must_panic(begun: Life) -> None:
    """Waits for two panics, for one may have been on its way; the log alone tells of them."""
    before = begun.process.log.count(PANIC)
    begun.process.must(lambda: begun.process.log.count(PANIC) > before + 1, PANIC)


def test_it_ends_where_its_release_does_not_take_the_kubernetes(
    tmp_path: Path, gardener: Judge
) -> None:
    objects = rendered("images-only", "alicloud-seed", tmp_path, gardener)
    ended = pytest.raises(AssertionError, match="unsupported kubernetes version")
    with ended, at_work(objects, ON_A_SEED, NOT_TAKEN):
        pass


def test_it_runs_there_without_the_check_of_the_version(tmp_path: Path, gardener: Judge) -> None:
    unchecked = {"kubernetesVersionCheck": False}
    objects = rendered("images-only", "alicloud-seed", tmp_path, gardener, **unchecked)
    with at_work(objects, ON_A_SEED, NOT_TAKEN) as begun:
        begin_cluster(begun)
        must_be_well(begun.process)


def test_a_namespace_of_restricted_pods_admits_its_pod(tmp_path: Path, gardener: Judge) -> None:
    objects = rendered("images-only", "alicloud-seed", tmp_path, gardener)
    pod = deepcopy(objects.one("Deployment")["spec"]["template"])
    # There is no class of priorities, and what it says of security does not depend on it.
    del pod["spec"]["priorityClassName"]
    pod |= {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x", "namespace": "garden"}}
    other = deepcopy(pod)
    del other["spec"]["securityContext"]["seccompProfile"]
    with installed(objects) as installation:
        plane = installation.plane
        plane.done("label", "namespace", "garden", "pod-security.kubernetes.io/enforce=restricted")
        created = ("create", "--dry-run=server", "-f", "-")
        plane.done(*created, stdin=json.dumps(pod))
        refused = plane.kubectl(*created, stdin=json.dumps(other)).stderr
    assert 'violates PodSecurity "restricted:latest": seccompProfile' in refused
