"""What has to be in a garden before the objects of a manifest are taken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conformance.control_plane import ControlPlane, Object


def prepare_for(manifest: str, plane: ControlPlane) -> None:
    """Makes the namespaces of a manifest, and what it refers to and has not itself.

    That are the providers of its Seeds, and the ControllerDeployments of its registrations, where
    the garden has none of that name. The namespaces stay, for no controller would remove them.
    """
    objects = list(yaml.load_all(manifest, yaml.CSafeLoader))
    for namespace in {each["metadata"].get("namespace", "garden") for each in objects} - {"garden"}:
        plane.kubectl("create", "namespace", namespace)
    registered = set[tuple[str, str]]()
    wanted = set[tuple[str, str]]()
    for each in objects:
        if each["kind"] == "ControllerRegistration":
            registered |= {(one["kind"], one["type"]) for one in each["spec"]["resources"]}
        elif each["kind"] == "Seed":
            wanted |= set(_needed(each["spec"]))
    if missing := sorted(wanted - registered):
        plane.done("apply", "-f", "-", stdin=_registration(missing))
    for name in _deployed_elsewhere(objects):
        if not plane.done("get", "controllerdeployment", name, "--ignore-not-found"):
            plane.done("create", "-f", "-", stdin=_deployment(name))


def _needed(seed: Object) -> Iterator[tuple[str, str]]:
    """Gardener refuses a Seed of types that nobody has registered."""
    for kind in ("ControlPlane", "Infrastructure", "Worker"):
        yield kind, seed["provider"]["type"]
    if backup := seed.get("backup"):
        yield "BackupBucket", backup["provider"]
        yield "BackupEntry", backup["provider"]
    dns = seed.get("dns", {})
    for use in {"provider", "internal"} & dns.keys():
        yield "DNSRecord", dns[use]["type"]


def _deployed_elsewhere(objects: list[Object]) -> list[str]:
    own = {each["metadata"]["name"] for each in objects if each["kind"] == "ControllerDeployment"}
    registrations = (each for each in objects if each["kind"] == "ControllerRegistration")
    named = {
        reference["name"]
        for each in registrations
        for reference in each["spec"].get("deployment", {}).get("deploymentRefs", [])
    }
    return sorted(named - own)


def _deployment(name: str) -> str:
    return json.dumps(
        {
            "apiVersion": "core.gardener.cloud/v1",
            "kind": "ControllerDeployment",
            "metadata": {"name": name},
            "helm": {"ociRepository": {"ref": "registry.example/chart:v1"}},
        }
    )


def _registration(types: list[tuple[str, str]]) -> str:
    resources = [{"kind": kind, "type": type_} for kind, type_ in types]
    return json.dumps(
        {
            "apiVersion": "core.gardener.cloud/v1beta1",
            "kind": "ControllerRegistration",
            "metadata": {"name": "providers-of-seeds"},
            "spec": {"resources": resources},
        }
    )
