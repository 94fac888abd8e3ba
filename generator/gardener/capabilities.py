"""What the profile says machines can be, and whether its machine types fit that.

The rules are Gardener's: `pkg/api/core/validation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.profile import AMD64, ARCHITECTURE
from generator.problems import quoted
from generator.reading.formats import IMAGE_NAME
from generator.reading.named import check_qualified, found, named_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.catalog.profile import Capabilities
    from generator.catalog.values import Value
    from generator.problems import Path
    from generator.reading.named import Named
    from generator.reading.section import Section

RESERVED_PREFIX = "gardener-"
KNOWN_ARCHITECTURES = (AMD64, "arm64")


def read_capabilities(section: Section, spec: dict[str, Value]) -> Capabilities:
    """The `machineCapabilities` of a section's spec, those that can be used."""
    definitions = named_items(section, spec, "machineCapabilities", "capability")
    if not definitions:
        return {}
    place = ("spec", "machineCapabilities")
    if ARCHITECTURE not in {name for _, name, _ in definitions}:
        section.wrong(place, "architecture capability is required", "{name: architecture, …}")
    for index, name, _ in definitions:
        check_qualified(section, name, (*place, index, "name"))
        if name.startswith(RESERVED_PREFIX):
            message = f'the prefix "{RESERVED_PREFIX}" is reserved for Gardener'
            section.wrong((*place, index, "name"), message)
    return {
        name: _values(section, item, (*place, index, "values"), name)
        for index, name, item in definitions
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


def check_machine_types(
    section: Section, machine_types: Iterable[Named], capabilities: Capabilities
) -> None:
    """Note every machine type that says what a profile with these capabilities cannot."""
    for index, _, item in machine_types:
        own, place = item.get("capabilities"), ("spec", "machineTypes", index, "capabilities")
        stated = own if isinstance(own, dict) else {}
        lists = {name: values for name, values in stated.items() if isinstance(values, list)}
        if len(lists) < len(stated) or stated is not own is not None:
            section.wrong(place, "capabilities are no mapping of lists", "architecture: [amd64]")
        check_known(section, lists, capabilities, place)
        architectures = lists.get(ARCHITECTURE, [])
        if len(architectures) > 1:
            message = "must not define more than one architecture"
            section.wrong((*place, ARCHITECTURE), message)
        elif architectures and item.get("architecture") not in (None, *architectures):
            message = f"architecture is {item['architecture']}, but capabilities say otherwise"
            section.wrong((*place, ARCHITECTURE), message, "the same in both")


def check_known(
    section: Section,
    stated: Mapping[str, Sequence[Value]],
    capabilities: Capabilities,
    place: Path,
) -> None:
    """Note what the profile's capabilities do not know."""
    for name, values in stated.items():
        known = capabilities.get(name)
        if known is None:
            message = f"the CloudProfile has no capability {quoted(name)}"
            section.wrong((*place, name), message, ", ".join(capabilities) or "no capabilities")
            continue
        for index, value in enumerate(values):
            if value not in known:
                message = f"the CloudProfile has no such {name}: {found(value)}"
                section.wrong((*place, name, index), message, ", ".join(known))
