"""The fields that users can write in a `spec`, by name and type, as Gardener's API has them.

Read from `core/v1beta1` of gardener's module `pkg/apis` at v1.150.0, without what is generated.
Compared with v1.136 it only has more; what older releases had and this one dropped is not here.

The API server refuses an object of which one value has another type, whatever the release: the
fields that there are may change, their types do not. So a wrong type is a problem here, and an
unknown field one for a rule.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.gardener.durations import is_duration
from generator.gardener.quantities import is_quantity
from generator.gardener.spec_values import found_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.problems import Path
    from generator.reading.section import Section

RELEASE: Final = "v1.150.0"

Type: TypeAlias = "str | dict[str, Type] | list[Type] | tuple[Type]"
"""One of the words below; a mapping with these fields; a list of one type; or, as a tuple, a
mapping from any names to one type."""

TEXT: Final = "a string"
OPTIONAL_TEXT: Final = "a string, or nothing"
"""That the API server leaves out where it is empty, as it does not do with other texts."""

BOOLEAN: Final = "true or false"
OPTIONAL_BOOLEAN: Final = "true, or false"
"""That the API server leaves out where it is false."""

INTEGER: Final = "a whole number"
"""Of 32 bits; the only one of 64 bits, `tolerationSeconds`, may be anything."""

QUANTITY: Final = "a quantity such as 2, 500m or 8Gi"
DURATION: Final = "a duration such as 20m or 1h30m"
TIME: Final = "a time such as 2027-03-31T23:59:59Z"
ANY: Final = "any value"

REFERENCE: Final[Type] = dict.fromkeys(
    ("apiVersion", "kind", "namespace", "name", "uid", "resourceVersion", "fieldPath"),
    OPTIONAL_TEXT,
)
SELECTOR: Final[dict[str, Type]] = {
    "matchLabels": (TEXT,),
    "matchExpressions": [{"key": TEXT, "operator": TEXT, "values": [TEXT]}],
}
_KUBERNETES: Final[Type] = {
    "versions": [
        {
            "version": TEXT,
            "expirationDate": TIME,
            "classification": TEXT,
            "lifecycle": [{"classification": TEXT, "startTime": TIME}],
        }
    ]
}
_MACHINE_TYPE: Final[Type] = {
    "name": TEXT,
    "cpu": QUANTITY,
    "gpu": QUANTITY,
    "memory": QUANTITY,
    "storage": {"class": TEXT, "type": TEXT, "size": QUANTITY, "minSize": QUANTITY},
    "usable": BOOLEAN,
    "architecture": TEXT,
    "capabilities": ([TEXT],),
    "machineControllerManager": {"machineCreationTimeout": DURATION},
}
_VOLUME_TYPE: Final[Type] = {
    "name": TEXT,
    "class": TEXT,
    "usable": BOOLEAN,
    "minSize": QUANTITY,
}
_REGION: Final[Type] = {
    "name": TEXT,
    "zones": [
        {"name": TEXT, "unavailableMachineTypes": [TEXT], "unavailableVolumeTypes": [TEXT]},
    ],
    "labels": (TEXT,),
    "accessRestrictions": [{"name": TEXT}],
}

NAMESPACED_CLOUD_PROFILE: Final[dict[str, Type]] = {
    "caBundle": TEXT,
    "kubernetes": _KUBERNETES,
    "machineTypes": [_MACHINE_TYPE],
    "volumeTypes": [_VOLUME_TYPE],
    "limits": {"maxNodesTotal": INTEGER},
}

CLOUD_PROFILE: Final[dict[str, Type]] = {
    "type": TEXT,
    **NAMESPACED_CLOUD_PROFILE,
    "regions": [_REGION],
    "seedSelector": {**SELECTOR, "providerTypes": [TEXT]},
    "bastion": {"machineImage": {"name": TEXT, "version": TEXT}, "machineType": {"name": TEXT}},
    "machineCapabilities": [{"name": TEXT, "values": [TEXT]}],
    "controlPlane": {"allowZonePinning": OPTIONAL_BOOLEAN},
}

_SWITCH: Final[Type] = {"enabled": BOOLEAN}
_DNS: Final[Type] = {"type": TEXT, "domain": TEXT, "zone": TEXT, "credentialsRef": REFERENCE}
_TOLERATION: Final[Type] = {
    "key": OPTIONAL_TEXT,
    "operator": OPTIONAL_TEXT,
    "value": OPTIONAL_TEXT,
    "effect": OPTIONAL_TEXT,
    "tolerationSeconds": ANY,
}
_LOAD_BALANCER: Final[dict[str, Type]] = {
    "annotations": (TEXT,),
    "externalTrafficPolicy": TEXT,
    "proxyProtocol": {"allowed": BOOLEAN},
}
_SETTINGS: Final[Type] = {
    "excessCapacityReservation": {
        "enabled": BOOLEAN,
        "configs": [
            {"resources": (QUANTITY,), "nodeSelector": (TEXT,), "tolerations": [_TOLERATION]}
        ],
    },
    "scheduling": {"visible": BOOLEAN},
    "loadBalancerServices": {
        **_LOAD_BALANCER,
        "zones": [{"name": TEXT, **_LOAD_BALANCER}],
        "zonalIngress": _SWITCH,
        "class": TEXT,
    },
    "verticalPodAutoscaler": {
        "enabled": BOOLEAN,
        "featureGates": (BOOLEAN,),
        "maxAllowed": (QUANTITY,),
    },
    "dependencyWatchdog": {"weeder": _SWITCH, "prober": _SWITCH},
    "topologyAwareRouting": _SWITCH,
    "zoneSelection": {"mode": TEXT},
    "persistentVolumeClaimAutoscaler": _SWITCH,
}

SEED: Final[dict[str, Type]] = {
    "dns": {
        "provider": {"type": TEXT, "credentialsRef": REFERENCE},
        "internal": _DNS,
        "defaults": [_DNS],
    },
    "networks": {
        "nodes": TEXT,
        "pods": TEXT,
        "services": TEXT,
        "shootDefaults": {"pods": TEXT, "services": TEXT},
        "blockCIDRs": [TEXT],
        "ipFamilies": [TEXT],
    },
    "provider": {"type": TEXT, "providerConfig": ANY, "region": TEXT, "zones": [TEXT]},
    "taints": [{"key": TEXT, "value": TEXT}],
    "volume": {"minimumSize": QUANTITY, "providers": [{"purpose": TEXT, "name": TEXT}]},
    "settings": _SETTINGS,
    "ingress": {"domain": TEXT, "controller": {"kind": TEXT, "providerConfig": ANY}},
    "accessRestrictions": [{"name": TEXT}],
    "extensions": [{"type": TEXT, "providerConfig": ANY, "disabled": BOOLEAN}],
    "resources": [
        {"name": TEXT, "resourceRef": {"kind": TEXT, "name": TEXT, "apiVersion": OPTIONAL_TEXT}}
    ],
}

_TIME: Final = r"(?a)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"


def check_types(section: Section, spec: dict[str, Value], of: dict[str, Type]) -> None:
    """Note every value of the section's spec that has a wrong type, unless it is noted already."""
    top = (*section.path, "spec")
    noted = {finding.path for finding in section.latest_findings()}
    for path, value, expected in wrong_types(spec, of, ()):
        places = ((*top, *path[:end]) for end in range(1, len(path) + 1))
        if noted.isdisjoint(places):
            section.wrong(("spec", *path), found_value(value), expected, is_unread=True)


def wrong_types(value: Value, of: Type, path: Path) -> Iterator[tuple[Path, Value, str]]:
    """Each value that does not fit, with its path and what would; null fits everywhere."""
    if value is None:
        return
    if isinstance(of, str):
        if not _fits(value, of):
            yield path, value, of
    elif isinstance(of, list):
        if not isinstance(value, list):
            yield path, value, "a list"
            return
        for index, item in enumerate(value):
            yield from wrong_types(item, of[0], (*path, index))
    elif not isinstance(value, dict):
        yield path, value, "a mapping"
    else:
        for key, item in value.items():
            yield from wrong_types(
                item, of[0] if isinstance(of, tuple) else of.get(key, ANY), (*path, key)
            )


def _fits(value: Value, of: str) -> bool:
    if of == ANY:
        return True
    if isinstance(value, bool) or of in (BOOLEAN, OPTIONAL_BOOLEAN):
        return isinstance(value, bool) and of in (BOOLEAN, OPTIONAL_BOOLEAN)
    if isinstance(value, (int, float)):
        return of == QUANTITY or (
            of == INTEGER and float(value).is_integer() and abs(value) < 2**31
        )
    return isinstance(value, str) and of != INTEGER and _reads(value, of)


def _reads(text: str, of: str) -> bool:
    if of == QUANTITY:
        return is_quantity(text)
    if of == DURATION:
        return is_duration(text)
    return of in (TEXT, OPTIONAL_TEXT) or re.fullmatch(_TIME, text) is not None
