"""Steps of a landscape's life: what comes of an apply of the next catalog, and what we say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from generator.cli import run
from tests.conformance.garden import prepare_for
from tests.conformance.landscapes import generate
from tests.conformance.steps import BASE, SEED, applied, both, manifest_of, merged, seed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.control_plane import ControlPlane, Mode
    from tests.conformance.steps import Changes

NO_FIELD = "unable to find api field in struct JSON"
NO_CHART = "must provide either rawChart or ociRepository"
NO_RESOURCE = "which is not declared in the resources list"
LIMITS = "ControllerDeployment.helm.values.resources.limits"
KEYS = "config.machineImageOwnerSecret"
V1_KEYS = f"ControllerDeployment.helm.values.{KEYS}"
V1BETA1_KEYS = f"ControllerDeployment.providerConfig.values.{KEYS}"

V1: Changes = {"controllerDeployment": {"apiVersion": "v1"}}
REPOSITORY = "registry.example.com/charts/provider-alicloud"
OCI: Changes = {"controllerDeployment": {"chart": {"oci": {"ref": f"{REPOSITORY}:v1.72.0"}}}}
V1_OCI = both(OCI, V1)
NO_KEYS: Changes = {"ownerSecret": None}
RESOURCE: Changes = {
    **V1,
    "ownerSecret": {"resource": "owner", "accessKeyID": None, "accessKeySecret": None},
}
OTHERS: Changes = {"controllerRegistration": {}, "extension": {}}
LABELS: Changes = {"labels": {"team": "release"}, "annotations": {"example.com/note": "yes"}}


def version(number: str, **keys: object) -> Changes:
    return {"images": {"gardenlinux": {"versions": {number: keys or None}}}}


def values(**changes: object) -> Changes:
    return {"controllerDeployment": {"values": {"resources": changes}}}


ADDED = version("2000.1.0", regions={"cn-shanghai": "m-uf6hvbrxclop1jtat17c"})
DATED = version("1877.12.0", classification="deprecated", expirationDate="2099-03-31")
GONE = version("1877.12.0")
LESS, MORE = values(limits=None), values(limits={"cpu": "600m"})
FLAVOR = {"architecture": "amd64", "regions": {"cn-shanghai": "m-uf6hvbrxclop1jtat17a"}}
FLAVORS = {
    **version("1877.13.0", regions=None, flavors=[FLAVOR]),
    "cloudProfile": {
        "spec": {"machineCapabilities": [{"name": "architecture", "values": ["amd64", "arm64"]}]}
    },
}
NOTHING_CONFIGURED: Changes = {
    **NO_KEYS,
    "csi": None,
    "images": {"gardenlinux": {"shared": False}},
    "controllerDeployment": {"machineImages": False},
}


@dataclass(frozen=True, slots=True)
class Step:
    """Catalogs that are applied one after the other, and what comes of the last one.

    Empty is well: all is as it was written. Else it is a part of the refusal, or the one place
    that an apply leaves as it was. `told` is the ID of what `diff` says about it.
    """

    catalogs: tuple[Changes, ...]
    client_side: str = ""
    server_side: str = ""
    told: str = ""


LEFT, REFUSED, ONE_STEP = "left-live", "refused", "refused-in-one-step"

LIFE = {
    "a version is added": Step(({}, ADDED)),
    "an ID changes": Step(
        ({}, version("1877.12.0", regions={"cn-shanghai": "m-uf6hvbrxclop1jtat17d"}))
    ),
    "a version is deprecated, then retired": Step(({}, DATED, GONE)),
    "a version goes at once": Step(({}, GONE)),
    "a value changes": Step(({}, MORE)),
    "a value goes": Step(({}, LESS)),
    "labels come": Step((OTHERS, both(OTHERS, LABELS))),
    "labels go": Step((both(OTHERS, LABELS), OTHERS)),
    "the configuration goes": Step(({}, NOTHING_CONFIGURED)),
    "flat images get flavors": Step(({}, FLAVORS)),
    "flavors get flat": Step((FLAVORS, {})),
    "the policy changes": Step(
        (OTHERS, both(OTHERS, {"controllerRegistration": {"policy": "Always"}}))
    ),
    "the limit shrinks": Step(
        ({}, {"cloudProfile": {"spec": {"limits": {"maxNodesTotal": 20}}}}),
        *("cannot be decreased",) * 2,
        REFUSED,
    ),
    # A ControllerDeployment of v1
    "v1: a version is added": Step((V1, both(V1, ADDED)), NO_FIELD),
    "v1: a value changes": Step((V1, both(V1, MORE)), NO_FIELD),
    "v1: a value goes": Step((V1, both(V1, LESS)), NO_FIELD),
    "v1: labels come": Step((V1, both(V1, LABELS))),
    "v1: the chart moves to a registry": Step((V1, V1_OCI)),
    "v1: the chart comes back": Step((V1_OCI, V1)),
    "v1: keys become a resource": Step((V1, RESOURCE), NO_FIELD),
    "v1: the resource becomes keys": Step((RESOURCE, V1), NO_FIELD),
    "v1: the resource goes": Step((RESOURCE, both(V1, NO_KEYS)), NO_FIELD),
    # From v1beta1 to v1
    "to v1": Step(({}, V1)),
    "to v1, and a value goes": Step(({}, both(V1, LESS)), LIMITS, LIMITS, LEFT),
    "to v1, and the keys go": Step(({}, both(V1, NO_KEYS)), V1_KEYS, V1_KEYS, LEFT),
    "to v1, then the keys go": Step(({}, V1, both(V1, NO_KEYS)), NO_FIELD),
    "to v1, and keys become a resource": Step(({}, RESOURCE), NO_FIELD, NO_RESOURCE, ONE_STEP),
    "to v1, then keys become a resource": Step(({}, V1, RESOURCE), NO_FIELD),
    "to v1, and to a registry": Step(({}, V1_OCI), NO_CHART, NO_CHART, ONE_STEP),
    "to v1, then to a registry": Step(({}, V1, V1_OCI)),
    "to a registry, then to v1": Step(({}, OCI, V1_OCI)),
    # From v1 to v1beta1
    "to v1beta1": Step((V1, {})),
    "to v1beta1, and the keys go": Step((V1, NO_KEYS), V1BETA1_KEYS, "", LEFT),
    "to v1beta1, then the keys go": Step((V1, {}, NO_KEYS)),
    "to v1beta1, and the resource becomes keys": Step((RESOURCE, {})),
    "to v1beta1, and the resource goes": Step((RESOURCE, NO_KEYS), NO_RESOURCE, "", ONE_STEP),
    "to v1beta1, and from a registry": Step((V1_OCI, {}), NO_CHART, "", ONE_STEP),
    "from a registry, then to v1beta1": Step((V1_OCI, V1, {})),
    # v1beta1 in a registry
    "the chart moves to a registry": Step(({}, OCI)),
    "the chart comes back": Step((OCI, {})),
    # Seeds
    "a Seed gets labels": Step((SEED, seed(labels={"team": "release"}))),
    "a Seed gets a zone": Step(
        (
            SEED,
            seed(spec={"provider": {"zones": ["cn-shanghai-a", "cn-shanghai-b", "cn-shanghai-c"]}}),
        )
    ),
    "a backup is kept longer": Step((SEED, seed(backup={"immutability": {"retentionPeriod": 40}}))),
    "a backup is kept shorter": Step(
        (SEED, seed(backup={"immutability": {"retentionPeriod": 20}})),
        *("reducing the retention period",) * 2,
        REFUSED,
    ),
    "a bucket is unlocked": Step(
        (SEED, seed(backup={"immutability": {"locked": False}})),
        *("cannot be unlocked once it is locked",) * 2,
        REFUSED,
    ),
    "a backup moves to another region": Step(
        (SEED, seed(backup={"region": "cn-beijing"})), *("spec.backup.region",) * 2, REFUSED
    ),
    "a Seed gets another domain": Step(
        (SEED, seed(spec={"ingress": {"domain": "other.example.com"}})),
        *("spec.ingress.domain",) * 2,
        REFUSED,
    ),
    "a Seed gets another network": Step(
        (SEED, seed(spec={"networks": {"pods": "10.245.0.0/16"}})),
        *("spec.networks.pods",) * 2,
        REFUSED,
    ),
}


@pytest.mark.parametrize("name", LIFE)
def test_steps_by_kubectl(name: str, plane: ControlPlane, tmp_path: Path) -> None:
    step = LIFE[name]
    takes(step.catalogs, "client-side", step.client_side, plane, tmp_path)


@pytest.mark.parametrize("name", LIFE)
def test_steps_by_the_server(name: str, plane: ControlPlane, tmp_path: Path) -> None:
    step = LIFE[name]
    takes(step.catalogs, "server-side", step.server_side, plane, tmp_path)


def takes(
    catalogs: tuple[Changes, ...], mode: Mode, expected: str, plane: ControlPlane, folder: Path
) -> None:
    """Applies catalogs one after the other; only the last may come to anything but well."""
    *before, after = (
        manifest_of(changes, folder / str(index)) for index, changes in enumerate(catalogs)
    )
    prepare_for(after, plane)
    for manifest in before:
        assert plane.apply(manifest, mode).returncode == 0
    outcome = applied(after, mode, plane)
    if outcome.refusal:
        assert expected
        assert expected in outcome.refusal
    else:
        assert outcome.places == ([expected] if expected else [])
        assert applied(after, mode, plane) == outcome


@pytest.mark.parametrize("name", LIFE)
def test_diff_says_what_an_apply_cannot(
    name: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    step = LIFE[name]
    for place, changes in zip(("old", "new"), step.catalogs[-2:], strict=True):
        (tmp_path / f"{place}.yaml").write_text(manifest_of(changes, tmp_path / place), "utf-8")
    run(
        ["diff", "--format", "json", *(str(tmp_path / f"{place}.yaml") for place in ("old", "new"))]
    )
    (place,) = json.loads(capfdbinary.readouterr().out)["places"]
    told = {each["id"] for each in place["impact"]} & {LEFT, REFUSED, ONE_STEP}
    assert told == ({step.told} if step.told else set())


@pytest.mark.parametrize("name", [name for name in LIFE if LIFE[name].client_side == NO_FIELD])
def test_a_rule_refuses_what_kubectl_cannot(name: str, tmp_path: Path) -> None:
    catalog = merged(BASE, LIFE[name].catalogs[-1])
    by_kubectl = generate({**catalog, "target": {"apply": "client-side"}}, tmp_path / "kubectl")
    assert (by_kubectl.exit_code, "[client-side-apply]" in by_kubectl.messages) == (1, True)
    by_server = generate({**catalog, "target": {"apply": "server-side"}}, tmp_path / "server")
    assert (by_server.exit_code, "apply]" in by_server.messages) == (0, False)
    assert "[apply-mode]" in generate(catalog, tmp_path / "unknown").messages
