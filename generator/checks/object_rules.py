"""Rules that find nothing in a catalog of images and a ControllerDeployment alone.

Such a catalog is spared their imports, which take as long as reading it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks import (
    bastion_image,
    container_runtime,
    default_image,
    expired_version,
    expiring_version,
    feature_gate,
    image_version,
    incomplete_seed,
    kubelet_version_constraint,
    latest_kubernetes_version,
    lifecycle,
    namespaced_expiration,
    primary_controller,
    supported_version,
    unknown_field,
    unknown_parent,
    unoffered_region,
)

if TYPE_CHECKING:
    from generator.checks import CatalogRule

OBJECT_RULES: tuple[CatalogRule, ...] = (
    bastion_image,
    container_runtime,
    default_image,
    expired_version,
    expiring_version,
    feature_gate,
    image_version,
    incomplete_seed,
    kubelet_version_constraint,
    latest_kubernetes_version,
    lifecycle,
    namespaced_expiration,
    primary_controller,
    supported_version,
    unknown_field,
    unknown_parent,
    unoffered_region,
)
