"""The section `extension`: what gardener-operator deploys, charts from OCI registries alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.deployment import OCIRepository
from generator.catalog.extension import Admission, Extension
from generator.decode import catalog_keys
from generator.decode.deployment import read_oci
from generator.decode.registration import (
    DEFAULT_NAME,
    controller_metadata,
    controller_section,
)
from generator.gardener.choices import FORM, POLICY
from generator.gardener.provider import (
    EXTENSION_CHART,
    RUNTIME_CHART,
    VIRTUAL_CHART,
)
from generator.reading.text_formats import DNS_LABEL

if TYPE_CHECKING:
    from generator.catalog.deployment import Chart, ObjectMeta
    from generator.reading.section import Section


def read_extension(
    top: Section, common: ObjectMeta, release: str, registry: str, deployed: Chart | None
) -> Extension | None:
    """The section; None where it is absent. An empty mapping is enough to get the document.

    `release` is the provider-alicloud whose charts in `registry` are the default; `deployed` the
    chart of the ControllerDeployment, which is the extension's here too where it is in a registry.
    """
    if not top.has("extension"):
        return None
    section = controller_section(top, "extension", catalog_keys.EXTENSION)
    is_patch = section.text("form", FORM) == "patch"
    if is_patch:
        _refuse_chart(section, "chart")
    says_nothing = is_patch and not section.has("injectGardenKubeconfig")
    return Extension(
        name=section.text("name", DNS_LABEL) or DEFAULT_NAME,
        metadata=controller_metadata(section, common, "" if is_patch else "baseline"),
        is_patch=is_patch,
        policy=section.text("policy", POLICY),
        inject_garden_kubeconfig=(
            None if says_nothing else section.boolean("injectGardenKubeconfig", default=True)
        ),
        chart=None if is_patch else _own_chart(section, release, registry, deployed),
        values=section.values("values"),
        runtime_cluster_values=section.values("runtimeClusterValues"),
        admission=_admission(
            section.section("admission", catalog_keys.ADMISSION),
            release,
            registry,
            is_patch=is_patch,
        ),
    )


def _own_chart(
    section: Section, release: str, registry: str, deployed: Chart | None
) -> OCIRepository:
    if section.has("chart") or not isinstance(deployed, OCIRepository):
        return _chart(section, _usual(registry, EXTENSION_CHART, release))
    return deployed


def _refuse_chart(section: Section, key: str) -> None:
    """Note a chart in a patch: beside the one that the Extension has, Gardener refuses it."""
    if section.has(key):
        message = "a patch has no chart: the Extension that it changes has its own"
        section.wrong((key,), message, hint=f"remove {key}, or `form: patch`", of_key=True)


def _usual(registry: str, path: str, release: str) -> OCIRepository:
    return OCIRepository(repository=f"{registry}/{path}", tag=release)


def _admission(section: Section, release: str, registry: str, *, is_patch: bool) -> Admission:
    if is_patch:
        _refuse_chart(section, "runtimeCluster")
        _refuse_chart(section, "virtualCluster")
        return Admission(None, None, section.values("values"))
    runtime = section.section("runtimeCluster", ("chart",))
    virtual = section.section("virtualCluster", ("chart",))
    return Admission(
        runtime_chart=_chart(runtime, _usual(registry, RUNTIME_CHART, release)),
        virtual_chart=_chart(virtual, _usual(registry, VIRTUAL_CHART, release)),
        values=section.values("values"),
    )


def _chart(section: Section, default: OCIRepository) -> OCIRepository:
    """The chart in a registry; a repository or a tag that is not given is the default's."""
    stated = section.node.get("chart")
    if isinstance(stated, str) and section.has("chart"):
        message = "found a path, but gardener-operator only takes charts from OCI registries"
        message = "found a URL" if "://" in stated else message
        section.wrong(("chart",), message, "{oci: {repository: …, tag: …}}")
        return default
    oci = read_oci(section.section("chart", catalog_keys.CHART).section("oci", catalog_keys.OCI))
    if oci.ref is not None:
        return oci
    tag = oci.tag if oci.tag or oci.digest else default.tag
    return oci._replace(repository=oci.repository or default.repository, tag=tag)
