"""Live objects, imported and generated again: what comes out is what was applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from generator.cli import run
from tests.conformance.garden import prepare_for
from tests.conformance.landscapes import generate
from tests.conformance.stored import differences
from tests.conformance.test_admission import arguments
from tests.conformance.test_apply import CHOSEN, EXAMPLES, has_expired, named

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.control_plane import ControlPlane, Object

pytestmark = pytest.mark.usefixtures("access_keys")

WITH_NULLS = "values-null"
"""Client-side apply loses the nulls in its values."""

IMPORTED = [
    *(catalog for catalog in CHOSEN if catalog.parent.name != WITH_NULLS),
    EXAMPLES / "guide.yaml",
    EXAMPLES / "landscapes" / "live.yaml",
]
LOST = {
    # What kubectl leaves out, or the server drops, is not live.
    "extension-settings": ["Extension.spec.deployment.extension.values.vpa"],
    "rule-dates": ["NamespacedCloudProfile.spec.machineImages"],
    # Its Seeds are others': nothing that is imported refers to these Secrets.
    "external-secrets": ["ExternalSecret.backup-credentials", "ExternalSecret.other"],
    "seed-with-secrets": ["Secret.backup-credentials", "Secret.other"],
}
"""What is not generated again, and why."""


@pytest.mark.parametrize("catalog", IMPORTED, ids=named)
def test_what_is_live_is_generated_again(
    catalog: Path, plane: ControlPlane, tmp_path: Path
) -> None:
    manifest = generate(catalog, tmp_path / "first", *arguments(catalog)).manifest
    live, imported = tmp_path / "live.yaml", tmp_path / "imported.yaml"
    live.write_text(settled(manifest, plane), "utf-8")
    assert run(["import", str(live), "-o", str(imported)]) == 0
    assert "fake-access-key" not in imported.read_text("utf-8")
    again = objects(generate(imported, tmp_path / "again", *arguments(catalog)).manifest)
    lost = [
        place
        for key, item in objects(manifest).items()
        for place in (differences(item, again[key]) if key in again else [".".join(key)])
    ]
    assert lost == LOST.get(catalog.parent.name, [])


def settled(manifest: str, plane: ControlPlane) -> str:
    """The objects of a manifest, once kubectl has applied them, as it prints them."""
    prepare_for(manifest, plane)
    for _ in range(1 + has_expired(manifest)):
        assert plane.apply(manifest, "client-side").returncode == 0
    return plane.done("get", "-o", "yaml", "-f", "-", stdin=manifest)


def objects(manifest: str) -> dict[tuple[str, str], Object]:
    """The objects of a manifest by kind and name."""
    found = yaml.load_all(manifest, yaml.CSafeLoader)
    return {(each["kind"], each["metadata"]["name"]): each for each in found}
