"""An object as the API server answers it: defaults filled in, everything in the form it stores.

Two objects that differ in nothing else are the same to the server, whoever wrote more of it down.
The defaults are those of gardener v1.150.0: `pkg/apis/core/v1beta1/defaults_*.go`, for an Extension
`pkg/operator/webhook/defaulting`, for capabilities `SyncArchitectureCapabilityFields`; and for an
ExternalSecret, those in the CRD of External Secrets Operator v1.3.2. What a release does not know
yet is filled in all the same: a comparison looks at both sides.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from generator.catalog.profile import AMD64, ARCHITECTURE
from generator.gardener import fields
from generator.gardener.profile_defaults import cloud_profile_defaults, namespaced_profile_defaults
from generator.gardener.spec_values import items_of, mapping_of
from generator.gardener.stored_form import stored_form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.catalog.values import Value
    from generator.gardener.fields import Type

    Mapped = dict[str, Value]

_IMAGES: Final[dict[str, Type]] = {
    "machineImages": [
        {
            "versions": [
                {
                    "expirationDate": fields.TIME,
                    "lifecycle": [{"startTime": fields.TIME}],
                    "capabilityFlavors": [fields.ANY],
                    "architectures": [fields.TEXT],
                    "cri": [fields.ANY],
                }
            ]
        }
    ]
}
_RESOURCES: Final[dict[str, Type]] = {"resources": [{"reconcileTimeout": fields.DURATION}]}

_OF_EXTENSION_KIND: Final[Mapped] = {
    "clusterCompatibility": ["shoot"],
    "reconcileTimeout": "3m0s",
}
_LIFECYCLE: Final[Mapped] = {
    "reconcile": "AfterKubeAPIServer",
    "delete": "BeforeKubeAPIServer",
    "migrate": "BeforeKubeAPIServer",
}
_SETTINGS: Final[Mapped] = {
    "excessCapacityReservation": {},
    "scheduling": {"visible": True},
    "loadBalancerServices": {},
    "verticalPodAutoscaler": {"enabled": True},
    "persistentVolumeClaimAutoscaler": {"enabled": False},
    "dependencyWatchdog": {},
    "topologyAwareRouting": {"enabled": False},
}
_WATCHDOG: Final[Mapped] = {"weeder": {"enabled": True}, "prober": {"enabled": True}}
_ZONAL_INGRESS: Final[Mapped] = {"zonalIngress": {"enabled": True}}
REMOTE_DEFAULTS: Final[Mapped] = {
    "conversionStrategy": "Default",
    "decodingStrategy": "None",
    "metadataPolicy": "None",
}
"""Of each `remoteRef` in an ExternalSecret."""

_TEMPLATE: Final[Mapped] = {"engineVersion": "v2", "mergePolicy": "Replace"}
_RESERVED: Final[Value] = [{"resources": {"cpu": "2", "memory": "6Gi"}}]


def with_server_defaults(body: Mapped) -> Mapped:
    """The object as it is stored; one of another kind, or that has no spec, is as it was."""
    settle = _KINDS.get(str(body.get("kind")))
    return settle(body) if settle else body


def _of_spec(settle: Callable[[Mapped], Mapped]) -> Callable[[Mapped], Mapped]:
    def settled(body: Mapped) -> Mapped:
        spec = body.get("spec")
        return {**body, "spec": settle(spec)} if isinstance(spec, dict) else body

    return settled


def _cloud_profile(spec: Mapped) -> Mapped:
    capabilities = {
        str(item.get("name")): tuple(map(str, items_of(item, "values")))
        for item in items_of(spec, "machineCapabilities")
        if isinstance(item, dict)
    }
    filled = cloud_profile_defaults(stored_form(spec, _IMAGES), capabilities)
    known = [*capabilities.get(ARCHITECTURE, (AMD64,))]
    return _each(filled, "machineImages", lambda image: _image(image, known, bool(capabilities)))


def _image(image: Mapped, known: list[str], has_capabilities: bool) -> Mapped:  # noqa: FBT001  one call
    def settled(version: Mapped) -> Mapped:
        flavors = [
            item for item in items_of(version, "capabilityFlavors") if isinstance(item, dict)
        ]
        named = [name for flavor in flavors for name in items_of(flavor, ARCHITECTURE) or known]
        architectures = items_of(version, "architectures") or [*dict.fromkeys(map(str, named))]
        filled: Mapped = {
            **version,
            "architectures": architectures or [AMD64],
            "cri": items_of(version, "cri") or [{"name": "containerd"}],
        }
        if has_capabilities and not flavors:
            each = items_of(filled, "architectures")
            filled["capabilityFlavors"] = [{ARCHITECTURE: [name]} for name in each]
        return filled

    return _each({"updateStrategy": "major", **image}, "versions", settled)


def _namespaced_cloud_profile(spec: Mapped) -> Mapped:
    return namespaced_profile_defaults(stored_form(spec, _IMAGES))


def _seed(spec: Mapped) -> Mapped:
    spec = stored_form(spec, fields.SEED)
    networks, settings = mapping_of(spec, "networks"), {**_SETTINGS, **mapping_of(spec, "settings")}
    for key, absent in (
        ("dependencyWatchdog", _WATCHDOG),
        ("loadBalancerServices", _ZONAL_INGRESS),
    ):
        settings[key] = {**absent, **mapping_of(settings, key)}
    reserved = mapping_of(settings, "excessCapacityReservation")
    if reserved.get("enabled") is not False and not items_of(reserved, "configs"):
        settings["excessCapacityReservation"] = {**reserved, "configs": _RESERVED}
    return {**spec, "networks": {"ipFamilies": ["IPv4"], **networks}, "settings": settings}


def _controller_registration(spec: Mapped) -> Mapped:
    spec = _with_resources(spec)
    how = spec.get("deployment")
    return {**spec, "deployment": {"policy": "OnDemand", **how}} if isinstance(how, dict) else spec


def _extension(spec: Mapped) -> Mapped:
    deployment = mapping_of(spec, "deployment")
    how = mapping_of(deployment, "extension")
    if how:
        deployment = {**deployment, "extension": _deployed({"policy": "OnDemand", **how})}
    admission = mapping_of(deployment, "admission")
    if admission:
        deployment = {**deployment, "admission": _deployed(admission)}
    spec = _with_resources(spec)
    return {**spec, "deployment": deployment} if deployment else spec


def _with_resources(spec: Mapped) -> Mapped:
    return _each(stored_form(spec, _RESOURCES), "resources", _resource)


def _resource(resource: Mapped) -> Mapped:
    filled = {"primary": True, **resource}
    if filled.get("kind") == "Extension":
        lifecycle = {**_LIFECYCLE, **mapping_of(filled, "lifecycle")}
        return {**_OF_EXTENSION_KIND, **filled, "lifecycle": lifecycle}
    if filled.get("kind") == "SelfHostedShootExposure":
        return {"continuousEndpointUpdate": True, **filled}
    return filled


def _controller_deployment(body: Mapped) -> Mapped:
    for key in ("providerConfig", "helm"):
        if isinstance(how := body.get(key), dict):
            body = {**body, key: _deployed(how)}
    return _deployed(body)


def _deployed(how: Mapped) -> Mapped:
    """How a chart is deployed, without what says that there is nothing."""
    nothing: Mapping[str, tuple[Value, ...]] = {
        "values": (None, {}),
        "runtimeClusterValues": (None, {}),
        "resources": (None, []),
        "injectGardenKubeconfig": (None, False),
    }
    return {key: value for key, value in how.items() if value not in nothing.get(key, ())}


def _secret(body: Mapped) -> Mapped:
    texts = mapping_of(body, "stringData")
    encoded = {key: base64.b64encode(str(text).encode()).decode() for key, text in texts.items()}
    rest = {key: value for key, value in body.items() if key != "stringData"}
    return {"type": "Opaque", **rest, "data": {**mapping_of(body, "data"), **encoded}}


def _external_secret(spec: Mapped) -> Mapped:
    target = {"creationPolicy": "Owner", "deletionPolicy": "Retain", **mapping_of(spec, "target")}
    if "template" in target:
        target["template"] = {**_TEMPLATE, **mapping_of(target, "template")}
    filled: Mapped = {"refreshInterval": "1h0m0s", **spec, "target": target}

    def settled(item: Mapped) -> Mapped:
        return {**item, "remoteRef": {**REMOTE_DEFAULTS, **mapping_of(item, "remoteRef")}}

    return _each(filled, "data", settled)


def _each(spec: Mapped, key: str, settle: Callable[[Mapped], Mapped]) -> Mapped:
    """The spec with each mapping in one of its lists settled."""
    items = spec.get(key)
    if not isinstance(items, list):
        return spec
    return {**spec, key: [settle(item) if isinstance(item, dict) else item for item in items]}


_KINDS: Final[Mapping[str, Callable[[Mapped], Mapped]]] = {
    "CloudProfile": _of_spec(_cloud_profile),
    "ControllerDeployment": _controller_deployment,
    "ControllerRegistration": _of_spec(_controller_registration),
    "Extension": _of_spec(_extension),
    "ExternalSecret": _of_spec(_external_secret),
    "NamespacedCloudProfile": _of_spec(_namespaced_cloud_profile),
    "Secret": _secret,
    "Seed": _of_spec(_seed),
}
