"""What each way of applying keeps, refuses and loses, as docs/how-to/apply.md has it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator.manifest.managed_fields import managed_fields_size
from tests.conformance.landscapes import generate
from tests.conformance.ways import (
    COPY,
    WAYS,
    Way,
    generated,
    has_keys,
    is_live,
    outcome,
    profile,
    start,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.control_plane import ControlPlane


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("version", ["v1", "v1beta1"])
@pytest.mark.parametrize("removed", [False, True])
def test_values_change_and_go(
    version: str, way: Way, removed: bool, manifests: dict[str, str], plane: ControlPlane
) -> None:
    old, new = manifests[f"{version} blob none"], manifests[f"{version} blob keys"]
    if removed:
        old, new = new, old
    expected = "refused" if (version, way) == ("v1", "client-side") else "done"
    assert outcome(plane, old, new, way) == expected
    if expected == "refused":
        said = "unable to find api field"
        assert said in write(plane, new, way).stderr
        assert said in plane.diff(new, "client-side").stderr


NULLS = {
    "image": {"pullPolicy": None},
    "global": {"extraArgs": [{"name": "a", "value": None}]},
    "vpa": None,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["v1", "v1beta1", "Extension"])
def test_nulls_arrive_unless_a_client_merges(
    kind: str, way: Way, plane: ControlPlane, tmp_path: Path
) -> None:
    if kind == "Extension":
        manifest = generated(tmp_path, {"extension": {"values": NULLS}}, "extension")
        place: tuple[str, ...] = ("spec", "deployment", "extension", "values")
    else:
        section = {"apiVersion": kind, "values": NULLS}
        manifest = generated(tmp_path, {"controllerDeployment": section})
        place = ("helm" if kind == "v1" else "providerConfig", "values")
    start(plane, manifest, way)
    (found,) = plane.live(manifest)
    for key in place:
        found = found[key]
    nulls = [
        "vpa" in found,
        "pullPolicy" in found["image"],
        "value" in found["global"]["extraArgs"][0],
    ]
    assert nulls == [way != "client-side"] * 3
    if (kind, way) in (("v1beta1", "client-side"), ("Extension", "client-side")):
        silent = plane.diff(manifest, "client-side")
        assert (silent.returncode, silent.stdout) == (0, "")


@pytest.mark.parametrize(("versions", "regions", "percent"), [(500, 30, 6), (500, 3, 33)])
def test_the_managed_fields_of_a_profile_are_about_what_is_said(
    versions: int, regions: int, percent: int, plane: ControlPlane, tmp_path: Path
) -> None:
    manifest = generated(tmp_path, profile(versions, regions), "cloudprofile")
    start(plane, manifest, "server-side")
    shown = plane.done("get", "cloudprofiles", "alicloud", "-o", "json", "--show-managed-fields")
    body = json.loads(shown)
    real = compact(body["metadata"].pop("managedFields"))
    assert abs(managed_fields_size(manifest.encode()) - real) < 0.03 * real
    assert round(100 * real / compact(body)) == percent


def compact(value: Any) -> int:
    return len(json.dumps(value, separators=(",", ":")))


@pytest.mark.parametrize("way", WAYS)
def test_an_object_over_256_kib_is_not_applied_client_side(
    way: Way, plane: ControlPlane, tmp_path: Path
) -> None:
    small = generated(tmp_path, profile(1, 30), "cloudprofile")
    start(plane, small, way)
    large = generated(tmp_path, profile(400, 30), "cloudprofile")
    result = write(plane, large, way)
    assert result.returncode == (way == "client-side")
    assert ("metadata.annotations: Too long" in result.stderr) == (way == "client-side")


def test_the_managed_fields_count_in_etcd(plane: ControlPlane, tmp_path: Path) -> None:
    found = generate(profile(980, 28), tmp_path, "--only", "cloudprofile")
    assert "[object-size]" in found.messages
    manifest = found["cloudprofile.yaml"]
    assert compact(yaml.load(manifest, yaml.CSafeLoader)) < 1536 * 1024
    assert "etcdserver: request is too large" in plane.apply(manifest, "server-side").stderr


@pytest.mark.parametrize("way", WAYS)
def test_annotations_that_somebody_wrote_have_a_limit_in_every_way(
    way: Way, manifests: dict[str, str], plane: ControlPlane
) -> None:
    body = yaml.safe_load(manifests["v1beta1 registry keys"])
    start(plane, json.dumps(body), way)
    body["metadata"]["annotations"] = {"a": "x" * 262_144}
    assert "metadata.annotations: Too long" in write(plane, json.dumps(body), way).stderr


@pytest.mark.parametrize("way", WAYS)
def test_what_others_wrote_stays_unless_the_object_is_replaced(
    way: Way, manifests: dict[str, str], plane: ControlPlane
) -> None:
    manifest = manifests["v1beta1 blob none"]
    start(plane, manifest, way)
    plane.done("label", "controllerdeployments", "--all", "written-by=others")
    assert write(plane, manifest, way).returncode == 0
    (live,) = plane.live(manifest)
    labels = live["metadata"].get("labels", {})
    assert ("written-by" in labels) == (way != "replace")


@pytest.mark.parametrize("way", WAYS)
def test_what_others_set_otherwise_is_a_conflict_to_the_server_alone(
    way: Way, manifests: dict[str, str], plane: ControlPlane
) -> None:
    body = yaml.safe_load(manifests["v1beta1 blob none"])
    body["metadata"]["labels"] = {"a": "ours"}
    start(plane, json.dumps(body), way)
    plane.done("label", "controllerdeployments", "--all", "--overwrite", "a=theirs")
    result = write(plane, json.dumps(body), way)
    assert ("conflict" in result.stderr) == (way == "server-side")
    forced = ["--force-conflicts"] if way == "server-side" else []
    assert write(plane, json.dumps(body), way, *forced).returncode == 0
    (live,) = plane.live(json.dumps(body))
    assert live["metadata"]["labels"] == {"a": "ours"}


def test_what_was_created_belongs_to_that_command(
    manifests: dict[str, str], plane: ControlPlane
) -> None:
    body = yaml.safe_load(manifests["v1beta1 blob none"])
    plane.done("create", "-f", "-", stdin=json.dumps(body))
    body["providerConfig"]["values"]["image"]["tag"] = "v0.0.1"
    assert 'conflict with "kubectl-create"' in plane.apply(json.dumps(body), "server-side").stderr
    assert plane.apply(json.dumps(body), "server-side", "--force-conflicts").returncode == 0
    body["providerConfig"]["values"]["image"]["tag"] = "v0.0.2"
    assert plane.apply(json.dumps(body), "server-side").returncode == 0


def test_replace_wants_an_object(manifests: dict[str, str], plane: ControlPlane) -> None:
    assert "NotFound" in write(plane, manifests["v1 blob none"], "replace").stderr


# From one way to another.


@pytest.mark.parametrize("before", ["server-side", "replace"])
@pytest.mark.parametrize("between", [False, True])
def test_a_client_removes_nothing_without_its_copy(
    before: Way, between: bool, manifests: dict[str, str], plane: ControlPlane
) -> None:
    old, new = manifests["v1beta1 blob keys"], manifests["v1beta1 blob none"]
    start(plane, old, before)
    if between:
        assert plane.apply(old, "client-side").returncode == 0
    result = plane.apply(new, "client-side")
    assert result.returncode == 0
    assert (f"missing the {COPY}" in result.stderr) != between
    assert has_keys(plane, new) != between


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("v1beta1 blob keys", "v1beta1 blob none"),
        ("v1 blob keys", "v1 blob none"),
        ("v1 blob keys", "v1beta1 blob none"),
        ("v1 blob none", "v1 blob resource"),
    ],
)
def test_the_server_takes_over_from_a_client_at_once(
    old: str, new: str, manifests: dict[str, str], plane: ControlPlane
) -> None:
    start(plane, manifests[old], "client-side")
    assert plane.apply(manifests[new], "server-side").returncode == 0
    assert is_live(plane, manifests[new])


def test_a_null_is_a_conflict_at_the_take_over(plane: ControlPlane, tmp_path: Path) -> None:
    manifest = generated(tmp_path, {"controllerDeployment": {"values": {"vpa": None}}})
    start(plane, manifest, "client-side")
    assert "conflict" in plane.apply(manifest, "server-side").stderr
    assert plane.apply(manifest, "server-side", "--force-conflicts").returncode == 0
    assert is_live(plane, manifest)
