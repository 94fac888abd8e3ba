"""Whether NamespacedCloudProfiles fit the profiles that they extend.

The rules are those of Gardener's admission plugin and of the extension's webhook: a version of the
parent may only expire at another time, and every flavor of a new version has the same regions.
What a profile says is merged into its parent and judged as a CloudProfile then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.gardener.spec_values import items_of
from generator.problems import Near, quoted

if TYPE_CHECKING:
    from generator.catalog.images import ImageVersion
    from generator.catalog.profile import CloudProfile, NamespacedCloudProfile
    from generator.catalog.values import Value
    from generator.problems import Path
    from generator.reading.section import Section

    _Versions: TypeAlias = dict[tuple[str, str], ImageVersion]
    """The versions of a profile by image and version."""

BESIDE_LIFECYCLE = (
    "cannot specify classification or expirationDate in combination with lifecycle,"
    " which the version has in the parent"
)


def check_namespaced(
    profiles: tuple[NamespacedCloudProfile, ...], own: CloudProfile | None, top: Section
) -> None:
    """Note what does not fit a parent; `own` is the catalog's CloudProfile, the only known one."""
    # That the parent has no images at all is said already.
    offered = _offered(own) if own is not None and own.images and profiles else None
    for index, profile in enumerate(profiles):
        parent = own if own is not None and own.name == profile.parent else None
        path = ("namespacedCloudProfiles", index, "expirations")
        _check_expirations(profile, offered if parent else None, top, path)
        if parent is not None:
            _check_kubernetes(profile, parent, top, index)
        for image in profile.images:
            for version in image.versions:
                _check_regions(version, profile, top, ("images", image.name, "versions"))


def _offered(parent: CloudProfile) -> _Versions:
    return {(i.name, v.version): v for i in parent.images for v in i.versions}


def _check_expirations(
    profile: NamespacedCloudProfile, offered: _Versions | None, top: Section, path: Path
) -> None:
    added = {(i.name, version.version) for i in profile.images for version in i.versions}
    for image, versions in profile.expirations.items():
        for version in versions:
            if (image, version) in added:
                message = f"{image} {version} is also listed under images"
                top.wrong((*path, image, version), message, "expirationDate on that version")
            elif offered is not None and (image, version) not in offered:
                message = f"the CloudProfile {profile.parent} does not offer {image} {version}"
                expected = "a version of the parent"
                top.wrong(
                    (*path, image, version), message, expected, relies_on=(("images", image),)
                )
            elif offered is not None and offered[image, version].lifecycle:
                top.wrong((*path, image, version), BESIDE_LIFECYCLE, "only the parent's lifecycle")


def _check_kubernetes(
    profile: NamespacedCloudProfile, parent: CloudProfile, top: Section, index: int
) -> None:
    known = _versions(parent.spec)
    for number, version in enumerate(_kubernetes_versions(profile.spec)):
        path = ("namespacedCloudProfiles", index, "spec", "kubernetes", "versions", number)
        name = version.get("version")
        if not isinstance(name, str):
            continue
        if name not in known:
            message = f"invalid kubernetes version specified: {quoted(name)} does not exist in"
            message += " parent CloudProfile and thus cannot be overridden"
            expected, hint = f"a version of {parent.name}", Near(name, known)
            kubernetes: Path = ("cloudProfile", "spec", "kubernetes")
            relies_on = (kubernetes, (*kubernetes, "versions"))
            top.wrong((*path, "version"), message, expected, hint, relies_on=relies_on)
        elif known[name].get("lifecycle"):
            top.wrong((*path, "version"), BESIDE_LIFECYCLE, "only the parent's lifecycle")


def _versions(spec: dict[str, Value]) -> dict[str, dict[str, Value]]:
    return {str(version.get("version")): version for version in _kubernetes_versions(spec)}


def _kubernetes_versions(spec: dict[str, Value]) -> list[dict[str, Value]]:
    """The versions of Kubernetes by index; an item that is not a mapping counts as empty."""
    items = items_of(spec.get("kubernetes"), "versions")
    return [item if isinstance(item, dict) else {} for item in items]


def _check_regions(
    version: ImageVersion, profile: NamespacedCloudProfile, top: Section, path: Path
) -> None:
    if not isinstance(version.ids, tuple):
        return
    regions = dict.fromkeys(region for flavor in version.ids for region in flavor.regions)
    for index, flavor in enumerate(version.ids):
        missing = [region for region in regions if region not in flavor.regions]
        if missing:
            message = f"other flavors have an ID in {', '.join(missing)}, this one has none"
            below = (*path, version.version, "flavors", index, "regions")
            expected = f"the same regions in every flavor: {profile.name} is namespaced"
            relies_on = (below[:-2], below)
            top.wrong(below, message, expected, relies_on=relies_on)
