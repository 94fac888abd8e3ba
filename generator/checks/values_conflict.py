"""The values remove what the catalog asks for.

`values` are merged over what is generated from the catalog. Null, an empty value, or another kind
of value for the image, the IDs to share, the owner secret or the CSI settings removes them from the
manifest, although the catalog asks for them. So does another value in
`controllerDeployment.values`, because the catalog has its own key for it; `extension.values` and
`runtimeClusterValues` may set another value. A list of IDs to share may have additional IDs, in any
order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.versions import region_maps
from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.documents.values import owner_secret_values
from generator.problems import Finding, Severity, and_more, dotted
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.problems import Path

ID = "values-conflict"
SEVERITY = Severity.ERROR

_SHARED: Path = ("config", "toBeSharedImageIDs")
_HINT = "remove one of the two"
_MACHINE_IMAGES = "`controllerDeployment: {machineImages: false}` leaves only its machineImages out"


class _Setting(Record):
    """What a catalog asks for at a path of the values, and where it does so.

    `value` is None for a credential, which only those know who may generate.
    """

    path: Path
    value: Value
    asked_by: Path

    @property
    def kind(self) -> type:
        """The type of whatever else may stand there."""
        return bool if isinstance(self.value, bool) else str


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at all values that are merged over generated ones."""
    values = catalog.controller_deployment.values
    yield from conflicts(catalog, ("controllerDeployment", "values"), values, strict=True)
    if extension := catalog.extension:
        yield from conflicts(catalog, ("extension", "values"), extension.values)
        runtime = extension.runtime_cluster_values
        image = {"image": runtime["image"]} if "image" in runtime else {}
        yield from conflicts(catalog, ("extension", "runtimeClusterValues"), image)


def conflicts(
    catalog: Catalog, place: Path, values: dict[str, Value], *, strict: bool = False
) -> Iterator[Finding]:
    """What values at a place take away; with `strict`, what they say anew as well."""
    if not {"image", "config"} & values.keys():
        return
    found = [*_settings(catalog, values, strict=strict), *_sharing(catalog, values)]
    # Several settings can go with the one mapping that holds them: that is one finding.
    for finding in {(finding.path, finding.message): finding for finding in found}.values():
        message = f"{dotted(place)} {finding.message}"
        yield finding._replace(path=(*place, *finding.path), message=message)


def _settings(catalog: Catalog, values: dict[str, Value], *, strict: bool) -> Iterator[Finding]:
    for setting in (*_image(catalog), *_owner_secret(catalog), *_csi(catalog)):
        path, found = _stated(values, setting.path)
        if not path:
            continue
        if path != setting.path:
            yield _taken(path, setting.path[:-1], setting.asked_by[:-1])
        elif found == "" or not isinstance(found, setting.kind):
            yield _taken(path, path, setting.asked_by)
        elif strict and found != setting.value:
            message = f"replaces {dotted(path)}"
            yield Finding(path, message, hint=_HINT, asked_by=(setting.asked_by,))


def _sharing(catalog: Catalog, values: dict[str, Value]) -> Iterator[Finding]:
    path, found = _stated(values, _SHARED)
    if not path:
        return
    asked_by = _asking_for_ids(catalog)
    shared = {item for item in found if isinstance(item, str)} if isinstance(found, list) else set()
    missing = [image_id for image_id in asked_by if image_id not in shared]
    if missing and shared:
        message = f"leaves {missing[0]}{and_more(len(missing) - 1)} out of {dotted(path)}"
        yield Finding(path, message, hint=_HINT, asked_by=asked_by[missing[0]])
    elif missing:
        yield _taken(path, _SHARED, *asked_by[missing[0]])


def _taken(path: Path, what: Path, *asked_by: Path) -> Finding:
    hint = _MACHINE_IMAGES if path == ("config",) else _HINT
    return Finding(path, f"removes {dotted(what)}", hint=hint, asked_by=asked_by)


def _stated(values: dict[str, Value], path: Path) -> tuple[Path, Value]:
    """What values have at a path, or where it ends before; the path is empty where they do not."""
    value: Value = values
    for depth, key in enumerate(path):
        if not isinstance(value, dict):
            return path[:depth], value
        if key not in value:
            return (), None
        value = value[str(key)]
    return path, value


def _image(catalog: Catalog) -> Iterator[_Setting]:
    deployment = catalog.controller_deployment
    stated = {"repository": deployment.image_repository, "tag": deployment.image_tag}
    for key, value in stated.items():
        if value is not None:
            yield _Setting(("image", key), value, ("controllerDeployment", "image", key))


def _owner_secret(catalog: Catalog) -> Iterator[_Setting]:
    owner = catalog.owner_secret
    if owner is None:
        return
    known = owner_secret_values(owner, None)
    if owner.access_key and not owner.resource:
        halves = (owner.access_key.id, owner.access_key.secret)
        for name, half in zip(ACCESS_KEY_NAMES, halves, strict=True):
            known[name] = half.text if half.is_written else None
    for name, value in known.items():
        asked_by = "resource" if owner.resource and name in ACCESS_KEY_NAMES else name
        path: Path = ("config", "machineImageOwnerSecret", name)
        yield _Setting(path, value, ("ownerSecret", asked_by))


def _csi(catalog: Catalog) -> Iterator[_Setting]:
    if catalog.enable_ad_controller is not None:
        path: Path = ("config", "csi", "enableADController")
        yield _Setting(path, catalog.enable_ad_controller, ("csi", "enableADController"))


def _asking_for_ids(catalog: Catalog) -> dict[str, tuple[Path, ...]]:
    """Where the catalog asks for each ID to be shared, as `shared` may stand in two places."""
    found: dict[str, tuple[Path, ...]] = {}
    for path, image, version, regions in region_maps(catalog):
        if version.shared:
            places = ((*path[:4], "shared"), ("images", image.name, "shared"))
            for image_id in regions.values():
                found.setdefault(image_id, places)
    for index, image_id in enumerate(catalog.share):
        found.setdefault(image_id, (("share", index),))
    return found
