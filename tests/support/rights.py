"""What rules of RBAC allow, one right at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Right:
    """One verb on one resource of one group; a subresource is named with its resource."""

    group: str
    resource: str
    verb: str


def granted(role: dict[str, Any]) -> set[Right]:
    """The rights that a Role or ClusterRole gives, whatever names it limits them to."""
    return {
        Right(group, resource, verb)
        for rule in role["rules"]
        for group in rule["apiGroups"]
        for resource in rule["resources"]
        for verb in rule["verbs"]
    }
