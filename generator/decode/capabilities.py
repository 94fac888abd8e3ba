"""What the profile says machines can be, and whether the images fit it.

The rules are Gardener's (`pkg/api/core/validation`) and the extension's
(`pkg/apis/alicloud/validation`): flavors need capabilities, and IDs without a flavor are of one
architecture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.profile import AMD64, ARCHITECTURE, architectures_of, only_architecture
from generator.decode.formats import IMAGE_NAME
from generator.decode.named import found, named_items
from generator.problems import quoted

if TYPE_CHECKING:
    from generator.catalog import Flavor, Image, ImageVersion, Value
    from generator.catalog.profile import Capabilities
    from generator.decode.reader import Section
    from generator.problems import Path

RESERVED_PREFIX = "gardener-"
KNOWN_ARCHITECTURES = (AMD64, "arm64")


def read_capabilities(section: Section, spec: dict[str, Value]) -> Capabilities:
    """The `machineCapabilities` of a section's spec, those that can be used."""
    definitions = named_items(section, spec, "machineCapabilities", "capability")
    if not definitions:
        return {}
    place = ("spec", "machineCapabilities")
    if ARCHITECTURE not in definitions:
        section.wrong(place, "architecture capability is required", "{name: architecture, …}")
    for index, name in enumerate(definitions):
        if name.startswith(RESERVED_PREFIX):
            message = f'the prefix "{RESERVED_PREFIX}" is reserved for Gardener'
            section.wrong((*place, index, "name"), message)
    order = {name: index for index, name in enumerate(definitions)}
    return {
        name: _values(section, item, (*place, order[name], "values"), name)
        for name, item in definitions.items()
    }


def _values(section: Section, item: dict[str, Value], place: Path, name: str) -> tuple[str, ...]:
    values = item.get("values")
    if not isinstance(values, list) or not values:
        section.wrong(place, "capability values must not be empty", "a list with at least one text")
        return ()
    for index, value in enumerate(values):
        if not isinstance(value, str) or not IMAGE_NAME.pattern.fullmatch(value):
            section.wrong((*place, index), found(value), IMAGE_NAME.expected)
        elif name == ARCHITECTURE and value not in KNOWN_ARCHITECTURES:
            expected = " or ".join(KNOWN_ARCHITECTURES)
            section.wrong((*place, index), f"found {quoted(value)}", expected)
    return tuple(value for value in values if isinstance(value, str))


def check_images(images: tuple[Image, ...], capabilities: Capabilities, top: Section) -> None:
    """Note every version that cannot be offered by a profile with these capabilities."""
    for image in images:
        for version in image.versions:
            place = ("images", image.name, "versions", version.version)
            _check_version(version, capabilities, top, place)


def _check_version(
    version: ImageVersion, capabilities: Capabilities, top: Section, place: Path
) -> None:
    offered = architectures_of(version, capabilities)
    for index, name in enumerate(version.architectures):
        if name not in offered:
            message = f"none of the flavors is for {name}"
            top.wrong((*place, "architectures", index), message, ", ".join(offered))
    if not capabilities:
        if isinstance(version.ids, tuple) and only_architecture(version) is None:
            top.wrong(
                (*place, "flavors"),
                "must not provide flavors: the CloudProfile has no machineCapabilities",
                "regions, with one ID in each region",
                "or define them: `machineCapabilities: [{name: architecture, values: […]}]`",
            )
    elif isinstance(version.ids, tuple):
        for index, flavor in enumerate(version.ids):
            _check_flavor(flavor, capabilities, top, (*place, "flavors", index))
    elif len(offered) > 1:
        message = "an ID is of one architecture, and the CloudProfile tells them apart"
        top.wrong((*place, "architectures"), message, "flavors, one for each architecture")
    elif offered[0] not in capabilities.get(ARCHITECTURE, offered):
        message = (
            f"IDs without a flavor are for {offered[0]}, which the CloudProfile does not offer"
        )
        top.wrong((*place, "regions"), message, ", ".join(capabilities[ARCHITECTURE]))


def _check_flavor(flavor: Flavor, capabilities: Capabilities, top: Section, place: Path) -> None:
    for name, values in flavor.capabilities.items():
        known = capabilities.get(name)
        if known is None:
            message = f"the CloudProfile has no capability {quoted(name)}"
            top.wrong((*place, "capabilities", name), message, ", ".join(capabilities))
            continue
        for index, value in enumerate(values):
            if value not in known:
                message = f"the CloudProfile has no {name} {quoted(value)}"
                top.wrong((*place, "capabilities", name, index), message, ", ".join(known))
    architectures = flavor.capabilities.get(ARCHITECTURE, ())
    if len(architectures) > 1 or (
        not architectures and len(capabilities.get(ARCHITECTURE, ())) > 1
    ):
        message = "must define exactly one architecture"
        top.wrong((*place, "capabilities"), message, "architecture: amd64, or capabilities with it")
