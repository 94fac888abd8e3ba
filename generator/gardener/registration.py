"""What Gardener says of the registration of an extension: its namespace, and keys it refuses."""

from __future__ import annotations

from typing import Final

POD_SECURITY_ANNOTATION: Final = "security.gardener.cloud/pod-security-enforce"
"""Gardener gives the extension's namespace the level that this annotation names."""

_NOT_EXTENSION: Final = "Forbidden: field must not be set when kind != Extension"

REFUSED_KEYS: Final = {
    "seedSelector": "spec.deployment.seedSelector: Forbidden: "
    "specifying a seed selector is not allowed when controlling resources primarily",
    "autoEnable": f"spec.resources[0].autoEnable: {_NOT_EXTENSION}",
    "clusterCompatibility": f"spec.resources[0].clusterCompatibility: {_NOT_EXTENSION}",
}
"""Keys that no registration of ours can have, with the words of the API server (gardener
`pkg/api/core/validation`, `ValidateControllerRegistrationSpec`): the extension is the primary
controller of all its resources, and none of them is of the kind Extension."""
