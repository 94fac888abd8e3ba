"""Machine images as profiles have them: what Gardener offers, and which IDs the extension takes.

Both halves come from the same versions, so that neither can name one that the other lacks. A
profile with `machineCapabilities` has flavors, any other has flat regions; during a migration a
version may still be flat, which means amd64 to the extension. The flavors of both halves are
equal: the extension's webhook would make them so.

`capabilities` are those of the profile: empty where it has none, None where it is not known, so
that every version keeps the shape that it has in the catalog.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.images import Flavor
from generator.catalog.profile import AMD64, ARCHITECTURE, architectures_of, only_architecture
from generator.gardener.provider import CONFIG_API_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalog.images import Image, ImageVersion, Regions
    from generator.catalog.profile import Capabilities
    from generator.catalog.values import Value


def cloud_profile_config(
    images: Iterable[Image], capabilities: Capabilities | None
) -> dict[str, Value]:
    """The extension's CloudProfileConfig: the IDs of every version."""
    return {
        "apiVersion": CONFIG_API_VERSION,
        "kind": "CloudProfileConfig",
        "machineImages": [
            {
                "name": image.name,
                "versions": [_mapping(version, capabilities) for version in image.versions],
            }
            for image in images
        ],
    }


def machine_image_version(
    version: ImageVersion, capabilities: Capabilities | None
) -> dict[str, Value]:
    """What Gardener's API says about a version, with the defaults that its server knows."""
    fields: dict[str, Value] = {
        "version": version.version,
        "classification": version.classification,
        "expirationDate": version.expiration_date,
        "lifecycle": [*version.lifecycle] or None,
        "architectures": [
            *(version.architectures or architectures_of(version, capabilities or {}))
        ],
        "cri": [*version.cri] or [{"name": "containerd"}],
        "kubeletVersionConstraint": version.kubelet_version_constraint,
        "inPlaceUpdates": version.in_place_updates,
        "capabilityFlavors": _core_flavors(version, capabilities),
    }
    return {key: value for key, value in fields.items() if value is not None}


def _core_flavors(version: ImageVersion, capabilities: Capabilities | None) -> Value:
    if capabilities is not None and not capabilities:
        return None
    ids = _ids(version, capabilities)
    if isinstance(ids, tuple):
        return [_lists(flavor.capabilities) for flavor in ids]
    return [{ARCHITECTURE: [name]} for name in architectures_of(version, {})]


def _mapping(version: ImageVersion, capabilities: Capabilities | None) -> dict[str, Value]:
    ids = _ids(version, capabilities)
    if not isinstance(ids, tuple):
        return {"version": version.version, "regions": _regions(ids)}
    flavors: list[Value] = [
        {"capabilities": _lists(flavor.capabilities), "regions": _regions(flavor.regions)}
        for flavor in ids
    ]
    return {"version": version.version, "capabilityFlavors": flavors}


def _ids(version: ImageVersion, capabilities: Capabilities | None) -> Regions | tuple[Flavor, ...]:
    """The IDs in the shape that the profile can say them in."""
    if capabilities is None:
        return version.ids
    if isinstance(version.ids, tuple):
        flat = not capabilities and only_architecture(version) is not None
        return version.ids[0].regions if flat else version.ids
    architectures = architectures_of(version, {})
    if not capabilities or architectures == (AMD64,):
        return version.ids
    return (Flavor({ARCHITECTURE: architectures}, version.ids),)


def _regions(regions: Regions) -> list[Value]:
    return [{"name": region, "id": image_id} for region, image_id in regions.items()]


def _lists(capabilities: Capabilities) -> dict[str, Value]:
    return {name: [*values] for name, values in capabilities.items()}
