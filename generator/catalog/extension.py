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

    runtime_chart: OCIRepository | None
    virtual_chart: OCIRepository | None
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Extension:
    """The section `extension`; its pod security is an annotation of `metadata`.

    Every chart has its place: what the catalog leaves open is filled in already. Only a patch has
    none, which changes an Extension of others and says nothing that the catalog does not say: there
    `inject_garden_kubeconfig` can be None.
    """

    name: str
    metadata: ObjectMeta
    is_patch: bool
    policy: str | None
    inject_garden_kubeconfig: bool | None
    chart: OCIRepository | None
    values: dict[str, Value]
    runtime_cluster_values: dict[str, Value]
    admission: Admission
