"""What the operator's Extension says: how gardener-operator deploys the extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.documents.oci import oci_repository
from generator.documents.registration import resources
from generator.documents.values import image_values, stated_image
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
    """The `spec` of the object, or of a patch of it.

    `values` are those of the ControllerDeployment, over which the section's own are merged;
    `references` are its `resources`, which gardener-operator looks up in its own cluster;
    `inject_garden_kubeconfig` says whether the target can take the kubeconfig at all.
    """
    if extension.is_patch:
        return _patch(catalog, extension, values, references)
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


def _patch(
    catalog: Catalog,
    extension: Extension,
    values: dict[str, Value],
    references: list[Value],
) -> dict[str, Value]:
    """What the catalog says, for an Extension of others, who choose its charts and their image."""
    image = stated_image(catalog)
    stated: dict[str, Value] = {
        "values": merge_values(values, extension.values),
        "runtimeClusterValues": merge_values(image, extension.runtime_cluster_values),
        "policy": extension.policy,
        "injectGardenKubeconfig": extension.inject_garden_kubeconfig,
    }
    deployment: dict[str, Value] = {
        "extension": {key: value for key, value in stated.items() if value not in (None, {})},
        "admission": {"values": extension.admission.values} if extension.admission.values else {},
        "resources": references,
    }
    return {"deployment": {key: value for key, value in deployment.items() if value}}


def _admission(admission: Admission) -> dict[str, Value]:
    charts: dict[str, Value] = {
        "runtimeCluster": _helm(admission.runtime_chart),
        "virtualCluster": _helm(admission.virtual_chart),
    }
    return {**charts, "values": admission.values} if admission.values else charts


def _helm(chart: OCIRepository | None) -> dict[str, Value]:
    assert chart is not None  # noqa: S101  only a patch has none
    return {"helm": {"ociRepository": oci_repository(chart)}}
