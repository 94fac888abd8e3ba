"""The two clusters of a garden, and which of them has an object: the one place that says so."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

OPERATOR_GROUP: Final = "operator.gardener.cloud"
"""The API group of gardener-operator, whose objects are in the runtime cluster."""


class Cluster(StrEnum):
    """A cluster of a garden.

    `VIRTUAL_GARDEN` is the one that Gardener's own API is in, `RUNTIME` the one that it runs in.
    """

    VIRTUAL_GARDEN = "virtual-garden"
    RUNTIME = "runtime"


def cluster_of(api_version: str) -> Cluster:
    """The cluster that an object of an API belongs into, unless it is a Secret of the owner."""
    is_operators = api_version.partition("/")[0] == OPERATOR_GROUP
    return Cluster.RUNTIME if is_operators else Cluster.VIRTUAL_GARDEN


def clusters_of_owner_secret(*, has_deployment: bool, has_extension: bool) -> tuple[Cluster, ...]:
    """Where the owner's Secret belongs: beside each object that refers to it by its `resources`.

    That is a ControllerDeployment in the virtual garden, and an Extension in the runtime cluster:
    https://gardener.cloud/docs/gardener/extensions/registration. Without either, it is for a
    ControllerDeployment of somebody else.
    """
    referring = {Cluster.VIRTUAL_GARDEN: has_deployment, Cluster.RUNTIME: has_extension}
    found = tuple(cluster for cluster, refers in referring.items() if refers)
    return found or (Cluster.VIRTUAL_GARDEN,)
