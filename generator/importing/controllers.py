"""What the objects that deploy the extension mean to a catalog, each to a section of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.decode.deployment import DEFAULT_NAME as DEFAULT_DEPLOYMENT
from generator.decode.registration import DEFAULT_NAME as DEFAULT_REGISTRATION
from generator.gardener.provider import (
    EXTENSION_REPOSITORY,
    RUNTIME_REPOSITORY,
    VIRTUAL_REPOSITORY,
)
from generator.importing import metadata
from generator.manifest.shapes import CHARTS_OF_KIND

if TYPE_CHECKING:
    from generator.catalog.values import Value
    from generator.importing.deployed import Deployed
    from generator.manifest.located_objects import LocatedObject
    from generator.manifest.shapes import ChartPlace

_CHARTS: Final = {place.role: place for place in CHARTS_OF_KIND["Extension"]}
_ADMISSION_CHARTS: Final = {
    "runtimeCluster": (_CHARTS["admission runtime"], RUNTIME_REPOSITORY),
    "virtualCluster": (_CHARTS["admission virtual"], VIRTUAL_REPOSITORY),
}


def unusual_name(item: LocatedObject, usual: str) -> dict[str, Value]:
    """The name of an object, where it is not the usual one."""
    name = item.text("metadata", "name")
    return {"name": name} if name not in ("", usual) else {}


def controller_deployment(deployed: Deployed, chart: str) -> dict[str, Value]:
    """The section `controllerDeployment` but its values; `chart` is a path, empty if built in."""
    item = deployed.item
    is_own = item.kind == "ControllerDeployment"
    section = unusual_name(item, DEFAULT_DEPLOYMENT) if is_own else {}
    if deployed.is_v1:
        section["apiVersion"] = "v1"
    if deployed.repository:
        section["chart"] = {"oci": deployed.repository}
    elif chart:
        section["chart"] = chart
    return section


def inject_garden_kubeconfig_key(item: LocatedObject, *path: str) -> dict[str, Value]:
    """`injectGardenKubeconfig: false` for an object that does not ask for the kubeconfig."""
    injected = item.text(*path, "injectGardenKubeconfig").lower() == "true"
    return {} if injected else {"injectGardenKubeconfig": False}


def registration(item: LocatedObject, deployed: str) -> dict[str, Value]:
    """The section `controllerRegistration`.

    `deployed` is the name of the ControllerDeployment to which the catalog's refers by itself.
    """
    section = unusual_name(item, DEFAULT_REGISTRATION)
    policy = item.text("spec", "deployment", "policy")
    if policy:
        section["policy"] = policy
    section |= metadata.pod_security(item)
    references = [entry for _, entry in item.entries("spec", "deployment", "deploymentRefs")]
    if len(references) == 1 and references[0].get("name") not in (None, deployed):
        section["deploymentRef"] = str(references[0]["name"])
    return section


def extension(item: LocatedObject, release: str, deployed: dict[str, Value]) -> dict[str, Value]:
    """The section `extension` but its values.

    `release` is the target's provider-alicloud, `deployed` the ControllerDeployment's OCI chart.
    """
    section = unusual_name(item, DEFAULT_REGISTRATION)
    if policy := item.text("spec", "deployment", "extension", "policy"):
        section["policy"] = policy
    section |= metadata.pod_security(item)
    if is_patch(item):
        inject = item.value("spec", "deployment", "extension").get("injectGardenKubeconfig")
        section |= {} if inject is None else {"injectGardenKubeconfig": inject}
        values = item.value(*_CHARTS["admission runtime"].values)
        return {"form": "patch", **section, **({"admission": {"values": values}} if values else {})}
    section |= inject_garden_kubeconfig_key(item, "spec", "deployment", "extension")
    public: dict[str, Value] = {"repository": EXTENSION_REPOSITORY, "tag": release}
    section |= _chart(item, _CHARTS["extension"], public, deployed or public)
    admission: dict[str, Value] = {}
    for cluster, (place, repository) in _ADMISSION_CHARTS.items():
        public = {"repository": repository, "tag": release}
        if chart := _chart(item, place, public, public):
            admission[cluster] = chart
    if values := item.value(*_CHARTS["admission runtime"].values):
        admission["values"] = values
    return {**section, **({"admission": admission} if admission else {})}


def is_patch(item: LocatedObject) -> bool:
    """Whether it is a part of an Extension, which says neither what it is for nor by what chart."""
    charts = any(item.value(*place.repository) for place in _CHARTS.values())
    return not charts and "resources" not in item.part("spec")


def _chart(
    item: LocatedObject, place: ChartPlace, public: dict[str, Value], usual: dict[str, Value]
) -> dict[str, Value]:
    """The chart of one part of an Extension, where it is not the usual one.

    What is stated of a chart stands over the public one.
    """
    found = item.value(*place.repository)
    if not found or found == usual:
        return {}
    stated = {
        key: value
        for key, value in found.items()
        if value != public.get(key) or (key == "tag" and "digest" in found)
    }
    return {"chart": {"oci": stated if stated and "ref" not in found else found}}
