"""What the ControllerRegistration says: which resources the extension is responsible for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.gardener.provider import DNS_TYPE, PROVIDER_TYPE

if TYPE_CHECKING:
    from generator.catalog.registration import ControllerRegistration
    from generator.catalog.values import Value

_TYPES = {
    "BackupBucket": PROVIDER_TYPE,
    "BackupEntry": PROVIDER_TYPE,
    "Bastion": PROVIDER_TYPE,
    "ControlPlane": PROVIDER_TYPE,
    "DNSRecord": DNS_TYPE,
    "Infrastructure": PROVIDER_TYPE,
    "Worker": PROVIDER_TYPE,
}
"""The controllers of provider-alicloud (`pkg/controller`), each with the type that it is for."""

DEFAULT_POLICY: Final = "OnDemand"
"""What the API server stores where the policy is absent: gardener `pkg/apis/core/v1beta1`."""


def resources() -> list[Value]:
    """The kinds and types of the extension, as ControllerRegistration and Extension list them.

    The API server stores `primary` where it is absent, gardener-operator's webhook likewise.
    """
    return [{"kind": kind, "type": of_kind, "primary": True} for kind, of_kind in _TYPES.items()]


def registration_spec(registration: ControllerRegistration, deployment: str) -> dict[str, Value]:
    """The `spec` of the object; `deployment` is the name of the catalog's ControllerDeployment."""
    how: dict[str, Value] = {
        "deploymentRefs": [{"name": registration.deployment_ref or deployment}],
        "policy": registration.policy or DEFAULT_POLICY,
    }
    return {"deployment": how, "resources": resources()}
