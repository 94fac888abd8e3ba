"""The section `namespacedCloudProfiles`: what a project is offered beside its CloudProfile.

    - name: team
      namespace: garden-team
      parent: alicloud                  # default: the catalog's cloudProfile
      images:                           # versions that this profile adds to its parent
        custom: [1.0.0, 1.1.0]
        ubuntu: "*"                     # every version of the image
      expirations:                      # versions of the parent that expire at another time here
        gardenlinux: {1877.13.0: 2027-06-30}
      spec: {machineTypes: […]}         # the rest, as Gardener has it

The API server refuses a version that stands in both profiles, so what is named in `images` is left
out of the catalog's own CloudProfile when that is the parent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.catalog.images import EVERY_REGION as EVERY
from generator.catalog.profile import NamespacedCloudProfile
from generator.decode import catalog_keys
from generator.decode.cloud_profile import GENERATED_KEYS, refuse_generated, without_nulls
from generator.decode.deployment import read_metadata
from generator.gardener.profile_spec import read_namespaced_spec
from generator.problems import Near, quoted
from generator.reading.dates import read_date
from generator.reading.text_formats import DNS_LABEL, DNS_SUBDOMAIN
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.deployment import ObjectMeta
    from generator.catalog.images import Image
    from generator.catalog.profile import CloudProfile
    from generator.reading.section import Section

    _Images: TypeAlias = Mapping[str, tuple[int, Image]]
    """The catalog's images by their names, each with its place in their order."""


def read_namespaced_profiles(
    top: Section, common: ObjectMeta, images: tuple[Image, ...], parent: CloudProfile | None
) -> tuple[NamespacedCloudProfile, ...]:
    """The profiles in declared order; `parent` is the catalog's own CloudProfile."""
    found: dict[tuple[str, str], NamespacedCloudProfile] = {}
    by_name = {image.name: (number, image) for number, image in enumerate(images)}
    for section in top.sections("namespacedCloudProfiles", catalog_keys.NAMESPACED_CLOUD_PROFILE):
        profile = _profile(section, common, by_name, parent)
        if (profile.namespace, profile.name) in found:
            message = f"{quoted(profile.name)} is defined twice in {profile.namespace}"
            section.wrong(("name",), message)
        found.setdefault((profile.namespace, profile.name), profile)
    return tuple(found.values())


def _profile(
    section: Section, common: ObjectMeta, images: _Images, own: CloudProfile | None
) -> NamespacedCloudProfile:
    spec = section.values("spec")
    refuse_generated(section, spec, {**GENERATED_KEYS, "parent": "`parent: NAME` next to the spec"})
    parent = _parent(section, own)
    capabilities = own.capabilities if own is not None and own.name == parent else None
    spec = read_namespaced_spec(section, spec, capabilities)
    return NamespacedCloudProfile(
        name=section.required_text("name", DNS_SUBDOMAIN),
        namespace=section.required_text("namespace", DNS_LABEL),
        metadata=read_metadata(section, common),
        parent=parent,
        # That the catalog has none at all is said of its own CloudProfile.
        images=_images(section, images) if images or own is None else (),
        expirations=_expirations(section),
        spec=without_nulls(spec),
        capabilities=capabilities,
    )


def _parent(section: Section, own: CloudProfile | None) -> str:
    """The name of the parent, the catalog's own profile where the section does not say it."""
    if own is not None and not section.has("parent"):
        return own.name
    if not section.has("parent"):
        expected, relies_on = DNS_SUBDOMAIN.expected, (("cloudProfile",),)
        section.wrong((), "parent is missing", expected, relies_on=relies_on)
    return section.text("parent", DNS_SUBDOMAIN) or ""


def _images(section: Section, images: _Images) -> tuple[Image, ...]:
    """The chosen versions of the catalog's images, in the catalog's order."""
    choices = _names(section, "images")
    chosen: dict[int, Image] = {}
    for name in choices.node:
        if name in images:
            number, image = images[name]
            chosen[number] = _chosen(choices, image)
        else:
            hint = Near(name, images)
            message = f"there is no image {quoted(name)}"
            choices.wrong(
                (name,), message, "a name of `images`", hint, relies_on=(("images", name),)
            )
    return tuple(image for _, image in sorted(chosen.items()))


def _chosen(choices: Section, image: Image) -> Image:
    node = choices.node[image.name]
    if node == EVERY:
        return image
    known = {version.version: version for version in image.versions}
    names = dict.fromkeys(choices.texts(image.name))
    for index, name in enumerate(node if isinstance(node, list) else ()):
        if isinstance(name, str) and name in names and name not in known:
            del names[name]
            message = f"{image.name} has no version {quoted(name)}"
            below = (image.name, index)
            hint, relies_on = Near(name, known), (("images", image.name),)
            choices.wrong(below, message, "a version of the image", hint, relies_on=relies_on)
    if is_null(node) or node == []:
        choices.wrong((image.name,), "found nothing", f'a list of versions, or "{EVERY}"')
    return image._replace(versions=tuple(known[name] for name in known if name in names))


def _expirations(section: Section) -> dict[str, dict[str, str]]:
    """Image and version to the date, in declared order."""
    images = _names(section, "expirations")
    found: dict[str, dict[str, str]] = {}
    for name in images.node:
        versions = _names(images, name)
        if not versions.node:
            images.wrong((name,), "found no version", "version: date", relies_on=(versions.path,))
        dates = {version: read_date(versions, version) for version in versions.node}
        found[name] = {version: date for version, date in dates.items() if date is not None}
    return found


def _names(section: Section, key: str) -> Section:
    """The mapping at a key, in which any name may be a key."""
    node = section.node.get(key)
    return section.section(key, tuple(node) if isinstance(node, dict) else ())
