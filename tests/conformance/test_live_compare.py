"""`--live` beside real servers: nothing after an apply, and then exactly what was changed."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
import yaml

from generator import cli
from generator.manifest.deployed import PlannedObject, match_deployed
from generator.manifest.matching import different
from generator.manifest.objects import Object
from tests.conformance.garden import prepare_for
from tests.conformance.landscapes import generate
from tests.conformance.test_admission import arguments
from tests.conformance.test_apply import CHOSEN, EXAMPLES, OK, has_expired, named
from tests.conformance.test_seed_patches import SEED, of_others

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conformance.control_plane import ControlPlane

pytestmark = pytest.mark.usefixtures("access_keys")

UNSETTLED = {
    # The server drops an expired version at every update.
    "rule-dates": [
        "image gardenlinux 1877.13.0 added for garden-team/team",
        "image gardenlinux 1877.12.0 added for garden-team/team",
    ],
    # Of Seeds that others create, a catalog has patches alone.
    "external-secrets": [
        f"Seed {name} added"
        for name in ("one", "with-the-same-key", "managed-elsewhere", "of-another-account")
    ],
    "seed": ["Seed cn-shanghai added", "Seed elsewhere added"],
    "seed-with-secrets": [
        f"Seed {name} added"
        for name in ("one", "another-with-the-same-key", "managed-elsewhere", "of-another-account")
    ],
}
"""What stays different, whatever is applied."""

Live: TypeAlias = "Callable[..., tuple[list[str], str]]"


@pytest.fixture
def live(
    plane: ControlPlane,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Live:
    """What `diff --live` says of a catalog: its sentences, and its messages."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "kubectl").symlink_to(plane.program)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("KUBECONFIG", str(plane.kubeconfig))
    monkeypatch.setenv("KUBECACHEDIR", str(tmp_path / "cache"))

    def said(catalog: Path, *options: str, code: int = 0) -> tuple[list[str], str]:
        capfd.readouterr()
        call = ["diff", str(catalog), "--live", "--quiet", "--format", "json", *options]
        assert cli.run(call) == code
        out, err = capfd.readouterr()
        places = json.loads(out)["places"]
        return [each["text"] for place in places for each in place["meaning"]], err

    return said


def applied(catalog: Path, plane: ControlPlane, folder: Path) -> str:
    manifest = generate(catalog, folder, *arguments(catalog)).manifest
    prepare_for(manifest, plane)
    for _ in range(1 + has_expired(manifest)):
        assert plane.apply(manifest, "server-side").returncode == 0
    return manifest


@pytest.mark.parametrize(
    "catalog", [*CHOSEN, EXAMPLES / "guide.yaml", EXAMPLES / "landscapes" / "live.yaml"], ids=named
)
def test_nothing_differs_after_an_apply(
    catalog: Path, plane: ControlPlane, tmp_path: Path, live: Live
) -> None:
    applied(catalog, plane, tmp_path)
    assert live(catalog) == (UNSETTLED.get(catalog.parent.name, []), "")


def test_a_patch_is_compared_with_the_seed_of_others(
    plane: ControlPlane, tmp_path: Path, live: Live
) -> None:
    catalog = OK / "seed-with-secrets" / "catalog.yaml"
    applied(catalog, plane, tmp_path / "first")
    text = generate(catalog, tmp_path / "patches", "--with-secrets")["seed-patches.yaml"]
    seeds = [of_others(patch) for patch in yaml.safe_load_all(text)]
    prepare_for(SEED.read_text("utf-8"), plane)
    plane.done("create", "-f", "-", stdin="\n---\n".join(map(json.dumps, seeds)))
    sentences, _ = live(catalog)
    assert len(sentences) == 2 * len(seeds)
    assert plane.apply(text, "server-side").returncode == 0
    assert live(catalog) == ([], "")


DRIFTS: dict[str, tuple[str, list[dict[str, Any]], str]] = {
    "label": (
        "cloudprofile/alicloud",
        [{"op": "add", "path": "/metadata/labels", "value": {"team": "a"}}],
        "CloudProfile alicloud: metadata.labels removed",
    ),
    "machine type": (
        "cloudprofile/alicloud",
        [{"op": "replace", "path": "/spec/machineTypes/0/usable", "value": False}],
        "CloudProfile alicloud: spec.machineTypes[",
    ),
    "classification": (
        "cloudprofile/alicloud",
        [
            {
                "op": "add",
                "path": "/spec/machineImages/0/versions/0/classification",
                "value": "preview",
            }
        ],
        "image ",
    ),
    "values": (
        "controllerdeployment/extension-provider-alicloud",
        [{"op": "add", "path": "/providerConfig/values/replicaCount", "value": 7}],
        "values.replicaCount removed (was 7)",
    ),
    "injection": (
        "controllerdeployment/extension-provider-alicloud",
        [{"op": "remove", "path": "/injectGardenKubeconfig"}],
        "ControllerDeployment extension-provider-alicloud: injectGardenKubeconfig added: true",
    ),
}


@pytest.mark.parametrize("name", DRIFTS)
def test_what_was_changed_is_found_and_nothing_else(
    name: str, plane: ControlPlane, tmp_path: Path, live: Live
) -> None:
    catalog = EXAMPLES / "cloudprofile.yaml"
    applied(catalog, plane, tmp_path)
    place, patch, sentence = DRIFTS[name]
    resource = place.replace("/", ".v1beta1.core.gardener.cloud/")
    plane.done("patch", resource, "--type=json", "-p", json.dumps(patch))
    sentences, _ = live(catalog)
    assert len(sentences) == 1
    assert sentences[0].startswith(sentence)
    assert cli.run(["check", str(catalog), "--live", "--quiet"]) == 1


def test_what_was_deleted_is_missing(
    plane: ControlPlane, tmp_path: Path, live: Live, capfd: pytest.CaptureFixture[str]
) -> None:
    catalog = OK / "extension" / "catalog.yaml"
    applied(catalog, plane, tmp_path)
    plane.done("delete", "extensions.operator.gardener.cloud", "--all")
    sentences, _ = live(catalog)
    assert len(sentences) == 1
    assert sentences[0].startswith("Extension provider-alicloud added")
    capfd.readouterr()
    assert cli.run(["check", str(catalog), "--live", "--quiet"]) == 1
    assert capfd.readouterr().out == "missing  Extension provider-alicloud\n"


def test_who_may_read_nothing_is_told_what_for(
    plane: ControlPlane, tmp_path: Path, live: Live
) -> None:
    catalog = EXAMPLES / "cloudprofile.yaml"
    applied(catalog, plane, tmp_path)
    config = json.loads(plane.kubeconfig.read_text())
    config["users"][0]["user"]["as"] = "joe"
    (tmp_path / "joe.json").write_text(json.dumps(config))
    sentences, err = live(catalog, "--kubeconfig", str(tmp_path / "joe.json"), code=1)
    assert sentences == []
    assert 'CloudProfile "alicloud" cannot be read: joe may not get it' in err
    assert "the verb get for cloudprofiles.core.gardener.cloud" in err
    assert 'ControllerDeployment "extension-provider-alicloud" cannot be read' in err


def test_a_kind_that_the_cluster_lacks_hides_no_other(
    plane: ControlPlane, tmp_path: Path, live: Live
) -> None:
    catalog = OK / "extension" / "catalog.yaml"
    manifest = applied(catalog, plane, tmp_path)
    assert "kind: Extension" in manifest
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "other.yaml.j2").write_text(
        "apiVersion: none.gardener.cloud/v1\nkind: Thing\nmetadata: {name: a}\n"
    )
    sentences, err = live(catalog, "--templates", str(templates), code=1)
    assert sentences == []
    assert "the cluster has no kind Thing of none.gardener.cloud/v1" in err


def test_a_server_that_is_gone_is_told(plane: ControlPlane, tmp_path: Path, live: Live) -> None:
    config = json.loads(plane.kubeconfig.read_text())
    config["clusters"][0]["cluster"]["server"] = "https://127.0.0.1:1"
    (tmp_path / "gone.json").write_text(json.dumps(config))
    sentences, err = live(
        EXAMPLES / "cloudprofile.yaml", "--kubeconfig", str(tmp_path / "gone.json"), code=1
    )
    assert (sentences, "the API server cannot be reached" in err) == ([], True)
    (tmp_path / "bad.json").write_text('{"users": [{"user": {"token": {"secret-token": 1}}}]}')
    sentences, err = live(
        EXAMPLES / "cloudprofile.yaml", "--kubeconfig", str(tmp_path / "bad.json"), code=1
    )
    assert (sentences, "the kubeconfig cannot be used" in err) == ([], True)
    assert "secret-token" not in err


DNS = {"apiVersion": "v1", "kind": "Secret", "name": "dns", "namespace": "garden"}
MINIMAL: dict[str, dict[str, Any]] = {
    "ControllerRegistration": {
        "deployment": {},
        "resources": [
            {"kind": "Infrastructure", "type": "x"},
            {"kind": "Extension", "type": "x"},
            {"kind": "Extension", "type": "y", "lifecycle": {"delete": "AfterKubeAPIServer"}},
            {"kind": "Extension", "type": "z", "reconcileTimeout": "90s"},
            {"kind": "SelfHostedShootExposure", "type": "x"},
        ],
    },
    "CloudProfile": {
        "type": "x",
        "kubernetes": {"versions": [{"version": "1.34.2"}]},
        "machineImages": [{"name": "a", "versions": [{"version": "1.0.0"}]}],
        "machineTypes": [{"name": "m", "cpu": 2, "gpu": 0, "memory": "8192Mi"}],
        "volumeTypes": [{"name": "v", "class": "c"}],
        "regions": [{"name": "r", "zones": []}],
    },
    "Seed": {
        "provider": {"type": "x", "region": "r"},
        "ingress": {"domain": "ingress.example.com", "controller": {"kind": "nginx"}},
        "dns": {
            "provider": {"type": "x", "credentialsRef": DNS},
            "internal": {"type": "x", "domain": "internal.example.com", "credentialsRef": DNS},
        },
        "networks": {"pods": "10.241.0.0/16", "services": "10.242.0.0/16"},
        "settings": {"dependencyWatchdog": {"weeder": {"enabled": False}}},
    },
}
"""Specs that leave all to the server that it fills in."""


@pytest.mark.parametrize("kind", MINIMAL)
def test_whatever_the_server_fills_in_is_no_difference(kind: str, plane: ControlPlane) -> None:
    body: dict[str, Any] = {
        "apiVersion": "core.gardener.cloud/v1beta1",
        "kind": kind,
        "metadata": {"name": "minimal"},
        "spec": MINIMAL[kind],
    }
    manifest = json.dumps(body)
    prepare_for(manifest, plane)
    assert plane.apply(manifest, "server-side").stderr == ""
    (stored,) = plane.live(manifest)
    match = match_deployed(PlannedObject(Object("", kind, body)), Object("", kind, stored))
    assert stored["spec"] != body["spec"]
    assert [*different([match])] == []


@pytest.mark.parametrize("case", ["v1", "metadata"])
def test_the_version_that_a_server_answers_in_is_no_difference(
    case: str, plane: ControlPlane, tmp_path: Path, live: Live
) -> None:
    catalog = OK / case / "catalog.yaml"
    applied(catalog, plane, tmp_path)
    answers = [
        plane.done("get", f"controllerdeployments.{version}.core.gardener.cloud", "-o", "json")
        for version in ("v1", "v1beta1")
    ]
    assert answers[0] != answers[1]
    others = plane.done("get", "cloudprofiles,controllerregistrations", "-o", "json")
    assert live(catalog) == ([], "")
    for number, answer in enumerate(answers):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "one.json").write_text(answer)
        (folder / "others.json").write_text(others)
        call = ["diff", str(catalog), "--against", str(folder), "--exit-code", "--quiet"]
        assert cli.run(call) == 0
