"""Changes of form of a ControllerDeployment, as docs/how-to/apply.md has them."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator.manifest.objects import read_objects
from generator.review.deployment_form import form_impact
from tests.conformance.ways import (
    COPY,
    FORMS,
    KEYS,
    MODES,
    has_keys,
    helm,
    is_live,
    outcome,
    start,
    write,
)

if TYPE_CHECKING:
    from tests.conformance.control_plane import ControlPlane, Mode

CHANGES = [(old, new) for old, new in permutations(FORMS, 2) if old.split()[0] != new.split()[0]]
FORETOLD = {"refused-in-one-step": "refused", "left-live": "left-live"}


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_diff_tells_what_one_apply_cannot_do(
    old: str, new: str, manifests: dict[str, str], plane: ControlPlane
) -> None:
    before, after = manifests[old], manifests[new]
    (first,), (second,) = (read_objects(text.encode(), "a.yaml") for text in (before, after))
    told = [FORETOLD[each.id] for each in form_impact(first, second)]
    expected = told[0] if told else "done"
    to_v1 = second.api_version.endswith("/v1")
    # What the server merges has such steps on the way to v1 alone.
    assert outcome(plane, before, after, "server-side") == (expected if to_v1 else "done")
    by_client = outcome(plane, before, after, "client-side")
    # Other values in v1 are refused to a client, whatever else changes.
    assert by_client == expected or (to_v1 and by_client == "refused" and differ(before, after))


def differ(*manifests: str) -> bool:
    old, new = (helm(yaml.safe_load(manifest))["values"] for manifest in manifests)
    return bool(old != new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("v1beta1 blob keys", "v1 blob none"),
        ("v1beta1 blob keys", "v1 blob resource"),
        ("v1beta1 registry keys", "v1 blob keys"),
        ("v1 registry keys", "v1beta1 blob none"),
        ("v1 blob resource", "v1beta1 blob none"),
    ],
)
def test_replace_does_each_change_at_once(
    old: str, new: str, manifests: dict[str, str], plane: ControlPlane
) -> None:
    assert outcome(plane, manifests[old], manifests[new], "replace") == "done"


@pytest.mark.parametrize("before", MODES)
@pytest.mark.parametrize(
    "steps",
    [
        ("v1beta1 blob keys", "v1 blob keys", "v1 blob none"),
        ("v1beta1 blob keys", "v1 blob keys", "v1 blob resource"),
        ("v1beta1 blob keys", "v1 blob keys", "v1 registry keys"),
        ("v1beta1 registry keys", "v1 registry keys", "v1 blob keys"),
        ("v1 blob keys", "v1beta1 blob none"),
        ("v1 registry keys", "v1beta1 blob none"),
        ("v1 blob resource", "v1beta1 blob none"),
    ],
    ids=" → ".join,
)
def test_the_steps_work_server_side_whatever_was_before(
    steps: tuple[str, ...], before: Mode, manifests: dict[str, str], plane: ControlPlane
) -> None:
    start(plane, manifests[steps[0]], before)
    for step in steps[1:]:
        assert write(plane, manifests[step], "server-side").returncode == 0
        assert is_live(plane, manifests[step])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("version", ["v1", "v1beta1"])
def test_a_chart_moves_to_a_registry_and_back_in_one_version(
    version: str, mode: Mode, manifests: dict[str, str], plane: ControlPlane
) -> None:
    blob, registry = (manifests[f"{version} {place} keys"] for place in ("blob", "registry"))
    assert outcome(plane, blob, registry, mode) == "done"
    assert write(plane, blob, mode).returncode == 0
    assert is_live(plane, blob)


@pytest.mark.parametrize("mode", MODES)
def test_keys_move_to_a_resource_in_v1_server_side(
    mode: Mode, manifests: dict[str, str], plane: ControlPlane
) -> None:
    keys, resource = manifests["v1 blob keys"], manifests["v1 blob resource"]
    expected = "done" if mode == "server-side" else "refused"
    assert outcome(plane, keys, resource, mode) == expected


@pytest.mark.parametrize("mode", MODES)
def test_keys_that_stayed_live_are_found_and_go_by_replace(
    mode: Mode, manifests: dict[str, str], plane: ControlPlane
) -> None:
    without = manifests["v1 blob none"]
    assert outcome(plane, manifests["v1beta1 blob keys"], without, mode) == "left-live"
    again = write(plane, without, mode)
    assert again.stdout.endswith("unchanged\n" if mode == "client-side" else "applied\n")
    assert KEYS["accessKeySecret"] in plane.done("get", "controllerdeployments", "-o", "yaml")
    plane.done("replace", "-f", "-", stdin=without)
    assert not has_keys(plane, without)


@pytest.mark.parametrize(("version", "stays"), [("v1beta1", True), ("v1", False)])
def test_values_of_v1_stay_while_somebody_manages_a_field_in_v1beta1(
    version: str, stays: bool, manifests: dict[str, str], plane: ControlPlane
) -> None:
    with_keys, without = manifests["v1 blob keys"], manifests["v1 blob none"]
    start(plane, with_keys, "server-side")
    plane.done("label", f"controllerdeployments.{version}.core.gardener.cloud", "--all", "a=b")
    for _ in range(2):
        assert write(plane, without, "server-side").returncode == 0
        assert has_keys(plane, without) == stays
    plane.done("replace", "-f", "-", stdin=without)
    assert not has_keys(plane, without)


@pytest.mark.parametrize("annotated", [True, False])
def test_kubectl_itself_manages_its_copy_in_v1beta1_after_a_take_over(
    annotated: bool, manifests: dict[str, str], plane: ControlPlane
) -> None:
    first, *steps = ("v1beta1 blob keys", "v1 blob keys", "v1 blob none")
    start(plane, manifests[first], "client-side")
    assert write(plane, manifests[first], "server-side").returncode == 0
    if not annotated:
        plane.done("annotate", "controllerdeployments", "--all", f"{COPY}-")
    for name in steps:
        assert write(plane, manifests[name], "server-side").returncode == 0
    assert has_keys(plane, manifests["v1 blob none"]) == annotated
    managers = shown_managers(plane)
    assert (("kubectl-last-applied", "core.gardener.cloud/v1beta1") in managers) == annotated


def shown_managers(plane: ControlPlane) -> set[tuple[str, str]]:
    shown = plane.done("get", "controllerdeployments", "-o", "yaml", "--show-managed-fields")
    (item,) = yaml.safe_load(shown)["items"]
    managed: list[Any] = item["metadata"]["managedFields"]
    return {(each["manager"], each["apiVersion"]) for each in managed}
