"""What we generate, applied to real servers: taken, stored as it is written, and left alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.conformance.garden import prepare_for
from tests.conformance.landscapes import CATALOGS, generate
from tests.conformance.stored import differences
from tests.conformance.test_admission import arguments
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conformance.control_plane import ControlPlane, Mode

pytestmark = pytest.mark.usefixtures("access_keys")

EXAMPLES = ROOT / "examples"
OK = ROOT / "tests" / "cases" / "ok"
APPLIED = [
    *sorted(EXAMPLES.glob("*.yaml")),
    *sorted((EXAMPLES / "landscapes").glob("*.yaml")),
    # What kustomize builds is applied by test_kustomize, with patches and without placeholders.
    *sorted(path for path in OK.glob("*/catalog.yaml") if "kustomization" not in path.parent.name),
    *sorted(CATALOGS.glob("*/catalog.yaml")),
]
CHOSEN = [
    EXAMPLES / "cloudprofile.yaml",
    *(
        OK / name / "catalog.yaml"
        for name in (
            "cloudprofile-every-option",
            "extension-settings",
            "external-secrets",
            "external-secrets-of-an-extension",
            "kubernetes-lifecycle",
            "metadata",
            "namespaced-parent-with-capabilities",
            "oci",
            "owner-secret-resource-v1",
            "registration-settings",
            "rule-dates",
            "seed",
            "seed-with-secrets",
            "v1",
            "values-null",
            "version-fields",
        )
    ),
]
"""The catalogs that are applied in both modes; the others by kubectl alone."""

REFUSED = {OK / "rule-unknown-field" / "catalog.yaml": 'unknown field "spec.setings"'}
"""What the servers do not take, and a rule warns of."""


CONFIGURED = "kubectl apply says configured"
REMARKS: dict[tuple[str, Mode], list[str]] = {
    # kubectl leaves out every null, and of v1 it says at each apply that it has done something.
    ("values-null", "client-side"): [
        "ControllerDeployment.providerConfig.values.config.clientConnection"
    ],
    ("extension-settings", "client-side"): ["Extension.spec.deployment.extension.values.vpa"],
    ("rule-apply-mode", "client-side"): [
        "ControllerDeployment.helm.values.imageVectorOverwrite",
        CONFIGURED,
    ],
    # The server drops an expired version of a NamespacedCloudProfile at every update.
    ("rule-dates", "client-side"): ["NamespacedCloudProfile.spec.machineImages", CONFIGURED],
    ("rule-dates", "server-side"): ["NamespacedCloudProfile.spec.machineImages"],
}
"""What does not settle: the places that stay different, and what kubectl says about it."""


def named(catalog: Path) -> str:
    return str(catalog.relative_to(ROOT)).removesuffix("/catalog.yaml")


@pytest.mark.parametrize("catalog", [path for path in APPLIED if path not in REFUSED], ids=named)
def test_an_apply_by_kubectl_settles(catalog: Path, plane: ControlPlane, tmp_path: Path) -> None:
    settles(catalog, "client-side", plane, tmp_path)


@pytest.mark.parametrize("catalog", REFUSED, ids=named)
def test_what_a_rule_warns_of_is_refused(
    catalog: Path, plane: ControlPlane, tmp_path: Path
) -> None:
    manifest = generate(catalog, tmp_path, *arguments(catalog)).manifest
    prepare_for(manifest, plane)
    assert REFUSED[catalog] in plane.apply(manifest, "client-side").stderr


@pytest.mark.parametrize("catalog", CHOSEN, ids=named)
def test_an_apply_by_the_server_settles(catalog: Path, plane: ControlPlane, tmp_path: Path) -> None:
    settles(catalog, "server-side", plane, tmp_path)


def settles(catalog: Path, mode: Mode, plane: ControlPlane, folder: Path) -> None:
    manifest = generate(catalog, folder, *arguments(catalog)).manifest
    prepare_for(manifest, plane)
    assert plane.apply(manifest, mode).stderr == ""
    if has_expired(manifest):
        assert plane.diff(manifest, mode).returncode == 1
        assert plane.apply(manifest, mode).stderr == ""
    assert list(unsettled(manifest, mode, plane)) == REMARKS.get((catalog.parent.name, mode), [])


def unsettled(manifest: str, mode: Mode, plane: ControlPlane) -> Iterator[str]:
    """The places that differ from what was written, and what an apply would do again."""
    written, stored = yaml.safe_load_all(manifest), plane.live(manifest)
    for mine, its in zip(written, stored, strict=True):
        yield from differences(mine, its)
    diff = plane.diff(manifest, mode)
    if diff.returncode or diff.stdout:
        yield "kubectl diff"
    again = plane.apply(manifest, mode)
    if again.returncode or plane.live(manifest) != stored:
        yield "kubectl apply"
    if mode == "client-side" and not all(
        line.endswith(" unchanged") for line in again.stdout.splitlines()
    ):
        yield CONFIGURED


def has_expired(manifest: str) -> bool:
    """Whether a server drops versions when it creates the objects; updates bring them back."""
    dates = re.findall(r'expirationDate: "?([\dTZ:-]+)', manifest)
    return any(datetime.fromisoformat(date) < datetime.now(UTC) for date in dates)
