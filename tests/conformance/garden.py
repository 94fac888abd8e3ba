"""What has to be in a garden before the objects of a manifest are taken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from tests.conformance.control_plane import ControlPlane

TYPES = {
    "BackupBucket": "alicloud",
    "BackupEntry": "alicloud",
    "DNSRecord": "alicloud-dns",
    "ControlPlane": "alicloud",
    "Infrastructure": "alicloud",
    "Worker": "alicloud",
}
"""What a Seed may ask for: Gardener refuses one whose provider nobody has registered."""


def prepare_for(manifest: str, plane: ControlPlane) -> None:
    """Makes the namespaces of a manifest, and registers the provider of its Seeds.

    The namespaces stay, for no controller would remove them.
    """
    objects = list(yaml.load_all(manifest, yaml.CSafeLoader))
    for namespace in {each["metadata"].get("namespace", "garden") for each in objects} - {"garden"}:
        plane.kubectl("create", "namespace", namespace)
    kinds = {each["kind"] for each in objects}
    if "Seed" in kinds and "ControllerRegistration" not in kinds:
        plane.done("apply", "-f", "-", stdin=_registration())


def _registration() -> str:
    resources = [{"kind": kind, "type": type_} for kind, type_ in TYPES.items()]
    return json.dumps(
        {
            "apiVersion": "core.gardener.cloud/v1beta1",
            "kind": "ControllerRegistration",
            "metadata": {"name": "provider-of-seeds"},
            "spec": {"resources": resources},
        }
    )
