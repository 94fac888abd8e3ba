"""New clusters get an image that has no supported version.

A cluster that names no image gets the first image of the CloudProfile that has a version for its
machines, in the newest version that is not in preview and, if possible, not deprecated. A version
without a classification counts as supported. So an image that was moved to the top, or whose good
versions were held back or have expired (`--as-of`), changes what new clusters get.

This rule only sees the catalog. The rule `first-image` and `diff` tell when the first image
changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.profile import architectures_of
from generator.checks.versions import versions_of
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.images import Image, ImageVersion
    from generator.catalog.profile import CloudProfile
    from generator.checks.versions import OfferedVersion

ID = "default-image"
SEVERITY = Severity.WARNING


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at the first image for each architecture."""
    profile = catalog.cloud_profile
    if profile is None:
        return
    without: dict[str, list[str]] = {}
    for architecture, image in _defaults(profile).items():
        if not any(
            _is_supported(version) and not version.has_expired(catalog.as_of)
            for version in versions_of(image)
        ):
            without.setdefault(image.name, []).append(architecture)
    for name, architectures in without.items():
        message = f"new clusters get {name}, the first image for {' and '.join(architectures)}"
        yield Finding(
            ("images", name),
            f"{message}, and no version of it is supported",
            "a version that is neither preview, deprecated nor expired",
            "`order: [NAME]` puts another image first",
            of_key=True,
        )


def _defaults(profile: CloudProfile) -> dict[str, Image]:
    """Architecture to its first image, of whose versions only those that are for it."""
    found: dict[str, Image] = {}
    for image in profile.images:
        by_architecture: dict[str, list[ImageVersion]] = {}
        for version in image.versions:
            for architecture in architectures_of(version, profile.capabilities):
                by_architecture.setdefault(architecture, []).append(version)
        for architecture, versions in by_architecture.items():
            found.setdefault(architecture, image._replace(versions=tuple(versions)))
    return found


def _is_supported(version: OfferedVersion) -> bool:
    if version.lifecycle:
        return version.is_ever("supported")
    return version.classification in (None, "supported")
