"""Objects that are applied in one of the ways of docs/how-to/apply.md, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import yaml

from tests.conformance.landscapes import generate

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.control_plane import ControlPlane, Mode, Object, Result

Way = Literal["client-side", "server-side", "replace"]
WAYS: tuple[Way, ...] = ("client-side", "server-side", "replace")
MODES: tuple[Mode, ...] = ("client-side", "server-side")

COPY = "kubectl.kubernetes.io/last-applied-configuration"
"""The annotation in which client-side apply remembers what it has applied."""

KEYS = {
    "accessKeyID": "RkFLRUFDQ0VTU0tFWUlEMDAwMDAwMDA=",
    "accessKeySecret": "ZmFrZS1hY2Nlc3Mta2V5LXNlY3JldC0wMDAwMDAwMDAwMA==",
}
_IMAGES = {"a": {"shared": True, "versions": {"1.0.0": {"cn-shanghai": "m-uf6hvbrxclop1jtat17a"}}}}
_REGISTRY = {"oci": {"ref": "registry.example.com/charts/provider-alicloud:v1.0.0"}}
_CHARTS: dict[str, Any] = {"blob": {}, "registry": {"chart": _REGISTRY}}
_OWNERS: dict[str, Any] = {
    "none": {},
    "keys": {"ownerSecret": KEYS},
    "resource": {"ownerSecret": {"resource": "owner"}},
}
FORMS = (
    "v1beta1 blob none",
    "v1beta1 blob keys",
    "v1beta1 registry keys",
    "v1 blob none",
    "v1 blob keys",
    "v1 registry keys",
    "v1 blob resource",
)
"""Of a ControllerDeployment: its version, where its chart is, and where the owner's keys are."""


def form(name: str) -> dict[str, Any]:
    """The sections of a catalog for one of the forms."""
    version, chart, owner = name.split()
    return {"controllerDeployment": {"apiVersion": version, **_CHARTS[chart]}, **_OWNERS[owner]}


def profile(versions: int, regions: int) -> dict[str, Any]:
    """The sections of a catalog with a CloudProfile: some versions of an image in some regions."""
    names = [f"region-{n}" for n in range(regions)]
    ids = {name: f"m-aaa{number:017}" for number, name in enumerate(names)}
    machine = {"name": "ecs.g7.large", "cpu": "2", "gpu": "0", "memory": "8Gi"}
    spec = {
        "kubernetes": {"versions": [{"version": "1.34.2"}]},
        "machineTypes": [machine],
        "regions": [{"name": name, "zones": [{"name": f"{name}-a"}]} for name in names],
    }
    images = {"a": {"versions": {f"{n}.0.0": ids for n in range(versions)}}}
    return {"images": images, "cloudProfile": {"spec": spec}}


def generated(folder: Path, sections: dict[str, Any], name: str = "controllerdeployment") -> str:
    """A document of a catalog whose rules do not matter."""
    found = generate({"images": _IMAGES, **sections}, folder, "--only", name)
    return found[f"{name}.yaml"]


def write(plane: ControlPlane, manifest: str, way: Way, *options: str) -> Result:
    if way == "replace":
        return plane.kubectl("replace", *options, "-f", "-", stdin=manifest)
    return plane.apply(manifest, way, *options)


def start(plane: ControlPlane, manifest: str, way: Way) -> None:
    """Makes an object anew, as somebody does who always works in this way."""
    plane.wipe()
    if way == "replace":
        plane.done("create", "-f", "-", stdin=manifest)
    assert write(plane, manifest, way).returncode == 0


def outcome(plane: ControlPlane, old: str, new: str, way: Way) -> str:
    """What becomes of a change of a ControllerDeployment: `done`, `left-live`, or `refused`."""
    start(plane, old, way)
    if write(plane, new, way).returncode:
        return "refused"
    return "done" if is_live(plane, new) else "left-live"


def is_live(plane: ControlPlane, manifest: str) -> bool:
    """Whether a ControllerDeployment deploys what its manifest says, and nothing else."""
    (live,) = plane.live(manifest)
    return helm(live) == helm(yaml.safe_load(manifest))


def helm(body: Object) -> Object:
    """Chart and values, in both versions."""
    found: Object = body.get("helm") or body["providerConfig"]
    return found


def has_keys(plane: ControlPlane, manifest: str) -> bool:
    """Whether the owner's keys are in the live object."""
    config = helm(plane.live(manifest)[0])["values"]["config"]
    return config.get("machineImageOwnerSecret", {}).get("accessKeySecret") is not None
