"""The section `cloudProfile`: what only the user knows, and what its images have to fit."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.catalog.profile import CloudProfile
from generator.decode import keys
from generator.decode.capabilities import check_machine_types, read_capabilities
from generator.decode.deployment import read_metadata
from generator.decode.formats import DNS_SUBDOMAIN
from generator.decode.named import found, named_items
from generator.decode.reader import Format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.deployment import ObjectMeta
    from generator.catalog.images import Image
    from generator.catalog.profile import NamespacedCloudProfile
    from generator.catalog.values import Value
    from generator.decode.reader import Section

GENERATED_KEYS = dict.fromkeys(("machineImages", "providerConfig"), "the section `images`")
"""What a spec may not say, and what says it instead."""

PROVIDER_TYPE = "alicloud"
DEFAULT_NAME = "alicloud"

KUBERNETES_VERSION = Format(
    re.compile(r"([0-9]+\.){2}[0-9]+"), "a version of three numbers, such as 1.34.2"
)
"""gardener `pkg/api/core/validation`, Kubernetes versions of a CloudProfile."""


def read_cloud_profile(top: Section, common: ObjectMeta) -> CloudProfile | None:
    """The section without its images, which need its regions first; None where it is absent."""
    if not top.has("cloudProfile"):
        return None
    section = top.section("cloudProfile", keys.CLOUD_PROFILE)
    spec = section.values("spec")
    refuse_generated(section, spec, GENERATED_KEYS)
    if spec.get("type") not in (None, PROVIDER_TYPE):
        section.wrong(("spec", "type"), found(spec["type"]), f'"{PROVIDER_TYPE}"')
    _check_kubernetes_versions(section, spec)
    capabilities = read_capabilities(section, spec)
    machine_types = named_items(section, spec, "machineTypes", "machine type", required=True)
    check_machine_types(section, machine_types, capabilities)
    named_items(section, spec, "volumeTypes", "volume type")
    regions = named_items(section, spec, "regions", "region", required=True)
    return CloudProfile(
        name=section.text("name", DNS_SUBDOMAIN) or DEFAULT_NAME,
        metadata=read_metadata(section).over(common),
        spec={"type": PROVIDER_TYPE, **without_nulls(spec)},
        regions=tuple(name for _, name, _ in regions),
        capabilities=capabilities,
        images=(),
    )


def with_images(
    profile: CloudProfile,
    images: tuple[Image, ...],
    namespaced: tuple[NamespacedCloudProfile, ...],
    top: Section,
) -> CloudProfile:
    """The profile with its images: those that no NamespacedCloudProfile of it takes for itself."""
    taken = {
        (image.name, version.version)
        for child in namespaced
        if child.parent == profile.name
        for image in child.images
        for version in image.versions
    }
    kept = tuple(
        replace(image, versions=versions)
        for image in images
        if (versions := tuple(v for v in image.versions if (image.name, v.version) not in taken))
    )
    if images and not kept:
        message = "no image is left for the CloudProfile: NamespacedCloudProfiles take all of them"
        top.wrong(("cloudProfile",), message, "at least one image")
    return replace(profile, images=kept)


def restricted(profile: CloudProfile, regions: tuple[str, ...], top: Section) -> CloudProfile:
    """The profile with those of its regions to which the catalog is restricted."""
    kept = tuple(name for name in profile.regions if name in regions)
    if profile.regions and not kept:
        message = f"the CloudProfile offers none of these regions, but {profile.regions[0]}"
        top.wrong(("regions",), message, "a region of the spec of the cloudProfile")
    items = profile.spec.get("regions")
    offered: list[Value] = [
        item
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, dict) and item.get("name") in kept
    ]
    return replace(profile, regions=kept, spec={**profile.spec, "regions": offered})


def refuse_generated(section: Section, spec: dict[str, Value], keys: Mapping[str, str]) -> None:
    """Note every key of a `spec` that the generator writes itself; `keys` say from what."""
    for key, source in keys.items():
        if spec.get(key) is not None:
            message = f"{key} stands in the spec, but it is generated"
            section.wrong(("spec", key), message, source)


def without_nulls(spec: dict[str, Value]) -> dict[str, Value]:
    """The spec without the keys that say nothing, as Go reads it."""
    return {key: value for key, value in spec.items() if value is not None}


def _check_kubernetes_versions(section: Section, spec: dict[str, Value]) -> None:
    kubernetes = spec.get("kubernetes")
    versions = kubernetes.get("versions") if isinstance(kubernetes, dict) else None
    if not isinstance(versions, list) or not versions:
        message = "must provide at least one Kubernetes version"
        section.wrong(("spec", "kubernetes", "versions"), message, "kubernetes: {versions: […]}")
        return
    for index, item in enumerate(versions):
        version = item.get("version") if isinstance(item, dict) else None
        if not isinstance(version, str) or not KUBERNETES_VERSION.pattern.fullmatch(version):
            path = ("spec", "kubernetes", "versions", index, "version")
            section.wrong(path, found(version), KUBERNETES_VERSION.expected)
