"""The section `controllerDeployment`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.deployment import ChartPath, ControllerDeployment, ObjectMeta, OCIRepository
from generator.decode import catalog_keys
from generator.gardener.provider import EXTENSION_IMAGE
from generator.reading.text_formats import (
    ANNOTATIONS_LIMIT,
    DIGEST,
    DNS_LABEL,
    DNS_SUBDOMAIN,
    IMAGE_TAG,
    WORD,
    annotation_key_problem,
    label_key_problem,
    label_value_problem,
    one_of,
)

if TYPE_CHECKING:
    from generator.catalog.deployment import Chart
    from generator.reading.section import Section


DEFAULT_NAME = "extension-provider-alicloud"
API_VERSION = one_of("v1beta1", "v1")


def read_metadata(section: Section, common: ObjectMeta | None = None) -> ObjectMeta:
    """The labels and annotations that a section gives, over those that it has in `common`."""
    own = ObjectMeta(
        section.text_map("labels", of_key=label_key_problem, of_value=label_value_problem),
        section.text_map("annotations", of_key=annotation_key_problem),
    )
    common = common or ObjectMeta()
    merged = own.over(common)
    # What is too large in `common` was noted where that was read.
    if common.annotations_size <= ANNOTATIONS_LIMIT < merged.annotations_size:
        found = f"the annotations of the object have {merged.annotations_size:,} bytes"
        section.wrong(("annotations",), found, f"at most {ANNOTATIONS_LIMIT:,}", of_key=True)
    return merged


def read_deployment(
    top: Section, common: ObjectMeta, release: str, registry: str | None
) -> ControllerDeployment:
    """The section, with its defaults where it is absent or null.

    `release` is the target's extension, `registry` where its image is mirrored. The operator
    guide's list of images belongs to a ControllerDeployment: without one, an Extension has it not.
    """
    is_written = top.has("controllerDeployment") or "controllerDeployment" not in top.node
    section = top.section("controllerDeployment", catalog_keys.DEPLOYMENT)
    image = section.section("image", catalog_keys.IMAGE_REFERENCE)
    return ControllerDeployment(
        is_written=is_written,
        name=section.text("name", DNS_LABEL) or DEFAULT_NAME,
        metadata=read_metadata(section, common),
        api_version=section.text("apiVersion", API_VERSION) or "v1beta1",
        chart=_chart(section, release),
        image_repository=image.text("repository", WORD)
        or (f"{registry}/{EXTENSION_IMAGE}" if registry else None),
        image_tag=image.text("tag", IMAGE_TAG),
        inject_garden_kubeconfig=section.boolean("injectGardenKubeconfig", default=True),
        machine_images=section.boolean("machineImages", default=is_written),
        values=section.values("values"),
    )


def _chart(section: Section, release: str) -> Chart | None:
    if not section.has("chart"):
        return None
    if isinstance(section.node["chart"], str):
        path = section.text("chart")
        if path and "://" in path:
            expected = "a path, or {oci: {ref: HOST/REPOSITORY:TAG}}"
            section.wrong(("chart",), "found a URL", expected)
            return None
        return ChartPath(path) if path else None
    chart = section.section("chart", catalog_keys.CHART)
    if not chart.has("oci"):
        section.wrong(("chart",), "found no chart", "a path, or {oci: …}")
        return None
    oci = chart.section("oci", catalog_keys.OCI)
    if not oci.has("ref") and not oci.has("repository"):
        oci.wrong((), "the reference to the chart is incomplete", "ref or repository")
    chart_in_registry = read_oci(oci)
    if oci.has("ref") or _is_versioned(oci):
        return chart_in_registry
    return chart_in_registry._replace(tag=release)


def _is_versioned(oci: Section) -> bool:
    return oci.has("tag") or oci.has("digest")


def read_oci(oci: Section) -> OCIRepository:
    """A chart in a registry, maybe incomplete; Gardener refuses other keys beside `ref`."""
    if oci.has("ref") and (oci.has("repository") or _is_versioned(oci)):
        oci.wrong((), "ref cannot be combined with repository, tag or digest", "only ref")
    if oci.has("from") and (oci.has("ref") or oci.has("digest")):
        message = "from cannot be combined with ref or digest: it gives the digest of its file"
        oci.wrong((), message, "repository, tag and from")
    archive = oci.text("from")
    if archive and "://" in archive:
        oci.wrong(("from",), "found a URL", "the path of the .tgz that was pushed")
        archive = None
    return OCIRepository(
        ref=oci.text("ref", WORD),
        repository=oci.text("repository", WORD),
        tag=oci.text("tag", IMAGE_TAG),
        digest=oci.text("digest", DIGEST),
        pull_secret=oci.section("pullSecretRef", ("name",)).text("name", DNS_SUBDOMAIN),
        ca_bundle_secret=oci.section("caBundleSecretRef", ("name",)).text("name", DNS_SUBDOMAIN),
        archive=ChartPath(archive) if archive else None,
    )
