"""No version of the image for bastions is supported.

The API server requires that the image of `spec.bastion.machineImage` in a CloudProfile has a
version with `classification: supported`. A version without a classification, or with a `lifecycle`,
counts as supported elsewhere, but not here. If `bastion.machineType` is set, the version must be
for its architecture (gardener `pkg/api/core/validation`, `checkImageSupport`). A version that has
expired on the day of `--as-of` does not count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.profile import AMD64, ARCHITECTURE, architectures_of
from generator.gardener.stages import has_passed
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalog import Catalog
    from generator.catalog.images import ImageVersion
    from generator.catalog.profile import CloudProfile
    from generator.catalog.values import Value
    from generator.problems import Path

ID = "bastion-image"
SEVERITY = Severity.ERROR


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at the versions that the bastion may have."""
    profile = catalog.cloud_profile
    stated = _mapping(profile.spec, "bastion", "machineImage") if profile is not None else {}
    if profile is None or not stated:
        return
    architecture = _architecture(profile)
    versions = _candidates(profile, stated)
    if any(_is_usable(version, architecture, profile, catalog.as_of) for version in versions):
        return
    place: Path = ("cloudProfile", "spec", "bastion", "machineImage")
    wanted = f' and arch "{architecture}"' if architecture is not None else ""
    yield Finding(
        (*place, "name" if stated.get("version") is None else "version"),
        f"no image with classification supported{wanted} found",
        "a version with `classification: supported`",
    )


def _candidates(profile: CloudProfile, stated: dict[str, Value]) -> list[ImageVersion]:
    """The version that the bastion names, or every version of its image where it names none."""
    return [
        version
        for image in profile.images
        if image.name == stated.get("name")
        for version in image.versions
        if stated.get("version") in (None, version.version)
    ]


def _is_usable(
    version: ImageVersion, architecture: str | None, profile: CloudProfile, as_of: date | None
) -> bool:
    expires = version.expiration_date
    if version.classification != "supported" or (as_of and expires and has_passed(expires, as_of)):
        return False
    offered = profile.capabilities.get(ARCHITECTURE) or version.architectures
    offered = offered or architectures_of(version, profile.capabilities)
    return architecture is None or architecture in offered


def _architecture(profile: CloudProfile) -> str | None:
    """The architecture of the bastion's machine type; None where any will do."""
    name = _mapping(profile.spec, "bastion", "machineType").get("name")
    items = profile.spec.get("machineTypes")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and name is not None and item.get("name") == name:
            known = profile.capabilities.get(ARCHITECTURE, ())
            stated = _mapping(item, "capabilities").get(ARCHITECTURE) or known
            if isinstance(stated, (list, tuple)) and len(stated) == 1:
                return str(stated[0])
            return str(item.get("architecture") or AMD64)
    return None


def _mapping(holder: dict[str, Value], *keys: str) -> dict[str, Value]:
    """The mapping below some keys; an empty one where there is none."""
    for key in keys:
        below = holder.get(key)
        holder = below if isinstance(below, dict) else {}
    return holder
