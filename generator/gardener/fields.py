"""The fields of what users write as a `spec`, by name and type, as Gardener's API has them.

Read from `core/v1beta1` of gardener's module `pkg/apis` at v1.149.3, without what is generated.
Compared with v1.136 it only has more; what older releases had and this one dropped is not here.
"""

from __future__ import annotations

from typing import Final, TypeAlias

RELEASE: Final = "v1.149.3"

Type: TypeAlias = "str | dict[str, Type] | list[Type] | tuple[Type]"
"""One of the words below; a mapping with these fields; a list of one type; or, as a tuple, a
mapping from any names to one type."""

TEXT: Final = "text"
BOOLEAN: Final = "true or false"
INTEGER: Final = "a whole number"
"""Of 32 bits; the only one of 64 bits, `tolerationSeconds`, may be anything."""

QUANTITY: Final = "a quantity such as 2, 500m or 8Gi"
TIME: Final = "a time such as 2027-03-31T23:59:59Z"
ANY: Final = "any value"

_REFERENCE: Final[Type] = dict.fromkeys(
    ("apiVersion", "kind", "namespace", "name", "uid", "resourceVersion", "fieldPath"), TEXT
)
_SELECTOR: Final[dict[str, Type]] = {
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
    "machineControllerManager": {"machineCreationTimeout": TEXT},
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
    "seedSelector": {**_SELECTOR, "providerTypes": [TEXT]},
    "bastion": {"machineImage": {"name": TEXT, "version": TEXT}, "machineType": {"name": TEXT}},
    "machineCapabilities": [{"name": TEXT, "values": [TEXT]}],
}

_SWITCH: Final[Type] = {"enabled": BOOLEAN}
_DNS: Final[Type] = {"type": TEXT, "domain": TEXT, "zone": TEXT, "credentialsRef": _REFERENCE}
_TOLERATION: Final[Type] = {
    "key": TEXT,
    "operator": TEXT,
    "value": TEXT,
    "effect": TEXT,
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
        "provider": {"type": TEXT, "credentialsRef": _REFERENCE},
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
    "resources": [{"name": TEXT, "resourceRef": {"kind": TEXT, "name": TEXT, "apiVersion": TEXT}}],
}
