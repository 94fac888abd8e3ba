"""Changes that `diff` says are refused, and the server's own word on each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator.review.refused_updates import IN_USE, refused_updates
from tests.conformance.garden import prepare_for
from tests.conformance.ways import generated, profile, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.control_plane import ControlPlane, Object

SEED = {
    "provider": {"type": "alicloud", "region": "cn-shanghai", "zones": ["cn-shanghai-a"]},
    "ingress": {"domain": "ingress.example.com", "controller": {"kind": "nginx"}},
    "networks": {"nodes": "10.0.0.0/16", "pods": "10.1.0.0/16", "services": "10.2.0.0/16"},
    "dns": {
        "provider": {
            "type": "alicloud-dns",
            "credentialsRef": {
                "apiVersion": "v1",
                "kind": "Secret",
                "name": "dns",
                "namespace": "garden",
            },
        },
        "internal": {
            "type": "alicloud-dns",
            "domain": "internal.example.com",
            "credentialsRef": {
                "apiVersion": "v1",
                "kind": "Secret",
                "name": "dns",
                "namespace": "garden",
            },
        },
    },
}
BACKUP = {"region": "cn-shanghai", "immutability": {"retentionPeriod": 7, "locked": True}}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("spec", "backup", "region"), "cn-beijing"),
        (("spec", "backup", "region"), None),
        (("spec", "backup", "provider"), "local"),
        (("spec", "backup"), None),
        (("spec", "backup", "providerConfig", "immutability", "retentionPeriod"), 6),
        (("spec", "backup", "providerConfig", "immutability", "locked"), False),
        (("spec", "backup", "providerConfig", "immutability", "retentionPeriod"), 8),
        (("spec", "backup", "providerConfig"), None),
        (("spec", "networks", "nodes"), "10.3.0.0/16"),
        (("spec", "networks", "pods"), "10.3.0.0/16"),
        (("spec", "networks", "services"), "10.3.0.0/16"),
        (("spec", "ingress", "domain"), "other.example.com"),
        (("spec", "provider", "region"), "cn-beijing"),
        (("spec", "provider", "zones"), ["cn-shanghai-b"]),
        (("spec", "dns", "internal", "domain"), "other.example.com"),
    ],
    ids=str,
)
def test_diff_tells_what_the_server_refuses_of_a_seed(
    path: tuple[str, ...], value: Any, plane: ControlPlane, tmp_path: Path
) -> None:
    sections = {"seeds": [{"name": "a", "spec": SEED, "backup": BACKUP}]}
    manifest = generated(tmp_path, sections, "seeds")
    prepare_for(manifest, plane)
    plane.done("apply", "-f", "-", stdin=manifest)
    old = yaml.safe_load(manifest)
    new = changed(old, path, value)
    result = write(plane, json.dumps(new), "replace", "--dry-run=server")
    told = [each.path for each in refused_updates(old, new) if each.why.endswith("refuses it")]
    assert bool(told) == bool(result.returncode), result.stderr
    assert told in ([], [".".join(path)])


def changed(body: Object, path: tuple[str, ...], value: Any) -> Object:
    """An object with another value at a path; without it, for None."""
    first, *rest = path
    if rest:
        return {**body, first: changed(body[first], tuple(rest), value)}
    others = {key: item for key, item in body.items() if key != first}
    return others if value is None else {**others, first: value}


SECONDARY = {"kind": "Worker", "type": "alicloud", "primary": False}
BEGUN, TO_BEGIN = (
    [{"version": "1.34.2", "lifecycle": [{"classification": "supported", **start}]}]
    for start in ({}, {"startTime": "2099-01-01T00:00:00Z"})
)


@pytest.mark.parametrize(
    ("document", "path", "value"),
    [
        ("namespacedcloudprofiles", ("spec", "parent", "name"), "other"),
        ("cloudprofile", ("spec", "limits", "maxNodesTotal"), 8),
        ("cloudprofile", ("spec", "limits", "maxNodesTotal"), 10),
        ("cloudprofile", ("spec", "limits"), None),
        ("cloudprofile", ("spec", "kubernetes", "versions"), BEGUN),
        ("cloudprofile", ("spec", "kubernetes", "versions"), TO_BEGIN),
        ("controllerregistration", ("spec", "resources"), [SECONDARY]),
        ("controllerregistration", ("spec", "resources"), [{**SECONDARY, "type": "other"}]),
        ("secrets", ("type",), "example.com/other"),
    ],
)
def test_diff_tells_what_the_server_refuses_of_other_kinds(
    document: str, path: tuple[str, ...], value: Any, plane: ControlPlane, tmp_path: Path
) -> None:
    sections = profile(1, 2)
    sections["cloudProfile"]["spec"]["limits"] = {"maxNodesTotal": 9}
    plane.done("apply", "-f", "-", stdin=generated(tmp_path, sections, "cloudprofile"))
    sections["controllerRegistration"] = {}
    plane.done("apply", "-f", "-", stdin=generated(tmp_path, sections))
    sections["namespacedCloudProfiles"] = [{"name": "a", "namespace": "garden-team"}]
    if document == "secrets":
        manifest = "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: garden}\n"
    else:
        manifest = generated(tmp_path, sections, document)
    prepare_for(manifest, plane)
    plane.done("apply", "-f", "-", stdin=manifest)
    old = yaml.safe_load(manifest)
    new = changed(old, path, value)
    result = write(plane, json.dumps(new), "replace", "--dry-run=server")
    told = [each for each in refused_updates(old, new) if each.why != IN_USE]
    assert bool(told) == bool(result.returncode), result.stderr
