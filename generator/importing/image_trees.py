"""The section `images` of a catalog, from the images of all files."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.catalog.images import EVERY_REGION
from generator.catalog.profile import ARCHITECTURE
from generator.decode import catalog_keys
from generator.documents.values import is_customized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalog.profile import Capabilities
    from generator.catalog.values import Value
    from generator.importing.pool import PooledImage, PooledVersion
    from generator.importing.sharing import Sharing

Tree: TypeAlias = "dict[str, Value]"


def image_trees(
    images: Sequence[PooledImage], shared: Sharing, regions: Sequence[str]
) -> dict[str, Value]:
    """The section `images`; `regions` are those that "*" stands for."""
    trees: dict[str, Value] = {}
    for image in images:
        whole = all((image.name, v.version) in shared.versions for v in image.versions)
        versions: dict[str, Value] = {
            version.version: _version(
                version,
                regions,
                shared=not whole and (image.name, version.version) in shared.versions,
            )
            for version in image.versions
        }
        strategy: Tree = {"updateStrategy": image.update_strategy} if image.update_strategy else {}
        trees[image.name] = {
            **({"shared": True} if whole else {}),
            **strategy,
            "versions": versions,
        }
    return trees


def _version(version: PooledVersion, regions: Sequence[str], *, shared: bool) -> Value:
    fields: Tree = {**({"shared": True} if shared else {}), **version.fields}
    if len(version.flavors) == 1 and not version.flavors[0][0]:
        ids = _regions(version.flavors[0][1], regions)
        is_short = not fields and not set(catalog_keys.VERSION).intersection(ids)
        return ids if is_short else {**fields, "regions": ids}
    flavors: list[Value] = [
        {**_capabilities(capabilities), "regions": _regions(ids, regions)}
        for capabilities, ids in version.flavors
    ]
    return {**fields, "flavors": flavors}


def _capabilities(capabilities: Capabilities) -> Tree:
    values = capabilities.get(ARCHITECTURE, ())
    if len(capabilities) == len(values) == 1:
        return {ARCHITECTURE: values[0]}
    return {"capabilities": {name: [*texts] for name, texts in capabilities.items()}}


def _regions(ids: dict[str, str], every: Sequence[str]) -> Tree:
    """Region to ID; one line for a system image that stands in every region of the profile."""
    texts = {*ids.values()}
    if len(texts) == 1 < len(ids) and [*ids] == [*every]:
        (image_id,) = texts
        if not is_customized(image_id):
            return {EVERY_REGION: image_id}
    return {**ids}
