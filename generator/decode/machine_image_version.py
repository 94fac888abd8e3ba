"""Fields of Gardener's MachineImageVersion that are not texts: lifecycle, cri, inPlaceUpdates.

Its API (`pkg/apis/core/v1beta1`: `LifecycleStage`, `CRI`, `InPlaceUpdates`) refuses keys that it
does not know, and values of another kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.decode import catalog_keys
from generator.gardener.choices import STAGE
from generator.problems import quoted
from generator.reading.dates import FIRST_SECOND, read_date
from generator.reading.text_formats import IMAGE_NAME

if TYPE_CHECKING:
    from generator.catalog.values import Value
    from generator.reading.section import Section


def read_lifecycle(section: Section) -> tuple[Value, ...]:
    """The stages, their times in RFC 3339; a date alone means the first second of that day."""
    return tuple(map(_stage, section.sections("lifecycle", catalog_keys.STAGE)))


def _stage(section: Section) -> dict[str, Value]:
    return _given(
        classification=section.required_text("classification", STAGE),
        startTime=read_date(section, "startTime", FIRST_SECOND),
    )


def read_cri(section: Section) -> tuple[Value, ...]:
    """The container runtime interfaces; a rule checks which of them Gardener has."""
    return tuple(
        _given(name=item.required_text("name"), containerRuntimes=_runtimes(item) or None)
        for item in section.sections("cri", catalog_keys.CRI)
    )


def _runtimes(section: Section) -> list[Value]:
    found: dict[str, Value] = {}
    for item in section.sections("containerRuntimes", catalog_keys.CONTAINER_RUNTIME):
        name = item.required_text("type", IMAGE_NAME)
        if name and name in found:
            item.wrong(("type",), f"Duplicate value: {quoted(name)}", "each type once")
        found[name] = _given(type=name, providerConfig=item.values("providerConfig") or None)
    return [*found.values()]


def read_in_place_updates(section: Section) -> Value:
    """The settings, with Gardener's default for `supported`; None where the section is empty."""
    if not section.has("inPlaceUpdates"):
        return None
    updates = section.section("inPlaceUpdates", catalog_keys.IN_PLACE_UPDATES)
    if not updates.node:
        return None
    return _given(
        supported=updates.boolean("supported", default=False),
        minVersionForUpdate=updates.text("minVersionForUpdate"),
    )


def _given(**fields: Value) -> dict[str, Value]:
    return {key: value for key, value in fields.items() if value is not None}
