"""Steps of a landscape's life: what comes of an apply of the next catalog, and what we say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from generator.cli import run
from tests.conformance.garden import prepare_for
from tests.conformance.landscapes import generate
from tests.conformance.steps import BASE, SEED, Outcome, applied, both, manifest_of, merged, seed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.control_plane import ControlPlane, Mode
    from tests.conformance.steps import Changes

NO_FIELD = "unable to find api field in struct JSON"

V1: Changes = {"controllerDeployment": {"apiVersion": "v1"}}
OTHERS: Changes = {"controllerRegistration": {}, "extension": {}}
LABELS: Changes = {"labels": {"team": "release"}, "annotations": {"example.com/note": "yes"}}


def version(number: str, **keys: object) -> Changes:
    return {"images": {"gardenlinux": {"versions": {number: keys or None}}}}


ADDED = version("2000.1.0", regions={"cn-shanghai": "m-uf6hvbrxclop1jtat17c"})
OTHER_ID = version("1877.12.0", regions={"cn-shanghai": "m-uf6hvbrxclop1jtat17d"})
DATED = version("1877.12.0", classification="deprecated", expirationDate="2099-03-31")
GONE = version("1877.12.0")
FLAVOR = {"architecture": "amd64", "regions": {"cn-shanghai": "m-uf6hvbrxclop1jtat17a"}}
FLAVORS = {
    **version("1877.13.0", regions=None, flavors=[FLAVOR]),
    "cloudProfile": {
        "spec": {"machineCapabilities": [{"name": "architecture", "values": ["amd64", "arm64"]}]}
    },
}
POLICY: Changes = {"controllerRegistration": {"policy": "Always"}}
NOT_SHARED: Changes = {"images": {"gardenlinux": {"shared": False}}}
NOTHING_CONFIGURED: Changes = {
    "ownerSecret": None,
    "csi": None,
    **NOT_SHARED,
    "controllerDeployment": {"machineImages": False},
}


LIFE: dict[str, tuple[Changes, ...]] = {
    "a version is added": ({}, ADDED),
    "an ID changes": ({}, OTHER_ID),
    "a version is deprecated, then retired": ({}, DATED, GONE),
    "a version goes at once": ({}, GONE),
    "labels come": (OTHERS, both(OTHERS, LABELS)),
    "labels go": (both(OTHERS, LABELS), OTHERS),
    "the configuration goes": ({}, NOTHING_CONFIGURED),
    "flat images get flavors": ({}, FLAVORS),
    "flavors get flat": (FLAVORS, {}),
    "the policy changes": (OTHERS, both(OTHERS, POLICY)),
    "a Seed gets labels": (SEED, seed(labels={"team": "release"})),
    "a Seed gets a zone": (
        SEED,
        seed(spec={"provider": {"zones": ["cn-shanghai-a", "cn-shanghai-b"]}}),
    ),
    "a backup is kept longer": (SEED, seed(backup={"immutability": {"retentionPeriod": 40}})),
    "labels of v1 come": (V1, both(V1, LABELS)),
    "a version of v1 is added": (V1, both(V1, ADDED)),
    "a version of v1 goes": (V1, both(V1, GONE)),
    "an image of v1 is no longer shared": (V1, both(V1, NOT_SHARED)),
}
"""Catalogs that are applied one after the other, each as changes of a base."""

REFUSED = ("a version of v1 is added", "a version of v1 goes", "an image of v1 is no longer shared")
"""The steps that change the values of v1: kubectl cannot merge them."""


@pytest.mark.parametrize("name", LIFE)
def test_steps_by_kubectl(name: str, plane: ControlPlane, tmp_path: Path) -> None:
    outcome = last(LIFE[name], "client-side", plane, tmp_path)
    if name in REFUSED:
        assert NO_FIELD in outcome.refusal
    else:
        assert outcome == Outcome("", [])


@pytest.mark.parametrize("name", LIFE)
def test_steps_by_the_server(name: str, plane: ControlPlane, tmp_path: Path) -> None:
    assert last(LIFE[name], "server-side", plane, tmp_path) == Outcome("", [])


def last(catalogs: tuple[Changes, ...], mode: Mode, plane: ControlPlane, folder: Path) -> Outcome:
    """What comes of the last of catalogs that are applied one after the other."""
    *before, after = (
        manifest_of(changes, folder / str(index)) for index, changes in enumerate(catalogs)
    )
    prepare_for(after, plane)
    for manifest in before:
        assert plane.apply(manifest, mode).returncode == 0
    return applied(after, mode, plane)


@pytest.mark.parametrize("name", LIFE)
def test_diff_has_no_objection(
    name: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    for file, changes in zip((old, new), LIFE[name][-2:], strict=True):
        file.write_text(manifest_of(changes, tmp_path / file.stem), "utf-8")
    assert run(["diff", "--format", "json", str(old), str(new)]) == 0
    (place,) = json.loads(capfdbinary.readouterr().out)["places"]
    said = {each["id"] for each in place["impact"]}
    assert not said & {"refused", "refused-in-one-step", "left-live"}


@pytest.mark.parametrize("name", REFUSED)
def test_a_rule_refuses_what_kubectl_cannot(name: str, tmp_path: Path) -> None:
    catalog = merged(BASE, LIFE[name][-1])
    by_kubectl = generate({**catalog, "target": {"apply": "client-side"}}, tmp_path / "kubectl")
    assert (by_kubectl.exit_code, "[client-side-apply]" in by_kubectl.messages) == (1, True)
    by_server = generate({**catalog, "target": {"apply": "server-side"}}, tmp_path / "server")
    assert (by_server.exit_code, "apply]" in by_server.messages) == (0, False)
    assert "[apply-mode]" in generate(catalog, tmp_path / "unknown").messages
