"""The `machineCapabilities` of a profile, and whether machine types and images fit them.

The rules are Gardener's (`pkg/api/core/validation`) and the extension's
(`pkg/apis/alicloud/validation`): flavors need capabilities, and IDs without a flavor are of one
architecture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.profile import ARCHITECTURE, architectures_of, only_architecture
from generator.gardener import choices
from generator.gardener.spec_values import check_qualified, found_no_text, named_items
from generator.problems import quoted
from generator.reading.text_formats import IMAGE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.catalog.images import Flavor, Image, ImageVersion
    from generator.catalog.profile import Capabilities
    from generator.catalog.values import Value
    from generator.gardener.spec_values import Named
    from generator.problems import Path
    from generator.reading.section import Section

_RESERVED_PREFIX = "gardener-"
_RELY_ON = (("cloudProfile", "spec", "machineCapabilities"),)


def read_capabilities(section: Section, spec: dict[str, Value]) -> Capabilities:
    """The valid `machineCapabilities` of a section's spec."""
    definitions = named_items(section, spec, "machineCapabilities", "capability")
    if not definitions:
        return {}
    place = ("spec", "machineCapabilities")
    if ARCHITECTURE not in {name for _, name, _ in definitions}:
        message, expected = "architecture capability is required", "{name: architecture, …}"
        section.wrong(place, message, expected, relies_on=_RELY_ON)
    for index, name, _ in definitions:
        check_qualified(section, name, (*place, index, "name"))
        if name.startswith(_RESERVED_PREFIX):
            message = f'the prefix "{_RESERVED_PREFIX}" is reserved for Gardener'
            section.wrong((*place, index, "name"), message)
    return {
        name: _values(section, item, (*place, index, "values"), name)
        for index, name, item in definitions
    }


def _values(section: Section, item: dict[str, Value], place: Path, name: str) -> tuple[str, ...]:
    values = item.get("values")
    if not isinstance(values, list) or not values:
        section.wrong(
            place, "capability values must not be empty", "a list with at least one string"
        )
        return ()
    known = len(section.findings)
    for index, value in enumerate(values):
        if not isinstance(value, str) or not IMAGE_NAME.pattern.fullmatch(value):
            section.wrong(
                (*place, index), found_no_text(value, section, (*place, index)), IMAGE_NAME.expected
            )
        elif name == ARCHITECTURE and value not in choices.ARCHITECTURE.choices:
            expected = " or ".join(choices.ARCHITECTURE.choices)
            section.wrong((*place, index), f"found {quoted(value)}", expected)
    # With a wrong one among them, nobody knows how many there are to choose from.
    return tuple(map(str, values)) if len(section.findings) == known else ()


def check_machine_types(
    section: Section, machine_types: Iterable[Named], capabilities: Capabilities
) -> None:
    """Note every machine type that does not fit a profile with these capabilities."""
    for index, _, item in machine_types:
        own, place = item.get("capabilities"), ("spec", "machineTypes", index, "capabilities")
        stated = own if isinstance(own, dict) else {}
        lists = {name: values for name, values in stated.items() if isinstance(values, list)}
        if len(lists) < len(stated) or stated is not own is not None:
            section.wrong(place, "capabilities are not a mapping of lists", "architecture: [amd64]")
        _check_known(section, lists, capabilities, place)
        architectures = lists.get(ARCHITECTURE, [])
        if len(architectures) > 1:
            message = "must not define more than one architecture"
            section.wrong((*place, ARCHITECTURE), message)
        elif architectures and item.get("architecture") not in (None, *architectures):
            message = f"architecture is {item['architecture']}, but capabilities say otherwise"
            section.wrong((*place, ARCHITECTURE), message, "the same in both")


def _check_known(
    section: Section,
    stated: Mapping[str, Sequence[Value]],
    capabilities: Capabilities,
    place: Path,
) -> None:
    """Note capabilities, and values of them, that the profile does not define."""
    for name, values in stated.items():
        known = capabilities.get(name)
        if known is None:
            message = f"the CloudProfile has no capability {quoted(name)}"
            expected = ", ".join(capabilities) or "no capabilities"
            section.wrong((*place, name), message, expected, relies_on=_RELY_ON)
            continue
        for index, value in enumerate(values):
            # Where none can be read, that is said already.
            if known and value not in known:
                message = f"the CloudProfile has no such {name}: {found_no_text(value)}"
                expected = ", ".join(known)
                section.wrong((*place, name, index), message, expected, relies_on=_RELY_ON)


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
                relies_on=_RELY_ON,
            )
        return
    for index, flavor in enumerate(flavors):
        below = (*place, "flavors", index, "capabilities")
        _check_known(top, flavor.capabilities, capabilities, below)
        stated = flavor.capabilities.get(ARCHITECTURE, capabilities.get(ARCHITECTURE, ()))
        if len(stated) > 1 and flavor.capabilities.keys() <= capabilities.keys():
            message, expected = "must define exactly one architecture", f"{ARCHITECTURE}: [amd64]"
            top.wrong(below, message, expected, relies_on=(*_RELY_ON, below[:-1]))


def _check_flat(
    version: ImageVersion, capabilities: Capabilities, top: Section, place: Path
) -> None:
    architectures = architectures_of(version, capabilities)
    known = capabilities.get(ARCHITECTURE, architectures)
    if len(architectures) > 1:
        message = (
            "one ID cannot be for several architectures, because the CloudProfile has capabilities"
        )
        expected = "flavors, one for each architecture"
        top.wrong((*place, "architectures"), message, expected, relies_on=_RELY_ON)
    elif known and architectures[0] not in known:
        name = architectures[0]
        message = f"IDs without a flavor are for {name}, which the CloudProfile does not offer"
        top.wrong((*place, "regions"), message, ", ".join(known), relies_on=_RELY_ON)
