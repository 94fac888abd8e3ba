"""Charts in OCI registries, as Gardener's objects name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.catalog.deployment import OCIRepository
    from generator.catalog.values import Value


def oci_repository(chart: OCIRepository) -> dict[str, Value]:
    """The chart's place as Gardener's `ociRepository`: the fields that are set."""
    fields: dict[str, Value] = {
        "ref": chart.ref,
        "repository": chart.repository,
        "tag": chart.tag,
        "digest": chart.digest,
        "pullSecretRef": chart.pull_secret and {"name": chart.pull_secret},
        "caBundleSecretRef": chart.ca_bundle_secret and {"name": chart.ca_bundle_secret},
    }
    return {key: value for key, value in fields.items() if value is not None}
