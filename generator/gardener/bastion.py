"""Whether the machine type and the image of a CloudProfile's bastion are in the profile.

The rules are Gardener's: `pkg/api/core/validation`. Only here the generator itself can break what
the user wrote: an image version that is removed or held back is no longer there to be named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.gardener.spec_values import items_of
from generator.problems import nearest

if TYPE_CHECKING:
    from generator.catalog.images import Image
    from generator.catalog.profile import CloudProfile
    from generator.catalog.values import Value
    from generator.reading.section import Section

PLACE = ("cloudProfile", "spec", "bastion")


def check_bastion(profile: CloudProfile, images: tuple[Image, ...], top: Section) -> None:
    """Note what the bastion names and the profile lacks; `images` are those of the catalog."""
    bastion = profile.spec.get("bastion")
    if not isinstance(bastion, dict):
        return
    machine_type, image = bastion.get("machineType"), bastion.get("machineImage")
    if machine_type is None and image is None:
        message = "bastion section needs a machine type or machine image"
        top.wrong(PLACE, message, "machineType: {name: …}, machineImage: {name: …}, or both")
    if isinstance(machine_type, dict):
        _check_machine_type(profile, machine_type, top)
    # That the profile has none at all is said already.
    if isinstance(image, dict) and profile.images:
        _check_image(profile, image, images, top)


def _check_machine_type(
    profile: CloudProfile, machine_type: dict[str, Value], top: Section
) -> None:
    items = items_of(profile.spec, "machineTypes")
    names = [str(item.get("name")) for item in items if isinstance(item, dict)]
    name = str(machine_type.get("name") or "")
    if name not in names:
        message = "machine type not found in spec.machineTypes"
        hint = nearest(name, names)
        place, expected = (*PLACE, "machineType", "name"), "a name of machineTypes"
        relies_on = (("cloudProfile", "spec", "machineTypes"),)
        top.wrong(place, message, expected, hint, relies_on=relies_on)


def _check_image(
    profile: CloudProfile, stated: dict[str, Value], images: tuple[Image, ...], top: Section
) -> None:
    name, version = str(stated.get("name") or ""), stated.get("version")
    offered = {image.name: [v.version for v in image.versions] for image in profile.images}
    place = (*PLACE, "machineImage")
    if name not in offered:
        message = "image name not found in spec.machineImages"
        hint = _whereabouts(name, None, images, top) or nearest(name, offered)
        expected = "an image of the profile"
        top.wrong((*place, "name"), message, expected, hint, relies_on=(("images", name),))
    elif isinstance(version, str) and version not in offered[name]:
        message = "image version not found in spec.machineImages"
        hint = _whereabouts(name, version, images, top) or nearest(version, offered[name])
        expected, relies_on = f"a version of {name} in the profile", (("images", name),)
        top.wrong((*place, "version"), message, expected, hint, relies_on=relies_on)


def _whereabouts(name: str, version: str | None, images: tuple[Image, ...], top: Section) -> str:
    """A hint why the profile lacks an image or version of the catalog; empty if that has none."""
    if any(image.name == name and _has(image, version) for image in images):
        return "only a NamespacedCloudProfile offers it"
    written = top.node.get("images")
    image = written.get(name) if isinstance(written, dict) else None
    versions = image.get("versions") if isinstance(image, dict) else None
    known = versions if version is not None and isinstance(versions, dict) else None
    if image is not None and (version is None or (known is not None and version in known)):
        return "`holdBack` keeps it out"
    return ""


def _has(image: Image, version: str | None) -> bool:
    return version is None or any(version == each.version for each in image.versions)
