"""How Gardener learns of the extension when operators write its objects themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.catalog.deployment import ObjectMeta


@dataclass(frozen=True, slots=True)
class ControllerRegistration:
    """The section `controllerRegistration`; its pod security is an annotation of `metadata`.

    `deployment_ref` names the ControllerDeployment, None where it is that of the catalog.
    """

    name: str
    metadata: ObjectMeta
    policy: str | None
    deployment_ref: str | None
