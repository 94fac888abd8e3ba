"""The section `cloudProfile`: a spec that the user writes, to which the images are added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.profile import CloudProfile
from generator.decode import catalog_keys
from generator.decode.deployment import read_metadata
from generator.decode.images import states_images
from generator.gardener.bastion import check_bastion
from generator.gardener.profile_spec import read_cloud_profile_spec
from generator.gardener.provider import PROVIDER_TYPE
from generator.gardener.spec_values import found_no_text
from generator.reading.text_formats import DNS_SUBDOMAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.deployment import ObjectMeta
    from generator.catalog.images import Image
    from generator.catalog.profile import NamespacedCloudProfile
    from generator.catalog.values import Value
    from generator.reading.section import Section

GENERATED_KEYS = dict.fromkeys(("machineImages", "providerConfig"), "the section `images`")
"""Keys that a spec must not have, and where the catalog says the same."""

DEFAULT_NAME = "alicloud"


def read_cloud_profile(top: Section, common: ObjectMeta) -> CloudProfile | None:
    """The section without its images, which depend on its regions; None where it is absent."""
    if not top.has("cloudProfile"):
        return None
    section = top.section("cloudProfile", catalog_keys.CLOUD_PROFILE)
    spec = section.values("spec")
    if not section.has("spec") or section.node["spec"] == {}:
        expected = "spec: with kubernetes, machineTypes and regions"
        section.wrong(("spec",), "spec is missing", expected, is_unread=True)
    refuse_generated(section, spec, GENERATED_KEYS)
    if spec.get("type") not in (None, PROVIDER_TYPE):
        section.wrong(
            ("spec", "type"),
            found_no_text(spec["type"], section, ("spec", "type")),
            f'"{PROVIDER_TYPE}"',
        )
    spec, regions, capabilities = read_cloud_profile_spec(section, spec)
    return CloudProfile(
        name=section.text("name", DNS_SUBDOMAIN) or DEFAULT_NAME,
        metadata=read_metadata(section, common),
        spec={"type": PROVIDER_TYPE, **without_nulls(spec)},
        regions=regions,
        capabilities=capabilities,
        images=(),
    )


def with_images(
    profile: CloudProfile,
    images: tuple[Image, ...],
    namespaced: tuple[NamespacedCloudProfile, ...],
    top: Section,
) -> CloudProfile:
    """The profile with its images, but for the versions that only its namespaced profiles offer."""
    taken = {
        (image.name, version.version)
        for child in namespaced
        if child.parent == profile.name
        for image in child.images
        for version in image.versions
    }
    kept = tuple(
        image._replace(versions=versions)
        for image in images
        if (versions := tuple(v for v in image.versions if (image.name, v.version) not in taken))
    )
    if images and not kept:
        message = "no image is left for the CloudProfile: NamespacedCloudProfiles take all of them"
        expected = "at least one image"
        top.wrong(("cloudProfile",), message, expected, relies_on=(("images",),))
    elif not states_images(top):
        message = "the CloudProfile needs images, and the catalog has none"
        expected, relies_on = "at least one image in `images`", (("images",),)
        top.wrong(("cloudProfile",), message, expected, of_key=True, relies_on=relies_on)
    profile = profile._replace(images=kept)
    check_bastion(profile, images, top)
    return profile


def restrict_regions(profile: CloudProfile, regions: tuple[str, ...], top: Section) -> CloudProfile:
    """The profile with only those of its regions that the catalog is restricted to."""
    kept = tuple(name for name in profile.regions if name in regions)
    if profile.regions and not kept:
        message = f"the CloudProfile offers none of these regions, only {profile.regions[0]}"
        expected = "a region in the spec of the cloudProfile"
        relies_on = (("regions",), ("cloudProfile", "spec", "regions"))
        top.wrong(("regions",), message, expected, relies_on=relies_on)
    items = profile.spec.get("regions")
    offered: list[Value] = [
        item
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, dict) and item.get("name") in kept
    ]
    return profile._replace(regions=kept, spec={**profile.spec, "regions": offered})


def refuse_generated(section: Section, spec: dict[str, Value], keys: Mapping[str, str]) -> None:
    """Note every key of a `spec` that is generated; `keys` maps each to its source."""
    for key, source in keys.items():
        if spec.get(key) is not None:
            message = f"{key} must not be in the spec, because it is generated"
            section.wrong(("spec", key), message, source)


def without_nulls(spec: dict[str, Value]) -> dict[str, Value]:
    """The spec without keys that are null, which Go reads as absent."""
    return {key: value for key, value in spec.items() if value is not None}
