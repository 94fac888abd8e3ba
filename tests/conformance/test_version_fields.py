"""What a version says of itself, right and wrong: lifecycle, cri, inPlaceUpdates, and the words.

Where we refuse something, Gardener refuses the same value in a manifest; where we take it, Gardener
takes what we make of it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conformance.landscapes import generate
from tests.conformance.test_profiles import BOTH, GATES, PROFILE, catalog, put

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.judges import Judge

Tree = dict[str, Any]
NEXT = {"classification": "expired", "startTime": "2099-01-01T00:00:00Z"}
TIMES = [
    *("2026-01-01T00:00:00Z", "2026-01-01T00:00:00+02:00", "2026-01-01T00:00:00.5Z"),
    *("2026-01-01", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "2026-01-01T00:00Z"),
    *("2026-01-01T24:00:00Z", "2026-02-30T00:00:00Z", "20260101T000000Z", "soon", "", 2026, None),
]
LIFECYCLES = [
    *([{"classification": "supported", "startTime": time}, NEXT] for time in TIMES),
    *([{"classification": name}, NEXT] for name in ("preview", "suported", "", 1, None)),
    [{"classification": "supported"}, NEXT],
    [{"classification": "supported"}, {"classification": "deprecated"}],
    [{"classification": "supported", "startTim": "2026-01-01T00:00:00Z"}, NEXT],
    [{}, NEXT],
    [{"startTime": "2026-01-01T00:00:00Z"}, NEXT],
    ["supported", NEXT],
    [None, NEXT],
    *([], None, {}, "supported"),
]
RUNTIMES = [
    *([{"type": name}] for name in ("gvisor", "a b", "a/b", "", 63 * "a", 64 * "a", 1, None)),
    [{"type": "gvisor"}, {"type": "gvisor"}],
    [{"type": "gvisor"}, {"type": "kata", "providerConfig": {"apiVersion": "a/b", "kind": "C"}}],
    *([{"type": "gvisor", "providerConfig": config}] for config in ({}, None, "fast", ["fast"])),
    *([{"type": "gvisor", "x": 1}], [{}], ["gvisor"], [None], [], None, {}, "gvisor"),
]
INTERFACES = [
    *([{"name": "containerd", "containerRuntimes": runtimes}] for runtimes in RUNTIMES),
    *([{"name": name}] for name in ("containerd", "docker", "", 1, None)),
    [{"name": "containerd"}, {"name": "containerd"}],
    *([{"name": "containerd", "x": 1}], [{}], ["containerd"], [None], {}, "containerd"),
]
UPDATES = [
    *({"supported": value} for value in (True, False, None, "yes", "true", 1, [])),
    *({"supported": True, "minVersionForUpdate": v} for v in ("1.0.0", "1.0", 1, "x", None)),
    *({"supportd": True}, {"minVersionForUpdate": "1.0.0"}, {}, None, True, "yes", []),
]
SAID = [
    *(("lifecycle", value) for value in LIFECYCLES),
    *(("cri", value) for value in INTERFACES),
    *(("inPlaceUpdates", value) for value in UPDATES),
    *(("classification", name) for name in ("supported", "suported", "Supported", "expired", None)),
    *(("architectures", names) for names in (["amd64"], ["amd46"], ["arm64", "amd64"], "amd64")),
    *(("architectures", 2 * [name]) for name in ("amd64", "arm64")),
]
PURPOSES = {
    "expected a mapping": "a runtime's configuration is an object, though Gardener keeps any JSON",
    "is listed twice": "an architecture twice says nothing, and hides the one meant",
}
"""What we refuse although Gardener takes it: a part of our message, and why."""


@pytest.mark.parametrize(("field", "value"), SAID, ids=json.dumps)
def test_fields(
    field: str,
    value: Any,
    tmp_path: Path,
    gardener: Judge,
    extension: Judge,
) -> None:
    ours = generate(catalog({"1.0.0": {field: value, "regions": BOTH}}), tmp_path / "asked")
    if ours.exit_code == 0:
        text = ours[PROFILE]
        assert extension.ask("admission", manifest=text).accepted
        (stored,) = gardener.accepts("admission", manifest=text, featureGates=GATES)
        assert stored["versions"]["v1beta1"]["spec"] == yaml.safe_load(text)["spec"]
        return
    good = generate(catalog({"1.0.0": BOTH}), tmp_path / "good")[PROFILE]
    raw = put(yaml.safe_load(good), f"spec/machineImages/0/versions/0/{field}", value)
    verdict = gardener.ask("admission", manifest=json.dumps(raw), featureGates=GATES)
    assert not verdict.accepted or any(part in ours.messages for part in PURPOSES), ours.messages


def test_every_purpose_serves(tmp_path: Path) -> None:
    cri = [{"name": "containerd", "containerRuntimes": [{"type": "a", "providerConfig": "fast"}]}]
    version = {"cri": cri, "architectures": ["amd64", "amd64"], "regions": BOTH}
    refused = generate(catalog({"1.0.0": version}), tmp_path)
    assert [part for part in PURPOSES if part not in refused.messages] == []


def test_only_we_refuse_a_version_that_begins_expired(tmp_path: Path, gardener: Judge) -> None:
    """The server takes it and drops it without a word, so that nobody is offered it."""
    wish = catalog({"2.0.0": BOTH, "1.0.0": BOTH})
    good = yaml.safe_load(generate(wish, tmp_path / "good")[PROFILE])
    place = "machineImages/0/versions/1/classification"
    raw = put(good, f"spec/{place}", "expired")
    (stored,) = gardener.accepts("admission", manifest=json.dumps(raw), featureGates=GATES)
    images = stored["versions"]["v1beta1"]["spec"]["machineImages"]
    assert [version["version"] for version in images[0]["versions"]] == ["2.0.0"]
    expired = {"classification": "expired", "regions": BOTH}
    refused = generate(catalog({"2.0.0": BOTH, "1.0.0": expired}), tmp_path / "bad")
    assert 'Unsupported value: "expired"' in refused.messages


@pytest.mark.parametrize("value", LIFECYCLES, ids=json.dumps)
@pytest.mark.parametrize("index", [0, 1], ids=["latest", "older"])
def test_lifecycles_of_kubernetes(
    index: int,
    value: Any,
    tmp_path: Path,
    gardener: Judge,
) -> None:
    """These are passed on as they stand: refused by one side, refused by the other."""
    versions: list[Tree] = [{"version": "1.34.2"}, {"version": "1.33.6"}]
    versions[index]["lifecycle"] = value
    plain = catalog({"1.0.0": BOTH})
    good = generate(plain, tmp_path / "good")[PROFILE]
    raw = put(yaml.safe_load(good), "spec/kubernetes/versions", versions)
    verdict = gardener.ask("admission", manifest=json.dumps(raw), featureGates=GATES)
    asked = put(plain, "cloudProfile/spec/kubernetes/versions", versions)
    ours = generate(asked, tmp_path / "asked", "--rule", "unknown-field=error")
    assert verdict.accepted == (ours.exit_code == 0), (verdict.refusals, ours.messages)
