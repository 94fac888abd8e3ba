"""The images that CloudProfiles and NamespacedCloudProfiles offer, whole profiles or parts of them.

The IDs are those of the extension's CloudProfileConfig; what Gardener says of a version
(classification, expiration and so on) is added to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from generator.catalog.profile import AMD64, ARCHITECTURE
from generator.documents.profile import DEFAULT_UPDATE_STRATEGY
from generator.importing.provider import is_namespaced_profile_of_ours, is_profile_of_ours
from generator.importing.release import Note, Published, RegionImage, Release, required_text
from generator.manifest import shapes
from generator.manifest.images import ProfileVersion
from generator.manifest.located_objects import entries, typed_value
from generator.reading.text_formats import IMAGE_NAME, WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.catalog.profile import Capabilities
    from generator.catalog.values import Value
    from generator.manifest.located_objects import LocatedObject
    from generator.manifest.objects import Object
    from generator.problems import Path
    from generator.yamlio.read import Node

NAME: Final = "a CloudProfile, its spec, or a CloudProfileConfig"

_FIELDS: Final = (
    "classification",
    "expirationDate",
    "lifecycle",
    "architectures",
    "cri",
    "kubeletVersionConstraint",
    "inPlaceUpdates",
)
"""What a catalog's version says in the words of Gardener's API."""

_END_OF_DAY: Final = "T23:59:59Z"


def matches(item: Object) -> bool:
    """Whether an object is a profile of ours, or the spec of one without its head."""
    if item.kind == "NamespacedCloudProfile":
        return is_namespaced_profile_of_ours(item.body, {})
    return item.kind in shapes.PROFILES and is_profile_of_ours(item.body)


def spec_path(item: LocatedObject) -> tuple[str, ...]:
    """Where the spec stands in a CloudProfile, whole or a fragment."""
    return shapes.profile_spec(item.tree)


def read(item: LocatedObject) -> Published:
    """Every version with IDs; those that have none are left out. Raises `ProblemsError`."""
    offered = {(offer.image, offer.version): offer for offer in profile_versions(item)}
    releases = [
        release
        for path, image in item.entries(*config_path(item), "machineImages")
        for below, version in entries(item, image, (*path, "versions"))
        for release in _releases(item, image, path, version, below, offered)
    ]
    mapped = {(release.image, release.version) for release in releases}
    notes = [
        Note(item, offer.path, f"{offer.image} {offer.version} has no IDs in the providerConfig")
        for key, offer in offered.items()
        if key not in mapped and not changes_expiration_only(offer)
    ]
    notes += _without_ids(item)
    return Published(tuple(releases), tuple(notes))


def _without_ids(item: LocatedObject) -> Iterator[Note]:
    for path, image in item.entries(*config_path(item), "machineImages"):
        for below, version in entries(item, image, (*path, "versions")):
            if not version.get("regions") and not version.get("capabilityFlavors"):
                named = f"{image.get('name', '')} {version.get('version', '')}"
                yield Note(item, below, f"{named} has no regions")


def config_path(item: LocatedObject) -> tuple[str, ...]:
    """Where the CloudProfileConfig stands in a profile, or in itself."""
    return shapes.provider_config(item.tree)


def profile_versions(item: LocatedObject) -> Iterator[ProfileVersion]:
    """Gardener's half of a profile, in its order; raises `ProblemsError`."""
    if item.kind == "CloudProfileConfig":
        return
    for path, image in item.entries(*spec_path(item), "machineImages"):
        name = required_text(item, image, (*path, "name"), IMAGE_NAME)
        strategy = str(image.get("updateStrategy") or "")
        for below, version in entries(item, image, (*path, "versions")):
            number = required_text(item, version, (*below, "version"), WORD)
            fields = cast("dict[str, Value]", version)
            yield ProfileVersion(name, number, fields, strategy, below)


def changes_expiration_only(offer: ProfileVersion) -> bool:
    """Whether a NamespacedCloudProfile only gives another date to a version of its parent."""
    return offer.fields.keys() == {"version", "expirationDate"}


def _releases(
    item: LocatedObject,
    image: Mapping[str, Node],
    path: Path,
    version: Mapping[str, Node],
    below: Path,
    offered: Mapping[tuple[str, str], ProfileVersion],
) -> Iterator[Release]:
    name = required_text(item, image, (*path, "name"), IMAGE_NAME)
    number = required_text(item, version, (*below, "version"), WORD)
    flavors = [*_flavors(item, version, below)]
    offer = offered.get((name, number))
    fields = _fields(item, offer, flavors) if offer else {}
    strategy = offer.update_strategy if offer else ""
    if strategy == DEFAULT_UPDATE_STRATEGY:
        strategy = ""
    for capabilities, regions in flavors:
        yield Release(item, below, name, number, capabilities, regions, fields, strategy)


def _flavors(
    item: LocatedObject, version: Mapping[str, Node], path: Path
) -> Iterator[tuple[Capabilities, tuple[RegionImage, ...]]]:
    """The sets of IDs that a version of the CloudProfileConfig has."""
    if version.get("regions"):
        yield {}, _regions(item, version, path)
    for below, flavor in entries(item, version, (*path, "capabilityFlavors")):
        found = typed_value(item, flavor.get("capabilities", {}), (*below, "capabilities"))
        if not isinstance(found, dict) or not all(isinstance(v, list) for v in found.values()):
            raise item.refusal((*below, "capabilities"), "these are not capabilities", "lists")
        capabilities = {
            name: tuple(map(str, values))
            for name, values in found.items()
            if isinstance(values, list)
        }
        yield capabilities, _regions(item, flavor, below)


def _regions(
    item: LocatedObject, holder: Mapping[str, Node], path: Path
) -> tuple[RegionImage, ...]:
    return tuple(
        RegionImage(
            required_text(item, entry, (*below, "name"), WORD),
            required_text(item, entry, (*below, "id"), WORD),
            below,
        )
        for below, entry in entries(item, holder, (*path, "regions"))
    )


def _fields(
    item: LocatedObject,
    offer: ProfileVersion,
    flavors: Sequence[tuple[Capabilities, tuple[RegionImage, ...]]],
) -> dict[str, Value]:
    """What a catalog says of the version beside its IDs, without what it says anyway."""
    found = {
        key: typed_value(item, cast("Node", offer.fields[key]), (*offer.path, key))
        for key in _FIELDS
        if offer.fields.get(key) is not None
    }
    names = [name for capabilities, _ in flavors for name in capabilities.get(ARCHITECTURE, ())]
    usual: dict[str, Value] = {
        "architectures": [*dict.fromkeys(names or [AMD64])],
        "cri": [{"name": "containerd"}],
    }
    date = found.get("expirationDate")
    if isinstance(date, str):
        found["expirationDate"] = day(date)
    return {
        key: value for key, value in found.items() if value is not None and value != usual.get(key)
    }


def day(time: str) -> str:
    """A time as a catalog has it: the day alone where its last second is meant."""
    return time.removesuffix(_END_OF_DAY)
