"""What end users may choose: the CloudProfile, and what single projects are offered beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.record import Record

if TYPE_CHECKING:
    from generator.catalog.deployment import ObjectMeta
    from generator.catalog.images import Image, ImageVersion
    from generator.catalog.values import Value

Capabilities: TypeAlias = Mapping[str, tuple[str, ...]]
"""Capability to its values; empty for a profile without `machineCapabilities`."""

ARCHITECTURE: Final = "architecture"
"""The capability that every profile with capabilities has."""

AMD64: Final = "amd64"
"""The architecture of an image that does not state one, to Gardener and the extension."""


class CloudProfile(Record):
    """The section `cloudProfile`.

    `spec` is what the user gave, without the parts that are generated; `images` are those of the
    catalog without the versions that only NamespacedCloudProfiles of this profile offer; the
    regions and capabilities of `spec` are repeated for those who look into it.
    """

    name: str
    metadata: ObjectMeta
    spec: dict[str, Value]
    regions: tuple[str, ...]
    capabilities: Capabilities
    images: tuple[Image, ...]


class NamespacedCloudProfile(Record):
    """One item of `namespacedCloudProfiles`.

    `images` hold only the versions that the parent does not have; `expirations` maps image and
    version of the parent to another expiration date; `capabilities` are the parent's, None where
    the parent is not in this catalog.
    """

    name: str
    namespace: str
    metadata: ObjectMeta
    parent: str
    images: tuple[Image, ...]
    expirations: Mapping[str, Mapping[str, str]]
    spec: dict[str, Value]
    capabilities: Capabilities | None

    @property
    def qualified_name(self) -> str:
        """`NAMESPACE/NAME`, which is unique."""
        return f"{self.namespace}/{self.name}"


def only_architecture(version: ImageVersion) -> str | None:
    """The architecture of a version with one flavor that states nothing else; else None."""
    if isinstance(version.ids, tuple) and len(version.ids) == 1:
        (flavor,) = version.ids
        values = flavor.capabilities.get(ARCHITECTURE, ())
        if len(flavor.capabilities) == len(values) == 1:
            return values[0]
    return None


def architectures_of(version: ImageVersion, capabilities: Capabilities) -> tuple[str, ...]:
    """The architectures that the IDs of a version are for, each once, in declared order."""
    if not isinstance(version.ids, tuple):
        return version.architectures or (AMD64,)
    default = capabilities.get(ARCHITECTURE, (AMD64,))
    flavors = (flavor.capabilities.get(ARCHITECTURE, default) for flavor in version.ids)
    return tuple(dict.fromkeys(name for values in flavors for name in values))


def regions_by_architecture(
    version: ImageVersion, capabilities: Capabilities
) -> dict[str, frozenset[str]]:
    """The regions in which a version has an ID, for each architecture that its IDs are for."""
    if not isinstance(version.ids, tuple):
        return dict.fromkeys(architectures_of(version, capabilities), frozenset(version.ids))
    default = capabilities.get(ARCHITECTURE, (AMD64,))
    found: dict[str, frozenset[str]] = {}
    for flavor in version.ids:
        for name in flavor.capabilities.get(ARCHITECTURE, default):
            found[name] = found.get(name, frozenset()).union(flavor.regions)
    return found
