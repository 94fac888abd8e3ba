"""The section `images`: names, versions, and the image ID of each region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalog.images import EVERY_REGION, Flavor, Image, ImageVersion
from generator.decode import catalog_keys
from generator.gardener.choices import ARCHITECTURE, CLASSIFICATION, UPDATE_STRATEGY
from generator.problems import Near, nearest, quoted
from generator.reading.section import Section, kind_of
from generator.reading.text_formats import IMAGE_ID, IMAGE_NAME, LONGEST_WORD, WORD
from generator.yamlio.read import NULL_TEXTS, Plain, is_null

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from generator.catalog.images import Regions
    from generator.yamlio.read import Node


@dataclass(frozen=True, slots=True)
class RegionNames:
    """Which regions may have IDs, and which "*" stands for; None where the catalog does not say."""

    only: frozenset[str] | None
    every: tuple[str, ...] | None


def region_names(only: tuple[str, ...] | None, offered: tuple[str, ...] | None) -> RegionNames:
    """The regions of the catalog, to which IDs are restricted, or else those of the profile."""
    if only is None:
        return RegionNames(None, offered)
    return RegionNames(frozenset(only), only)


def read_images(top: Section, regions: RegionNames, declared: Collection[str]) -> tuple[Image, ...]:
    """All images in their final order: those that `order` names, then the others as declared.

    `order` may name an image that is `declared` in a base and gone here.
    """
    found: dict[str, Image] = {}
    for name, node in _entries(top, "images", "image"):
        below = ("images", name)
        top.check_text(name, below, IMAGE_NAME)
        found[name] = _image(name, top.below(below, node, catalog_keys.IMAGE), regions)
    order = top.texts("order")
    for name in order:
        if name not in found and name not in declared:
            message = f"there is no image {quoted(name)}"
            top.wrong(("order",), message, "a name", Near(name, found))
    return tuple(found[name] for name in dict.fromkeys([*order, *found]) if name in found)


def _entries(section: Section, key: str, what: str) -> Iterable[tuple[str, Node]]:
    """The items of the mapping at a key, which must not be empty."""
    node = section.node.get(key)
    if isinstance(node, dict) and node:
        return [(str(name), item) for name, item in node.items()]
    found = kind_of(node) if node is not None and not isinstance(node, dict) else "none"
    expected = f"a mapping with at least one {what}"
    section.wrong((key,) if node is not None else (), f"{key}: found {found}", expected)
    return []


def _image(name: str, section: Section, regions: RegionNames) -> Image:
    shared = section.boolean("shared", default=False)
    versions = tuple(
        _version(
            version,
            section.below(("versions", version), node, catalog_keys.VERSION),
            regions,
            shared=shared,
        )
        for version, node in _entries(section, "versions", "version")
        if section.check_text(version, ("versions", version), WORD)
    )
    return Image(name, versions, section.text("updateStrategy", UPDATE_STRATEGY))


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
        return _regions(section, "regions", regions)
    if "regions" in section.node:
        section.wrong(("regions",), "regions stand beside flavors", "one of the two")
    node = section.node["flavors"]
    if not isinstance(node, list) or not node:
        section.wrong(("flavors",), f"found {kind_of(node)}", "a list with at least one flavor")
        return {}
    return tuple(
        _flavor(flavor, regions) for flavor in section.sections("flavors", catalog_keys.FLAVOR)
    )


def _flavor(section: Section, regions: RegionNames) -> Flavor:
    architecture = section.text("architecture", ARCHITECTURE)
    if section.has("architecture") == section.has("capabilities"):
        section.wrong((), "a flavor needs a name for its set", "architecture or capabilities")
    capabilities: dict[str, tuple[str, ...]] = {}
    if architecture is not None:
        capabilities["architecture"] = (architecture,)
    node = section.node.get("capabilities")
    if isinstance(node, dict):
        names = section.section("capabilities", tuple(node))
        capabilities |= {str(name): names.texts(name) for name in node}
    elif node is not None:
        section.wrong(("capabilities",), f"found {kind_of(node)}", "a mapping of lists")
    return Flavor(capabilities, _regions(section, "regions", regions))


def _regions(section: Section, key: str, regions: RegionNames) -> Regions:
    node = section.node.get(key)
    if not isinstance(node, dict) or not node:
        found = kind_of(node) if node else "no region"
        section.wrong((key,) if node is not None else (), f"found {found}", "region: image ID")
        return {}
    if _all_words(node):
        ids: Regions = dict(zip(map(str, node), map(str, node.values()), strict=True))
    else:
        ids = _one_by_one(section, key, node)
    return _spread(section, key, ids, regions)


def _all_words(node: dict[str, Node]) -> bool:
    """Whether all regions and IDs are visible ASCII text: fast, as catalogs have thousands."""
    ids = node.values()
    if not {type(item) for item in ids} <= {str, Plain} or not NULL_TEXTS.isdisjoint(ids):
        return False
    text = "".join(ids).encode()  # type: ignore[arg-type]  # their types are known by now
    regions = "".join(node).encode()
    strange = text.translate(None, _VISIBLE) or regions.translate(None, _VISIBLE + b"*")
    longest = max(max(map(len, node)), max(map(len, ids)))
    return not strange and "" not in node and longest <= LONGEST_WORD


_VISIBLE = bytes(range(ord("!"), ord("~") + 1)).replace(b"*", b"")
"""The characters of ASCII that an ID may have."""


def _one_by_one(section: Section, key: str, node: dict[str, Node]) -> Regions:
    """The valid IDs, where some are not; beside "*", null keeps the ID of "*" out of a region."""
    ids: dict[str, str] = {}
    for region, item in node.items():
        section.check_text(region, (key, region), WORD)
        if is_null(item):
            if EVERY_REGION not in node or region == EVERY_REGION:
                section.wrong((key, region), "found nothing", "an image ID")
        elif text := section.check_text(item, (key, region), IMAGE_ID):
            ids[str(region)] = text
    return ids


def _spread(section: Section, key: str, ids: Regions, regions: RegionNames) -> Regions:
    """The IDs without excluded regions; a region that has none gets the ID of "*"."""
    only = regions.only
    if only is None and EVERY_REGION not in ids:
        return ids
    offered = {
        region: image_id
        for region, image_id in ids.items()
        if region != EVERY_REGION and (only is None or region in only)
    }
    if EVERY_REGION not in ids:
        if ids and not offered:
            message = "none of the regions that the catalog is restricted to has an ID here"
            near = (nearest(name, ids) for name in sorted(only or ()))
            hint = "`null` instead of the version takes it out of this catalog"
            section.wrong((key,), message, "", next(filter(None, near), hint))
        return offered
    if regions.every is None:
        section.wrong(
            (key, EVERY_REGION),
            '"*" stands for every region, but the catalog does not say which regions there are',
            "regions at the top of the catalog, or in the spec of its cloudProfile",
            "add `regions: [cn-shanghai, …]`",
        )
        return offered
    stated = section.node[key]
    return offered | {r: ids[EVERY_REGION] for r in regions.every if r not in stated}
