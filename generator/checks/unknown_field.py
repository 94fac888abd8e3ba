"""A `spec` has a field that Gardener's API does not have: most likely, a typo.

What users write in the `spec` of a CloudProfile, a NamespacedCloudProfile or a Seed is copied to
the object. An API server that is asked for strict validation (as `kubectl` does) refuses an unknown
field; otherwise it drops the field without a word, and the setting has no effect. So this is a
warning, whose severity can be raised.

The fields are those of Gardener v1.150. For another target, which may have others, only a field
that resembles one of them is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.gardener import fields
from generator.gardener.unknown_fields import unknown_fields
from generator.problems import Finding, Near, Severity, and_more, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.gardener.fields import Type
    from generator.gardener.unknown_fields import UnknownField
    from generator.problems import Hint, Path

ID = "unknown-field"
SEVERITY = Severity.WARNING

_OF_PARENT = "a NamespacedCloudProfile has it from its parent"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Compare every field of every spec with those that there are."""
    known = _minor(catalog.target.gardener) == _minor(fields.RELEASE)
    for place, spec, of in _specs(catalog):
        for found in unknown_fields(spec, of):
            hint = _hint(found)
            if known or str(hint):
                message = f"unknown field {quoted(f'spec{found.shown}')}{and_more(found.others)}"
                expected = "one of " + ", ".join(found.siblings)
                # In a restricted catalog, the indexes of regions are no longer those of the text.
                shifted = catalog.regions is not None and found.path[0] == "regions"
                seen = found.path[:1] if shifted else found.path
                yield Finding((*place, *seen), message, expected, hint, of_key=True)


def _specs(catalog: Catalog) -> Iterator[tuple[Path, dict[str, Value], dict[str, Type]]]:
    if catalog.cloud_profile is not None:
        yield ("cloudProfile", "spec"), catalog.cloud_profile.spec, fields.CLOUD_PROFILE
    for index, profile in enumerate(catalog.namespaced_cloud_profiles):
        place: Path = ("namespacedCloudProfiles", index, "spec")
        yield place, profile.spec, fields.NAMESPACED_CLOUD_PROFILE
    for index, seed in enumerate(catalog.seeds):
        yield ("seeds", index, "spec"), seed.spec or {}, fields.SEED


def _hint(found: UnknownField) -> Hint:
    name = str(found.path[-1])
    if found.siblings is fields.NAMESPACED_CLOUD_PROFILE and name in fields.CLOUD_PROFILE:
        return _OF_PARENT
    return Near(name, tuple(found.siblings))


def _minor(release: str) -> list[str]:
    return release.split(".")[:2]
