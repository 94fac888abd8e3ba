"""The section `images`: names, and versions with all that is said of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.catalog.images import Flavor, Image, ImageVersion
from generator.decode import catalog_keys
from generator.decode.image_ids import (
    OF_MANIFESTS,
    read_ids,
    refuse_unknown_restrictions,
    with_regions_below,
)
from generator.gardener.choices import ARCHITECTURE, CLASSIFICATION, UPDATE_STRATEGY
from generator.problems import Near, listed, quoted
from generator.reading.section import Section, kind_of
from generator.reading.text_formats import IMAGE_NAME, WORD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from generator.catalog.images import Regions
    from generator.decode.image_ids import RegionNames
    from generator.problems import Path
    from generator.yamlio.read import Node


def read_images(top: Section, regions: RegionNames, declared: Collection[str]) -> tuple[Image, ...]:
    """All images in their final order: those that `order` names, then the others as declared.

    None where the catalog has no `images`: whatever needs some says so itself. `order` may name an
    image that is `declared` in a base and gone here.
    """
    encrypted = top.boolean("encryptedSystemDisks", default=False)
    found: dict[str, Image] = {}
    refused: dict[str, str] = {}
    for name, node in _entries(top, "images", "image") if states_images(top) else ():
        below = ("images", name)
        if not top.check_text(name, below, IMAGE_NAME, of_key=True):
            refused[_letters(name)] = name
        node = _with_versions_below(top, below, node)
        section = top.below(below, node, catalog_keys.IMAGE)
        found[name] = _image(name, section, regions, encrypted=encrypted)
    if top.findings and regions.only:
        maps = (ids for image in found.values() for v in image.versions for ids in v.region_maps())
        refuse_unknown_restrictions(top, regions.only, {region for ids in maps for region in ids})
    order = top.texts("order")
    for name in order:
        if name not in found and name not in declared:
            message = f"there is no image {quoted(name)}"
            hint = Near(name, found)
            relies_on = (("images", name), ("images", refused.get(_letters(name), name)))
            top.wrong(("order",), message, "a name of `images`", hint, relies_on=relies_on)
    return tuple(found[name] for name in dict.fromkeys([*order, *found]) if name in found)


def _letters(name: str) -> str:
    """What a name and the same with a wrong character between its words have in common."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def declared_names(trees: Iterable[Node]) -> frozenset[str]:
    """The names of all images that any tree has, also of those that another takes away."""
    images = [tree.get("images") for tree in trees if isinstance(tree, dict)]
    return frozenset(name for node in images if isinstance(node, dict) for name in node)


def states_images(top: Section) -> bool:
    """Whether a catalog has anything at all to say of images."""
    return top.has("images") and top.node["images"] != {}


def _entries(section: Section, key: str, what: str) -> Iterable[tuple[str, Node]]:
    """The items of the mapping at a key, which must not be empty."""
    node = section.node.get(key)
    if isinstance(node, dict) and node:
        return [(str(name), item) for name, item in node.items()]
    found = kind_of(node) if node is not None and not isinstance(node, dict) else "none"
    expected = f"a mapping with at least one {what}"
    hint = OF_MANIFESTS if isinstance(node, list) else ""
    path = (key,) if node is not None else ()
    is_unread = node is not None
    section.wrong(path, f"{key}: found {found}", expected, hint, is_unread=is_unread)
    return []


def _with_versions_below(top: Section, path: Path, node: Node) -> Node:
    """The image at a path, where its versions stand directly in it as if they stood below."""
    if not isinstance(node, dict) or "versions" in node:
        return node
    # No key of an image has a digit.
    versions = {key: item for key, item in node.items() if re.search(r"[0-9]", key)}
    if not versions:
        return node
    message = f"found {listed([*map(top.shown, versions)])}"
    hint = "put the versions below `versions:`"
    top.wrong((*path, next(iter(versions))), message, "a key of an image", hint, of_key=True)
    others = {key: item for key, item in node.items() if key not in versions}
    return {**others, "versions": versions}


def _image(name: str, section: Section, regions: RegionNames, *, encrypted: bool) -> Image:
    shared = section.boolean("shared", default=False)
    versions = tuple(
        _version(version, _version_section(section, version, node), regions, shared=shared)
        for version, node in _entries(section, "versions", "version")
        if _is_version(section, version, node)
    )
    return Image(
        name,
        versions,
        section.text("updateStrategy", UPDATE_STRATEGY),
        encrypted_system_disks=section.boolean("encryptedSystemDisks", default=encrypted),
    )


def _is_version(section: Section, version: str, node: Node) -> bool:
    """Whether the key may be a version; a key of the image or of a version is none."""
    path = ("versions", version)
    if not isinstance(node, dict) and version in catalog_keys.IMAGE:
        section.wrong(path, f"{version} belongs one level up", "a version", of_key=True)
        return False
    if not isinstance(node, dict) and version in catalog_keys.VERSION:
        section.wrong(path, f"{version} belongs to a version", "a version", of_key=True)
        return False
    return bool(section.check_text(version, path, WORD))


def _version_section(image: Section, version: str, node: Node) -> Section:
    path = ("versions", version)
    return image.below(path, with_regions_below(image, path, node), catalog_keys.VERSION)


def _version(version: str, section: Section, regions: RegionNames, *, shared: bool) -> ImageVersion:
    ids = _ids(section, regions)
    # Nearly all versions of a large catalog say nothing else.
    if len(section.node) == 1:
        return ImageVersion(version, ids, shared=shared)
    from generator.decode.machine_image_version import (
        read_cri,
        read_in_place_updates,
        read_lifecycle,
    )
    from generator.reading.dates import read_date, read_day

    return ImageVersion(
        version,
        ids,
        shared=section.boolean("shared", default=shared),
        released=read_day(section, "released"),
        classification=section.text("classification", CLASSIFICATION),
        expiration_date=read_date(section, "expirationDate"),
        lifecycle=read_lifecycle(section),
        architectures=section.texts("architectures", ARCHITECTURE),
        cri=read_cri(section),
        kubelet_version_constraint=section.text("kubeletVersionConstraint"),
        in_place_updates=read_in_place_updates(section),
    )


def _ids(section: Section, regions: RegionNames) -> Regions | tuple[Flavor, ...]:
    if "flavors" not in section.node:
        return read_ids(section, regions)
    if "regions" in section.node:
        section.wrong(("regions",), "regions and flavors cannot be combined", "one of the two")
    node = section.node["flavors"]
    if not isinstance(node, list) or not node:
        section.wrong(
            ("flavors",),
            f"found {kind_of(node)}",
            "a list with at least one flavor",
            is_unread=True,
        )
        return {}
    return tuple(
        _flavor(flavor, regions) for flavor in section.sections("flavors", catalog_keys.FLAVOR)
    )


def _flavor(section: Section, regions: RegionNames) -> Flavor:
    architecture = section.text("architecture", ARCHITECTURE)
    if section.has("architecture") == section.has("capabilities"):
        section.wrong(
            (),
            "a flavor needs its architecture or its capabilities",
            "either architecture or capabilities",
        )
    capabilities: dict[str, tuple[str, ...]] = {}
    if architecture is not None:
        capabilities["architecture"] = (architecture,)
    node = section.node.get("capabilities")
    if isinstance(node, dict):
        names = section.section("capabilities", tuple(node))
        capabilities |= {str(name): names.texts(name) for name in node}
    elif node is not None:
        section.wrong(("capabilities",), f"found {kind_of(node)}", "a mapping of lists")
    return Flavor(capabilities, read_ids(section, regions))
