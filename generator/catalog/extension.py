"""How gardener-operator deploys the extension and its admission controller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.catalog.deployment import ObjectMeta, OCIRepository
    from generator.catalog.values import Value


@dataclass(frozen=True, slots=True)
class Admission:
    """The admission controller: a chart for each of the two clusters, and one set of values."""

    runtime_chart: OCIRepository
    virtual_chart: OCIRepository
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Extension:
    """The section `extension`; its pod security is an annotation of `metadata`.

    Every chart has its place: what the catalog leaves open is filled in already.
    """

    name: str
    metadata: ObjectMeta
    policy: str | None
    inject_garden_kubeconfig: bool
    chart: OCIRepository
    values: dict[str, Value]
    runtime_cluster_values: dict[str, Value]
    admission: Admission
