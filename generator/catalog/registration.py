"""How Gardener learns of the extension when operators write its objects themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.catalog.deployment import ObjectMeta


@dataclass(frozen=True, slots=True)
class ControllerRegistration:
    """The section `controllerRegistration`; its pod security is an annotation of `metadata`."""

    name: str
    metadata: ObjectMeta
    policy: str | None
