"""What CloudProfiles and NamespacedCloudProfiles say, from the one catalog."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from generator.documents.machine_images import cloud_profile_config, machine_image_version
from generator.problems import fail

if TYPE_CHECKING:
    from generator.catalog import Catalog
    from generator.catalog.images import Image
    from generator.catalog.profile import Capabilities, CloudProfile, NamespacedCloudProfile
    from generator.catalog.values import Value

DEFAULT_UPDATE_STRATEGY: Final = "major"


class Profiles:
    """What templates see as `profiles`; each part is built when a document wants it."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @cached_property
    def config(self) -> dict[str, Value]:
        """The CloudProfileConfig; of all images where the catalog has no CloudProfile.

        Raises `ProblemsError` where there are none: the extension takes no empty one.
        """
        profile = self._catalog.cloud_profile
        if profile is None and not self._catalog.images:
            message = "a CloudProfileConfig needs images, and the catalog has none"
            raise fail(message, file=self._catalog.file)
        if profile is None:
            return cloud_profile_config(self._catalog.images, None)
        return cloud_profile_config(profile.images, profile.capabilities)

    def spec(self, profile: CloudProfile) -> dict[str, Value]:
        """The CloudProfile's spec: the user's keys in their order, then what is generated."""
        from generator.gardener.profile_defaults import cloud_profile_defaults

        images: list[Value] = [_image(image, profile.capabilities) for image in profile.images]
        return {
            **cloud_profile_defaults(profile.spec, profile.capabilities),
            "machineImages": images,
            "providerConfig": self.config,
        }

    def namespaced_spec(self, profile: NamespacedCloudProfile) -> dict[str, Value]:
        """The spec of a NamespacedCloudProfile; its `providerConfig` maps only what is new."""
        from generator.gardener.profile_defaults import namespaced_profile_defaults

        spec: dict[str, Value] = {
            "parent": {"kind": "CloudProfile", "name": profile.parent},
            **namespaced_profile_defaults(profile.spec),
        }
        images = self._additions(profile)
        if images:
            spec["machineImages"] = images
        if profile.images:
            spec["providerConfig"] = cloud_profile_config(profile.images, profile.capabilities)
        return spec

    def _additions(self, profile: NamespacedCloudProfile) -> list[Value]:
        """New versions in full, and those of the parent that only expire at another time."""
        parent = self._catalog.cloud_profile if profile.capabilities is not None else None
        known = {image.name for image in parent.images} if parent is not None else set()
        added = {image.name: image for image in profile.images}
        additions: list[Value] = []
        for name in dict.fromkeys([*added, *profile.expirations]):
            fields: dict[str, Value] = {"name": name}
            versions: list[Value] = []
            if name in added:
                if name not in known:
                    fields["updateStrategy"] = _update_strategy(added[name])
                versions += _versions(added[name], profile.capabilities)
            dates = profile.expirations.get(name, {})
            versions += [{"version": v, "expirationDate": date} for v, date in dates.items()]
            additions.append({**fields, "versions": versions})
        return additions


def _image(image: Image, capabilities: Capabilities) -> dict[str, Value]:
    return {
        "name": image.name,
        "updateStrategy": _update_strategy(image),
        "versions": _versions(image, capabilities),
    }


def _update_strategy(image: Image) -> str:
    return image.update_strategy or DEFAULT_UPDATE_STRATEGY


def _versions(image: Image, capabilities: Capabilities | None) -> list[Value]:
    return [machine_image_version(version, capabilities) for version in image.versions]
