"""The spec of a Seed as Gardener validates it: `pkg/api/core/validation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.gardener import fields

if TYPE_CHECKING:
    from generator.catalog.values import Value
    from generator.reading.section import Section


def read_seed_provider(section: Section, spec: dict[str, Value]) -> str | None:
    """The type of the Seed's provider; None where the spec does not say it.

    Notes everything in the spec that the API server would refuse.
    """
    stated = spec.get("provider")
    provider = stated if isinstance(stated, dict) else {}
    if provider.get("region") in (None, ""):
        message = "spec.provider.region: Required value: must provide a provider region"
        section.wrong(("spec",), message, "region: …, the seed's own")
    provider_type = provider.get("type")
    if not isinstance(provider_type, str) or not provider_type:
        message = "spec.provider.type: Required value: must provide a provider type"
        section.wrong(("spec",), message)
        provider_type = None
    fields.check_types(section, spec, fields.SEED)
    return provider_type
