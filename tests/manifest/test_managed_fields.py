"""The estimate of `managedFields` against what they are: a field, an item, nothing below others."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.manifest.managed_fields import managed_fields_size
from generator.yamlio.emit import document


def managed(value: Any, keys: tuple[str, ...] = ("name", "version")) -> Any:
    """FieldsV1 of an object whose named lists are maps to the server, as those of profiles are."""
    if isinstance(value, dict):
        return {f"f:{key}": managed(item, keys) for key, item in value.items()}
    named = isinstance(value, list) and value and isinstance(value[0], dict)
    key = next((key for key in keys if key in value[0]), None) if named else None
    if key is None:
        return {}
    return {
        f"k:{json.dumps({key: item[key]}, separators=(',', ':'))}": {".": {}, **managed(item, keys)}
        for item in value
    }


def profile(versions: int, regions: int) -> dict[str, Any]:
    ids = [{"name": f"region-{n}", "id": f"m-{n:020}"} for n in range(regions)]
    names = [f"{n}.0.0" for n in range(versions)]
    provider = [{"version": name, "regions": ids} for name in names]
    offered = [
        {"version": name, "architectures": ["amd64"], "cri": [{"name": "containerd"}]}
        for name in names
    ]
    return {
        "apiVersion": "core.gardener.cloud/v1beta1",
        "kind": "CloudProfile",
        "metadata": {"name": "alicloud", "labels": {"a": "b"}},
        "spec": {
            "kubernetes": {"versions": [{"version": "1.34.2"}]},
            "machineImages": [{"name": "a", "versions": offered}],
            "machineTypes": [
                {"name": f"t{n}", "cpu": "2", "storage": {"class": "a"}} for n in range(9)
            ],
            "regions": [
                {"name": f"region-{n}", "zones": [{"name": f"{n}-a"}]} for n in range(regions)
            ],
            "providerConfig": {"machineImages": [{"name": "a", "versions": provider}]},
        },
    }


@pytest.mark.parametrize(("versions", "regions"), [(1, 1), (100, 1), (100, 30), (2000, 3)])
def test_the_estimate_for_a_profile_is_near(versions: int, regions: int) -> None:
    body = profile(versions, regions)
    provider = body["spec"].pop("providerConfig")
    fields = managed({"metadata": {"labels": body["metadata"]["labels"]}, "spec": body["spec"]})
    for version in fields["f:spec"]["f:machineImages"]['k:{"name":"a"}']["f:versions"].values():
        version["f:cri"] = {}  # A list without a key to merge by is managed whole.
    body["spec"]["providerConfig"] = provider
    real = len(json.dumps(fields, separators=(",", ":"))) + 150
    estimate = managed_fields_size(document(body).encode())
    assert real * 0.95 <= estimate <= real * 1.05 + 100


def test_other_objects_have_little_of_it() -> None:
    body = {"kind": "ControllerDeployment", "spec": profile(100, 30)["spec"]}
    assert managed_fields_size(document(body).encode()) < 1000
