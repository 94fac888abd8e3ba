"""Where things stand in manifests: charts with their values, and the images of profiles.

Gardener deploys an extension by Helm from a ControllerDeployment v1beta1 (`providerConfig` at top
level), v1 (`helm`), the operator guide's form (below `spec`), the ControllerRegistration of old
(`spec.deployment.providerConfig`), or an Extension, which deploys up to four charts.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

Keys: TypeAlias = "tuple[str, ...]"
"""A path of keys from the top of an object."""

PROFILES: Final = ("CloudProfile", "NamespacedCloudProfile", "CloudProfileConfig")

MAIN_ROLES: Final = ("", "extension")
"""The roles of the charts that deploy the extension itself to seeds."""


@dataclass(frozen=True, slots=True)
class ChartPlace:
    """Where an object may have a chart, and the values that it is deployed with.

    `role` is empty but in an Extension: `extension`, `runtime cluster`, `admission runtime`,
    `admission virtual`. `helm` leads to the mapping that names the chart; there, `chart_key` has
    its base64 text (empty where a chart can only come from a registry). `resources` leads to the
    list of garden resources that values may refer to, and is empty where there can be none.
    """

    role: str
    helm: Keys
    chart_key: str
    values: Keys
    resources: Keys = ()

    @property
    def chart(self) -> Keys:
        """Where the chart's text stands."""
        return (*self.helm, self.chart_key)

    @property
    def repository(self) -> Keys:
        """Where the chart's place in a registry stands."""
        return (*self.helm, "ociRepository")


_CONTROLLER_CHARTS: Final = tuple(
    ChartPlace("", (*above, key), chart_key, (*above, key, "values"), resources)
    for above, (key, chart_key, resources) in product(
        ((), ("spec",), ("spec", "deployment")),
        (("providerConfig", "chart", ()), ("helm", "rawChart", ("resources",))),
    )
)
_DEPLOYMENT: Final = ("spec", "deployment")
_EXTENSION_CHARTS: Final = tuple(
    ChartPlace(
        role,
        (*_DEPLOYMENT, *holder, "helm"),
        "",
        (*_DEPLOYMENT, *values),
        (*_DEPLOYMENT, "resources"),
    )
    for role, holder, values in (
        ("extension", ("extension",), ("extension", "values")),
        ("runtime cluster", ("extension",), ("extension", "runtimeClusterValues")),
        ("admission runtime", ("admission", "runtimeCluster"), ("admission", "values")),
        ("admission virtual", ("admission", "virtualCluster"), ("admission", "values")),
    )
)

CHARTS_OF_KIND: Final[Mapping[str, tuple[ChartPlace, ...]]] = {
    "ControllerDeployment": _CONTROLLER_CHARTS,
    "ControllerRegistration": _CONTROLLER_CHARTS,
    "Extension": _EXTENSION_CHARTS,
}

_OF_SPEC: Final = frozenset(("machineImages", "machineTypes", "volumeTypes", "machineCapabilities"))
_OF_CONFIG: Final = frozenset(("kind", "machineImages"))
"""What tells a CloudProfileConfig from the `providerConfig` of a ControllerDeployment."""

CHART_TEXTS: Final = frozenset(place.chart for place in _CONTROLLER_CHARTS)
"""Every path at which a chart's base64 text may stand."""


def is_list(body: Mapping[str, object]) -> bool:
    """Whether an object is a List, of which `kubectl get` makes one."""
    return str(body.get("kind", "")).endswith("List") and "items" in body


def is_profile_spec(body: Mapping[str, object]) -> bool:
    """Whether a body without a kind is the spec of a CloudProfile, as a file may hold it alone."""
    config = body.get("providerConfig")
    has_images = isinstance(config, dict) and not _OF_CONFIG.isdisjoint(config)
    return "kind" not in body and (has_images or not _OF_SPEC.isdisjoint(body))


def profile_spec(body: Container[str]) -> Keys:
    """Where a profile says what it says: in `spec`, or at the top of a spec without its head."""
    return ("spec",) if "kind" in body else ()


def provider_config(body: Mapping[str, object]) -> Keys:
    """Where the CloudProfileConfig of a profile stands; it may be the object itself."""
    if body.get("kind") == "CloudProfileConfig":
        return ()
    return (*profile_spec(body), "providerConfig")
