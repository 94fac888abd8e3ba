"""The machine images of an object: the IDs of their versions, and what profiles say of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.manifest.parts import mapping_at, mappings, placed_mappings, text, value_at
from generator.manifest.shapes import profile_spec, provider_config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.problems import Path


@dataclass(frozen=True, slots=True)
class ImageIDs:
    """A version of an image with its IDs.

    `flavor` names its capabilities (`architecture=arm64`), empty for a flat version. `ids` are
    pairs of region and ID, in their order, repetitions included.
    """

    image: str
    version: str
    flavor: str
    ids: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProfileVersion:
    """A version of an image, and all that a profile's `spec.machineImages` says of it.

    `update_strategy` is the image's, empty where it has none; `path` leads to the version.
    """

    image: str
    version: str
    fields: dict[str, Value]
    update_strategy: str
    path: Path


def mapped_images(body: dict[str, Value]) -> Iterator[ImageIDs]:
    """The IDs in the CloudProfileConfig of a profile."""
    config = mapping_at(body, *provider_config(body))
    for image in mappings(config.get("machineImages")):
        for version in mappings(image.get("versions")):
            name, number = text(image.get("name")), text(version.get("version"))
            flavors = [*mappings(version.get("capabilityFlavors"))]
            if "regions" in version or not flavors:
                yield ImageIDs(name, number, "", _ids(version, "name", "id"))
            for flavor in flavors:
                yield ImageIDs(name, number, _flavor(flavor), _ids(flavor, "name", "id"))


def _flavor(flavor: dict[str, Value]) -> str:
    capabilities = mapping_at(flavor, "capabilities")
    pairs = [
        f"{key}={','.join(map(text, values if isinstance(values, list) else [values]))}"
        for key, values in sorted(capabilities.items())
    ]
    return " ".join(pairs) or "without capabilities"


def _ids(holder: dict[str, Value], region: str, image_id: str) -> tuple[tuple[str, str], ...]:
    entries = mappings(holder.get("regions"))
    return tuple((text(entry.get(region)), text(entry.get(image_id))) for entry in entries)


def customized_images(values: dict[str, Value]) -> Iterator[ImageIDs]:
    """The images that the operator guide has in the extension's values."""
    for image in mappings(mapping_at(values, "config").get("machineImages")):
        name, version = text(image.get("name")), text(image.get("version"))
        yield ImageIDs(name, version, "", _ids(image, "region", "imageID"))


def profile_versions(body: dict[str, Value]) -> Iterator[ProfileVersion]:
    """The versions that a profile offers."""
    place = (*profile_spec(body), "machineImages")
    for path, image in placed_mappings(value_at(body, *place), place):
        name, strategy = text(image.get("name")), text(image.get("updateStrategy"))
        for below, version in placed_mappings(image.get("versions"), (*path, "versions")):
            yield ProfileVersion(name, text(version.get("version")), version, strategy, below)


def shared_ids(values: dict[str, Value]) -> Iterator[str]:
    """The IDs that the extension shares with end users."""
    found = mapping_at(values, "config").get("toBeSharedImageIDs")
    yield from map(text, found if isinstance(found, list) else ())


def placed_ids(values: dict[str, Value]) -> Iterator[tuple[Path, str]]:
    """The image IDs of values, to boot and to share, each with its path, where they are texts."""
    config = mapping_at(values, "config")
    for path, image in placed_mappings(config.get("machineImages"), ("config", "machineImages")):
        for below, entry in placed_mappings(image.get("regions"), (*path, "regions")):
            if isinstance(image_id := entry.get("imageID"), str):
                yield (*below, "imageID"), image_id
    shared = config.get("toBeSharedImageIDs")
    for index, image_id in enumerate(shared if isinstance(shared, list) else ()):
        if isinstance(image_id, str):
            yield ("config", "toBeSharedImageIDs", index), image_id
