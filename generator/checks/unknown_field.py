"""A `spec` has a field that Gardener's API does not have: most likely, a typo.

What users write in the `spec` of a CloudProfile, a NamespacedCloudProfile or a Seed passes into the
object as it is. An API server that is asked for strict validation (as `kubectl` does) refuses an
unknown field; otherwise it is dropped without a word, and what it was to say is not said. So this
is a warning, which can be raised.

The fields are those of Gardener v1.150. For another target, which may have others, only a field
that resembles one of them is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.gardener import fields
from generator.problems import Finding, Near, Severity, and_more, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.gardener.fields import Type
    from generator.problems import Hint, Path

ID = "unknown-field"
SEVERITY = Severity.WARNING

_OF_PARENT = "a NamespacedCloudProfile has it from its parent"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Compare every field of every spec with those that there are."""
    known = _minor(catalog.target.gardener) == _minor(fields.RELEASE)
    for place, spec, of in _specs(catalog):
        found: dict[Path, list[tuple[Path, dict[str, Type]]]] = {}
        for path, siblings in _unknown(spec, of, ()):
            found.setdefault(_kind(path), []).append((path, siblings))
        for (path, siblings), *others in found.values():
            hint = _hint(path, siblings)
            if known or str(hint):
                message = f"unknown field {quoted(_shown(path))}{and_more(len(others))}"
                expected = "one of " + ", ".join(siblings)
                # In a restricted catalog, the indexes of regions are no longer those of the text.
                shifted = catalog.regions is not None and path[0] == "regions"
                seen = path[:1] if shifted else path
                yield Finding((*place, *seen), message, expected, hint, of_key=True)


def _specs(catalog: Catalog) -> Iterator[tuple[Path, dict[str, Value], dict[str, Type]]]:
    if catalog.cloud_profile is not None:
        yield ("cloudProfile", "spec"), catalog.cloud_profile.spec, fields.CLOUD_PROFILE
    for index, profile in enumerate(catalog.namespaced_cloud_profiles):
        place: Path = ("namespacedCloudProfiles", index, "spec")
        yield place, profile.spec, fields.NAMESPACED_CLOUD_PROFILE
    for index, seed in enumerate(catalog.seeds):
        yield ("seeds", index, "spec"), seed.spec or {}, fields.SEED


def _unknown(value: Value, of: Type, path: Path) -> Iterator[tuple[Path, dict[str, Type]]]:
    """Each unknown field by its path, with those that could stand there."""
    if isinstance(value, list) and isinstance(of, list):
        for index, item in enumerate(value):
            yield from _unknown(item, of[0], (*path, index))
    elif isinstance(value, dict) and isinstance(of, tuple):
        for key, item in value.items():
            yield from _unknown(item, of[0], (*path, key))
    elif isinstance(value, dict) and isinstance(of, dict):
        for key, item in value.items():
            if key in of:
                yield from _unknown(item, of[key], (*path, key))
            else:
                yield (*path, key), of


def _hint(path: Path, siblings: dict[str, Type]) -> Hint:
    name = str(path[-1])
    if siblings is fields.NAMESPACED_CLOUD_PROFILE and name in fields.CLOUD_PROFILE:
        return _OF_PARENT
    return Near(name, tuple(siblings))


def _kind(path: Path) -> Path:
    """The path without indexes: what stands in every item of a list is found once."""
    return tuple(step for step in path if not isinstance(step, int))


def _shown(path: Path) -> str:
    steps = ("[]" if isinstance(step, int) else f".{step}" for step in path)
    return "spec" + "".join(steps)


def _minor(release: str) -> list[str]:
    return release.split(".")[:2]
