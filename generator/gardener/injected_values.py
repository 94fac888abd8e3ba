"""The values that gardenlet adds to those of a ControllerDeployment before Helm sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.catalog.values import Value

KEY: Final = "gardener"
"""The key at the top of the values where all of them stand, but for `usablePorts`."""

_SEED: Final[dict[str, Value]] = {
    **dict.fromkeys(("name", "clusterIdentity", "provider", "region", "volumeProvider"), "x"),
    **{key: {} for key in ("annotations", "labels", "networks", "spec")},
    **{key: [] for key in ("volumeProviders", "taints", "blockCIDRs")},
    "protected": False,
    "visible": True,
}

ON_A_SEED: Final[dict[str, Value]] = {
    KEY: {
        "version": "x",
        "garden": {"clusterIdentity": "x"},
        "gardenlet": {"featureGates": {}},
        "seed": _SEED,
    }
}
"""What every seed gets (gardener v1.150.0, `pkg/gardenlet/controller/controllerinstallation`).

The keys are the real ones; what stands at them depends on the seed.
"""
