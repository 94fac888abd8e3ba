"""Whether the images fit what the profile says machines can be.

The rules are Gardener's (`pkg/api/core/validation`) and the extension's
(`pkg/apis/alicloud/validation`): flavors need capabilities, and IDs without a flavor are of one
architecture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.profile import ARCHITECTURE, architectures_of, only_architecture
from generator.gardener.capabilities import check_known

if TYPE_CHECKING:
    from generator.catalog.images import Flavor, Image, ImageVersion
    from generator.catalog.profile import Capabilities
    from generator.problems import Path
    from generator.reading.section import Section


def check_images(images: tuple[Image, ...], capabilities: Capabilities, top: Section) -> None:
    """Note every version that cannot be offered by a profile with these capabilities."""
    for image in images:
        for version in image.versions:
            place = ("images", image.name, "versions", version.version)
            _check_architectures(version, capabilities, top, place)
            if isinstance(version.ids, tuple):
                _check_flavors(version, version.ids, capabilities, top, place)
            elif capabilities:
                _check_flat(version, capabilities, top, place)


def _check_architectures(
    version: ImageVersion, capabilities: Capabilities, top: Section, place: Path
) -> None:
    offered = architectures_of(version, capabilities)
    for index, name in enumerate(version.architectures):
        if name not in offered:
            message = f"none of the flavors is for {name}"
            top.wrong((*place, "architectures", index), message, ", ".join(offered))


def _check_flavors(
    version: ImageVersion,
    flavors: tuple[Flavor, ...],
    capabilities: Capabilities,
    top: Section,
    place: Path,
) -> None:
    if not capabilities:
        if only_architecture(version) is None:
            top.wrong(
                (*place, "flavors"),
                "must not provide flavors: the CloudProfile has no machineCapabilities",
                "regions, with one ID in each region",
                "or define them: `machineCapabilities: [{name: architecture, values: […]}]`",
            )
        return
    for index, flavor in enumerate(flavors):
        below = (*place, "flavors", index, "capabilities")
        check_known(top, flavor.capabilities, capabilities, below)
        stated = flavor.capabilities.get(ARCHITECTURE, capabilities.get(ARCHITECTURE, ()))
        if len(stated) > 1:
            top.wrong(below, "must define exactly one architecture", f"{ARCHITECTURE}: [amd64]")


def _check_flat(
    version: ImageVersion, capabilities: Capabilities, top: Section, place: Path
) -> None:
    architectures = architectures_of(version, capabilities)
    known = capabilities.get(ARCHITECTURE, architectures)
    if len(architectures) > 1:
        message = "an ID is of one architecture, and the CloudProfile tells them apart"
        top.wrong((*place, "architectures"), message, "flavors, one for each architecture")
    elif architectures[0] not in known:
        name = architectures[0]
        message = f"IDs without a flavor are for {name}, which the CloudProfile does not offer"
        top.wrong((*place, "regions"), message, ", ".join(known))
