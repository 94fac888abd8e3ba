"""What the operator's Extension says: how gardener-operator deploys the extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.documents.oci import oci_repository
from generator.documents.registration import resources
from generator.documents.values import image_values
from generator.merge import merge_values

if TYPE_CHECKING:
    from generator.catalog import Catalog
    from generator.catalog.deployment import OCIRepository
    from generator.catalog.extension import Admission, Extension
    from generator.catalog.values import Value


def extension_spec(
    catalog: Catalog,
    extension: Extension,
    values: dict[str, Value],
    references: list[Value],
    *,
    inject_garden_kubeconfig: bool,
) -> dict[str, Value]:
    """The `spec` of the object.

    `values` are those of the ControllerDeployment, over which the section's own are merged;
    `references` are its `resources`, which gardener-operator looks up in its own cluster;
    `inject_garden_kubeconfig` says whether the target can take the kubeconfig at all.
    """
    # The runtime cluster pulls the same image, and needs nothing else of the catalog: there the
    # extension only manages backup buckets and DNS records.
    runtime = merge_values({"image": image_values(catalog)}, extension.runtime_cluster_values)
    deployed: dict[str, Value] = {
        **_helm(extension.chart),
        "values": merge_values(values, extension.values),
        "runtimeClusterValues": runtime,
    }
    if extension.policy is not None:
        deployed["policy"] = extension.policy
    if inject_garden_kubeconfig and extension.inject_garden_kubeconfig:
        deployed["injectGardenKubeconfig"] = True
    deployment: dict[str, Value] = {
        "extension": deployed,
        "admission": _admission(extension.admission),
    }
    if references:
        deployment["resources"] = references
    return {"resources": resources(), "deployment": deployment}


def _admission(admission: Admission) -> dict[str, Value]:
    charts: dict[str, Value] = {
        "runtimeCluster": _helm(admission.runtime_chart),
        "virtualCluster": _helm(admission.virtual_chart),
    }
    return {**charts, "values": admission.values} if admission.values else charts


def _helm(chart: OCIRepository) -> dict[str, Value]:
    return {"helm": {"ociRepository": oci_repository(chart)}}
