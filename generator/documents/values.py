"""The Helm values of the extension's chart, as the operator guide arranges them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.merge import merge_values

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from generator.catalog import Catalog
    from generator.catalog.credentials import OwnerSecret
    from generator.catalog.images import ImageVersion
    from generator.catalog.values import Value
    from generator.credentials.access_key import AccessKeyText
    from generator.problems import Path

RESOURCE_NAME = "machineImageOwner"
"""What the owner secret is called among a ControllerDeployment's `resources`: alphanumeric."""


def is_customized(image_id: str) -> bool:
    """Whether an ID is of an account's image; Alibaba's own are named `…_alibase_….vhd`."""
    return image_id.startswith("m-")


def shared_image_ids(catalog: Catalog) -> list[str]:
    """The IDs to share with end users, each once: of shared images as declared, then `share`."""
    ids = (
        image_id
        for image in catalog.images
        for version in image.versions
        if version.shared
        for regions in version.region_maps()
        for image_id in regions.values()
    )
    return list(dict.fromkeys([*ids, *catalog.share]))


def chart_values(
    catalog: Catalog, access_key: AccessKeyText | None, *, of_others: bool = False
) -> dict[str, Value]:
    """Everything that the ControllerDeployment says to the chart, the user's values merged in.

    `access_key` is None where the keys come from a garden Secret or were not asked for. A chart
    `of_others` has its image: only what the catalog states of it is in the values.
    """
    values = generated_values(catalog, access_key)
    if of_others:
        image = stated_image(catalog)
        values = {**image, **{key: value for key, value in values.items() if key != "image"}}
    return merge_values(values, catalog.controller_deployment.values)


def generated_values(catalog: Catalog, access_key: AccessKeyText | None) -> dict[str, Value]:
    """The same without the user's values."""
    values: dict[str, Value] = {"image": image_values(catalog)}
    config = dict(_config(catalog, access_key))
    if config:
        values["config"] = config
    return values


def stated_values(catalog: Catalog) -> Iterator[tuple[Path, dict[str, Value]]]:
    """Everywhere in a catalog where the user states values of a chart, with its path."""
    yield ("controllerDeployment", "values"), catalog.controller_deployment.values
    if extension := catalog.extension:
        yield ("extension", "values"), extension.values
        yield ("extension", "runtimeClusterValues"), extension.runtime_cluster_values
        yield ("extension", "admission", "values"), extension.admission.values


def nulls_for_helm(catalog: Catalog, objects: Container[str]) -> Iterator[Path]:
    """Where a catalog states a null that reaches Helm by one of some objects, named by section.

    Helm deletes a chart's default by it. The Extension has the ControllerDeployment's values, too.
    """
    for place, values in stated_values(catalog):
        if place[0] not in objects and "extension" not in objects:
            continue
        nulls = [*_nulls(values)]
        generated = _values_below(catalog, place) if nulls else {}
        yield from ((*place, *path) for path in nulls if not _has(generated, path))


def _nulls(value: Value) -> Iterator[Path]:
    """Where a mapping has a null, at any depth; one that is an item of a list is a value to all."""
    items: Iterable[tuple[str | int, Value]] = ()
    if isinstance(value, dict):
        yield from ((key,) for key, item in value.items() if item is None)
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for step, item in items:
        yield from ((step, *path) for path in _nulls(item))


def _values_below(catalog: Catalog, place: Path) -> dict[str, Value]:
    """Over what the values at a place are merged, so that a null there takes it away."""
    match place:
        case ("controllerDeployment", _):
            return generated_values(catalog, None)
        case ("extension", "values"):
            return chart_values(catalog, None)
        case ("extension", "runtimeClusterValues"):
            return {"image": image_values(catalog)}
    return {}


def _has(values: Value, path: Path) -> bool:
    for step in path:
        if not isinstance(values, dict) or step not in values:
            return False
        values = values[str(step)]
    return True


def image_values(catalog: Catalog) -> dict[str, Value]:
    """Where the extension's container image comes from, as its chart wants it."""
    deployment = catalog.controller_deployment
    tag = deployment.image_tag or catalog.target.extension
    if deployment.image_repository is None:
        return {"tag": tag}
    return {"repository": deployment.image_repository, "tag": tag}


def stated_image(catalog: Catalog) -> dict[str, Value]:
    """The values' `image` with what the catalog itself states of it; empty if that is nothing."""
    deployment = catalog.controller_deployment
    parts = {"repository": deployment.image_repository, "tag": deployment.image_tag}
    image: dict[str, Value] = {key: part for key, part in parts.items() if part is not None}
    return {"image": image} if image else {}


def owner_secret_values(owner: OwnerSecret, access_key: AccessKeyText | None) -> dict[str, Value]:
    """What the extension is told of the owner secret; without its key where that is None."""
    if owner.resource is not None:
        reference = f"{{{{ .resources.{RESOURCE_NAME}.data.%s }}}}"
        return {
            "name": owner.name,
            "accessKeyID": reference % "accessKeyID",
            "accessKeySecret": reference % "accessKeySecret",
        }
    if access_key is None:
        return {"name": owner.name}
    return {
        "name": owner.name,
        "accessKeyID": access_key.id,
        "accessKeySecret": access_key.secret,
    }


def resource_references(catalog: Catalog) -> list[Value]:
    """The ControllerDeployment's `resources`: garden Secrets that its values refer to."""
    owner = catalog.owner_secret
    if owner is None or owner.resource is None:
        return []
    reference: Value = {"apiVersion": "v1", "kind": "Secret", "name": owner.resource}
    return [{"name": RESOURCE_NAME, "resourceRef": reference}]


def _config(catalog: Catalog, access_key: AccessKeyText | None) -> Iterator[tuple[str, Value]]:
    if catalog.owner_secret is not None:
        yield "machineImageOwnerSecret", owner_secret_values(catalog.owner_secret, access_key)
    shared: list[Value] = [*shared_image_ids(catalog)]
    if shared:
        yield "toBeSharedImageIDs", shared
    if catalog.controller_deployment.machine_images and (images := _machine_images(catalog)):
        yield "machineImages", images
    if catalog.enable_ad_controller is not None:
        yield "csi", {"enableADController": catalog.enable_ad_controller}


def _machine_images(catalog: Catalog) -> list[Value]:
    """The guide's list: customized images only, an entry for each name and version."""
    return [
        {"name": image.name, "regions": regions, "version": version.version}
        for image in catalog.images
        for version in image.versions
        if (regions := _customized_regions(version))
    ]


def _customized_regions(version: ImageVersion) -> list[Value]:
    return [
        {"imageID": image_id, "region": region}
        for regions in version.region_maps()
        for region, image_id in regions.items()
        if is_customized(image_id)
    ]
