"""Rules about what stands beside images in a spec: when they fire, and when they stay silent."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from generator import cli

if TYPE_CHECKING:
    from pathlib import Path

IDS = {"cn-shanghai": "m-uf6hvbrxclop1jtat17a"}
SPEC = {
    "kubernetes": {"versions": [{"version": "1.34.2"}]},
    "machineTypes": [{"name": "ecs.g7.large", "cpu": "2", "gpu": "0", "memory": "8Gi"}],
    "regions": [{"name": "cn-shanghai"}],
}


@pytest.fixture
def rules(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Any:
    """What is found in a CloudProfile with more in its spec, or a catalog with more sections."""

    def found(*arguments: str, spec: object = None, version: object = None, **more: Any) -> str:
        tree = {
            "images": {"a": {"versions": {"1.0.0": {"regions": IDS, **(version or {})}}}},  # type: ignore[dict-item]
            "cloudProfile": {"spec": {**SPEC, **(spec or {})}},  # type: ignore[dict-item]
            **more,
        }
        path = tmp_path / "a.yaml"
        path.write_text(json.dumps(tree))
        cli.run(["validate", str(path), *arguments])
        lines = re.findall(r": (?:error|warning): (.*)$", capfd.readouterr().err, re.MULTILINE)
        return "\n".join(lines)

    return found


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("v1.150.0", ["foo", "limit"]),
        ("v1.150.9", ["foo", "limit"]),
        ("v1.149.3", ["limit"]),
        ("v1.120.0", ["limit"]),
    ],
)
def test_unknown_fields_are_those_that_the_target_release_lacks(
    target: str, found: list[str], rules: Any
) -> None:
    text = rules(target={"gardener": target}, spec={"foo": {"a": 1}, "limit": {"maxNodesTotal": 1}})
    assert re.findall(r'unknown field "spec\.(.*)" \[unknown-field\]', text) == found


def test_regions_that_a_landscape_leaves_out_are_not_checked(rules: Any) -> None:
    regions = [{"name": "eu-central-1", "zone": []}, {"name": "cn-shanghai", "zone": []}]
    text = rules(spec={"regions": regions}, regions=["cn-shanghai"])
    assert text == 'unknown field "spec.regions[].zone" [unknown-field]'


@pytest.mark.parametrize("parent", ["alicluod", "alicoud", "allicloud", "elicloud"])
def test_a_parent_spelled_almost_like_the_cloudprofile_is_unknown(parent: str, rules: Any) -> None:
    child = {"name": "t", "namespace": "n", "parent": parent}
    assert "[unknown-parent]" in rules(namespacedCloudProfiles=[child])


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("alicloud", "alicloud-b"),
        ("alicloud-a", "alicloud-b"),
        ("alicloud1", "alicloud2"),
        ("alicloud-dev", "alicloud-live"),
        ("alicloud", "openstack"),
        ("cn", "eu"),
    ],
)
def test_a_parent_named_otherwise_is_taken_for_a_cloudprofile_elsewhere(
    name: str, parent: str, rules: Any
) -> None:
    child = {"name": "t", "namespace": "n", "parent": parent}
    profile = {"name": name, "spec": SPEC}
    assert not rules(cloudProfile=profile, namespacedCloudProfiles=[child])


def test_a_bastion_image_of_which_all_versions_have_expired_is_told(rules: Any) -> None:
    version = {"classification": "supported", "expirationDate": "2030-01-01"}
    bastion = {"bastion": {"machineImage": {"name": "a"}}}
    quiet = ("--rule", "expiring-version=off", "--rule", "default-image=off")
    assert not rules(*quiet, version=version, spec=bastion)
    assert not rules(*quiet, "--as-of", "2030-01-01", version=version, spec=bastion)
    assert "[bastion-image]" in rules(
        *quiet, "--as-of", "2030-01-02", version=version, spec=bastion
    )


@pytest.mark.parametrize("kubernetes", [1, [], {"versions": {}}, {"versions": [1, None]}, None])
@pytest.mark.parametrize("bastion", [1, [], {"machineImage": 1}, {"machineType": []}, None])
def test_malformed_kubernetes_and_bastion_sections_break_the_catalog_format(
    kubernetes: object, bastion: object, rules: Any
) -> None:
    spec = {"kubernetes": kubernetes, "bastion": bastion}
    child = {"name": "t", "namespace": "n", "spec": {"kubernetes": kubernetes}}
    assert "[catalog-format]" in rules(spec=spec, namespacedCloudProfiles=[child])
