"""The section `target`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog import Target
from generator.decode import catalog_keys
from generator.gardener.apply_modes import APPLY
from generator.gardener.releases import DEFAULT_EXTENSION, DEFAULT_GARDENER
from generator.reading.text_formats import RELEASE

if TYPE_CHECKING:
    from generator.reading.section import Section


def read_target(top: Section) -> Target:
    """The section with its defaults."""
    section = top.section("target", catalog_keys.TARGET)
    return Target(
        section.text("gardener", RELEASE) or DEFAULT_GARDENER,
        section.text("extension", RELEASE) or DEFAULT_EXTENSION,
        section.text("apply", APPLY),
    )
