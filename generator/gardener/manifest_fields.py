"""The fields of whole manifests: those of `fields`, and what a catalog's documents add to them.

Of `core/v1beta1` in gardener's module `pkg/apis`, as `fields` are, and of provider-alicloud's
`pkg/apis/alicloud/v1alpha1`. What Gardener itself writes (`status`, some of the metadata) may be
anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.gardener import fields
from generator.gardener.fields import ANY, BOOLEAN, DURATION, INTEGER, TEXT, TIME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.gardener.fields import Type

_METADATA: Final[Type] = {
    "name": TEXT,
    "namespace": TEXT,
    "labels": (TEXT,),
    "annotations": (TEXT,),
    "finalizers": [TEXT],
    **dict.fromkeys(
        (
            "creationTimestamp",
            "deletionGracePeriodSeconds",
            "deletionTimestamp",
            "generateName",
            "generation",
            "managedFields",
            "ownerReferences",
            "resourceVersion",
            "selfLink",
            "uid",
        ),
        ANY,
    ),
}
_MACHINE_IMAGES: Final[Type] = [
    {
        "name": TEXT,
        "updateStrategy": TEXT,
        "versions": [
            {
                "version": TEXT,
                "expirationDate": TIME,
                "classification": TEXT,
                "lifecycle": [{"classification": TEXT, "startTime": TIME}],
                "cri": [
                    {"name": TEXT, "containerRuntimes": [{"type": TEXT, "providerConfig": ANY}]}
                ],
                "architectures": [TEXT],
                "kubeletVersionConstraint": TEXT,
                "inPlaceUpdates": {"supported": BOOLEAN, "minVersionForUpdate": TEXT},
                "capabilityFlavors": [([TEXT],)],
            }
        ],
    }
]
_GENERATED: Final[dict[str, Type]] = {"machineImages": _MACHINE_IMAGES, "providerConfig": ANY}
OLD_DEPLOYMENT: Final = ("type", "providerConfig")
"""What a ControllerRegistration had before there were ControllerDeployments."""

_CONTROLLER_REGISTRATION: Final[dict[str, Type]] = {
    "resources": [
        {
            "kind": TEXT,
            "type": TEXT,
            "reconcileTimeout": DURATION,
            "primary": BOOLEAN,
            "lifecycle": {"reconcile": TEXT, "delete": TEXT, "migrate": TEXT},
            "workerlessSupported": BOOLEAN,
            "autoEnable": [TEXT],
            "clusterCompatibility": [TEXT],
            "continuousEndpointUpdate": BOOLEAN,
        }
    ],
    "deployment": {
        "policy": TEXT,
        "seedSelector": fields.SELECTOR,
        "deploymentRefs": [{"name": TEXT}],
    },
}
SPECS: Final[Mapping[str, dict[str, Type]]] = {
    "CloudProfile": {**fields.CLOUD_PROFILE, **_GENERATED},
    "ControllerRegistration": _CONTROLLER_REGISTRATION,
    "NamespacedCloudProfile": {
        **fields.NAMESPACED_CLOUD_PROFILE,
        **_GENERATED,
        "parent": {"kind": TEXT, "name": TEXT},
    },
    "Seed": {
        **fields.SEED,
        "backup": {
            "provider": TEXT,
            "providerConfig": ANY,
            "region": TEXT,
            "credentialsRef": fields.REFERENCE,
        },
    },
}
"""The spec of each kind of `core.gardener.cloud/v1beta1`."""

_REGIONS: Final[Type] = [{"name": TEXT, "id": TEXT}]
_TYPE_META: Final[dict[str, Type]] = {"apiVersion": TEXT, "kind": TEXT}

CLOUD_PROFILE_CONFIG: Final[dict[str, Type]] = {
    **_TYPE_META,
    "machineImages": [
        {
            "name": TEXT,
            "versions": [
                {
                    "version": TEXT,
                    "regions": _REGIONS,
                    "capabilityFlavors": [{"capabilities": ([TEXT],), "regions": _REGIONS}],
                }
            ],
        }
    ],
}
BACKUP_BUCKET_CONFIG: Final[dict[str, Type]] = {
    **_TYPE_META,
    "immutability": {"retentionType": TEXT, "retentionPeriod": INTEGER, "locked": BOOLEAN},
}
"""What the extension reads strictly: `pkg/admission/validator`."""


def manifest_of(spec: dict[str, Type]) -> dict[str, Type]:
    """The fields of an object that has a spec."""
    return {**_TYPE_META, "metadata": _METADATA, "spec": spec, "status": ANY}
