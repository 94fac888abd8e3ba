"""Which regions a version must have IDs in, and for whom."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from generator.checks import missing_region
from generator.decode import decode
from generator.decode.layers import read_layer, read_layers
from tests.support.tools import ROOT

BOTH = {"regions": ["r", "s"]}
SPEC = {
    "kubernetes": {"versions": [{"version": "1.34.2"}]},
    "machineTypes": [{"name": "ecs.g7.large", "cpu": "2", "gpu": "0", "memory": "8Gi"}],
}


def profile(*regions: str) -> dict[str, Any]:
    return {"cloudProfile": {"spec": {**SPEC, "regions": [{"name": name} for name in regions]}}}


def messages(versions: dict[str, Any], **more: Any) -> list[str]:
    text = json.dumps({"images": {"a": {"versions": versions}}, **more})
    catalog = decode([read_layer(text, "c.yaml")], date(2026, 11, 22))
    return [finding.message for finding in missing_region.check(catalog)]


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({}, ""),
        ({"regions": ["r"]}, ""),
        ({"regions": ["r", "s"]}, "s, which `regions` names"),
        ({"regions": ["r", "s", "t"]}, "s, t, which `regions` names"),
        (profile("r"), ""),
        (profile("r", "s"), "s, which the CloudProfile offers"),
        # Nobody can use a region that the profile does not offer.
        ({"regions": ["r", "s", "t"], **profile("r", "s")}, "s, which the CloudProfile offers"),
        ({"regions": ["r"], **profile("r", "s")}, ""),
    ],
)
def test_the_regions_are_those_of_the_profile_or_else_of_the_catalog(
    more: dict[str, Any], missing: str
) -> None:
    expected = [f"a 1.0.0 has no ID in {missing}"] if missing else []
    assert messages({"1.0.0": {"r": "m-1", "x": "m-2"}}, **more) == expected


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ({"*": "m-1"}, ""),
        ({"*": "m-1", "s": None}, "has no ID in s,"),
        ({"regions": {"r": "m-1"}, "expirationDate": "2026-11-21"}, ""),
        ({"regions": {"r": "m-1"}, "expirationDate": "2026-11-23"}, "has no ID in s,"),
        ({"regions": {"r": "m-1"}, "architectures": ["arm64"]}, "has no ID in s,"),
        (
            {
                "flavors": [
                    {"architecture": "amd64", "regions": {"r": "m-1", "s": "m-2"}},
                    {"architecture": "arm64", "regions": {"s": "m-3"}},
                ]
            },
            "flavor 2, has no ID in r,",
        ),
    ],
)
def test_each_flavor_of_a_version_that_has_not_expired_is_looked_at(
    version: dict[str, Any], words: str
) -> None:
    found = messages({"1.0.0": version}, **BOTH)
    assert len(found) == bool(words)
    assert all(words in message for message in found)


def test_the_regions_of_a_landscape_are_held_against_the_versions_of_its_base() -> None:
    texts = {
        "base.yaml": json.dumps({"images": {"a": {"versions": {"1.0.0": {"r": "m-1"}}}}}),
        "live.yaml": json.dumps({"extends": "base.yaml", **BOTH}),
    }
    layers = read_layers("live.yaml", lambda file: read_layer(texts[file], file))
    (finding,) = missing_region.check(decode(layers))
    assert finding.message == "a 1.0.0 has no ID in s, which `regions` names"
    assert [*missing_region.check(decode(layers[:1]))] == []


def test_the_guide_needs_no_region() -> None:
    path = ROOT / "examples" / "guide.yaml"
    catalog = decode([read_layer(path.read_text(), "guide.yaml")])
    assert [*missing_region.check(catalog)] == []
