"""What the process of the extension cannot work with: a life with it does not come to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from tests.conformance.landscapes import as_yaml
from tests.conformance.life import ON_A_SEED
from tests.conformance.test_process import at_work, live, rendered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conformance.judges import Judge
    from tests.conformance.objects import Objects


def no_tmp(objects: Objects) -> None:
    container = objects.container()
    mounts = [each for each in container["volumeMounts"] if each["name"] != "tmp"]
    container["volumeMounts"] = mounts


def unknown_flag(objects: Objects) -> None:
    objects.container()["args"].append("--owner-secret=machine-image-owner")


def other_owner_secret(objects: Objects) -> None:
    objects.one("Secret")["metadata"]["name"] = "owner"


def no_etcd_storage(objects: Objects) -> None:
    (config,) = [each for each in objects.by_name.values() if "config.yaml" in each.get("data", {})]
    configuration = yaml.safe_load(config["data"]["config.yaml"])
    del configuration["etcd"]
    config["data"]["config.yaml"] = as_yaml(configuration)


def without(kind: str, resource: str, verb: str) -> Callable[[Objects], None]:
    """Takes one right from a Role or ClusterRole."""

    def change(objects: Objects) -> None:
        role = objects.one(kind)
        for rule in role["rules"]:
            if resource in rule["resources"]:
                rule["verbs"] = [each for each in rule["verbs"] if each != verb]
        role["rules"] = [rule for rule in role["rules"] if rule["verbs"]]

    return change


NO_WEBHOOKS = without("ClusterRole", "mutatingwebhookconfigurations", "create")
NO_WORKERS = without("ClusterRole", "workers", "watch")
NO_LEASE = without("Role", "leases", "create")


@pytest.mark.parametrize(
    ("change", "reason", "catalog"),
    [
        pytest.param(unknown_flag, "unknown flag: --owner-secret", "images-only", id="flag"),
        pytest.param(no_tmp, "read-only file system", "images-only", id="no /tmp"),
        pytest.param(no_etcd_storage, "main-etcds", "images-only", id="no etcd.storage"),
        pytest.param(other_owner_secret, "machine-image-owner.* not found", "guide", id="secret"),
        pytest.param(NO_WEBHOOKS, "denied: .*mutatingwebhook", "images-only", id="no webhooks"),
        pytest.param(NO_WORKERS, "denied: .*workers", "images-only", id="no workers"),
        pytest.param(NO_LEASE, "denied: .*leases", "images-only", id="no lease"),
    ],
)
def test_what_is_wrong_shows(
    change: Callable[[Objects], None],
    reason: str,
    catalog: str,
    tmp_path: Path,
    gardener: Judge,
) -> None:
    objects = rendered(catalog, "alicloud-seed", tmp_path, gardener)
    change(objects)
    with pytest.raises(AssertionError, match=reason), at_work(objects, ON_A_SEED) as begun:
        live(begun)
