"""The image IDs of a version or flavor: region to ID, in the long form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.catalog.images import EVERY_REGION
from generator.decode import catalog_keys
from generator.problems import listed, nearest, quoted
from generator.reading.section import kind_of
from generator.reading.text_formats import IMAGE_ID, LONGEST_WORD, REGION_OF_IDS
from generator.record import Record
from generator.yamlio.read import NULL_TEXTS, Plain, is_null

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from generator.catalog.images import Regions
    from generator.problems import Path
    from generator.reading.section import Section
    from generator.yamlio.read import Node

OF_MANIFESTS: Final = (
    "`alicloud-generator import` makes a catalog of a manifest, which has such lists"
)
_REGIONS: Final = "regions"
_FLAVORS: Final = "flavors"
_KEYS: Final = catalog_keys.VERSION.keys()
_NONE_LEFT: Final = "none of the regions that the catalog is restricted to has an ID here"
_LIKE_A_REGION: Final = r"\*|[a-z]{2}-[a-z0-9-]+"


class RegionNames(Record):
    """Which regions may have IDs, and which "*" stands for; None where the catalog does not say."""

    only: frozenset[str] | None
    every: tuple[str, ...] | None


def region_names(only: tuple[str, ...] | None, offered: tuple[str, ...] | None) -> RegionNames:
    """The regions of the catalog, to which IDs are restricted, or else those of the profile."""
    if only is None:
        return RegionNames(None, offered)
    return RegionNames(frozenset(only), only)


def with_regions_below(section: Section, path: Path, version: Node) -> Node:
    """The version at a path, where its regions stand beside other keys as if they stood below.

    Its flavors likewise.
    """
    version = _below(section, path, version, "version", catalog_keys.VERSION)
    flavors = version.get(_FLAVORS) if isinstance(version, dict) else None
    if not isinstance(version, dict) or not isinstance(flavors, list):
        return version
    whole = [
        _below(section, (*path, _FLAVORS, index), flavor, "flavor", catalog_keys.FLAVOR)
        for index, flavor in enumerate(flavors)
    ]
    return {**version, _FLAVORS: whole}


def _below(section: Section, path: Path, node: Node, kind: str, known: Collection[str]) -> Node:
    if not isinstance(node, dict) or node.keys() <= set(known):
        return node
    keys = [key for key in node if key in known]
    if not keys and not any(nearest(key, known) for key in node):
        # No key of the long form, and an ID that is not text: the short form, with a mistake.
        return {_REGIONS: node}
    beside = {key: item for key, item in node.items() if key not in known and _is_id(key, item)}
    if not beside or not keys:
        return node
    message = f"{listed([*map(section.shown, beside)])} cannot be next to {keys[0]}"
    hint = f"put the regions below `{_REGIONS}:`"
    section.wrong((*path, next(iter(beside))), message, f"a key of a {kind}", hint, of_key=True)
    below = node.get(_REGIONS)
    whole = {**below, **beside} if isinstance(below, dict) else beside
    return {**{key: item for key, item in node.items() if key not in beside}, _REGIONS: whole}


def _is_id(key: str, item: Node) -> bool:
    return isinstance(item, str) and bool(re.fullmatch(_LIKE_A_REGION, key))


def read_ids(section: Section, regions: RegionNames) -> Regions:
    """The IDs that a version or flavor has below `regions`."""
    node = section.node.get(_REGIONS)
    if not isinstance(node, dict) or not node:
        found = kind_of(node) if node else "no region"
        path = (_REGIONS,) if node is not None else ()
        section.wrong(
            path,
            f"found {found}",
            "region: image ID",
            OF_MANIFESTS if isinstance(node, list) and node else "",
            is_unread=node is not None,
            relies_on=() if path else ((*section.path, _FLAVORS),),
        )
        return {}
    if keys := [key for key in node if "-" not in key and key != EVERY_REGION]:
        node = _without_keys(section, node, keys)
    if not node:
        return {}
    if _all_words(node):
        ids: Regions = dict(zip(map(str, node), map(str, node.values()), strict=True))
    else:
        ids = _one_by_one(section, node)
    return _spread(section, ids, regions)


def _without_keys(section: Section, node: dict[str, Node], keys: Sequence[str]) -> dict[str, Node]:
    """The regions alone, where a key of the version or the image stands among them."""
    misplaced = {key: why for key in keys if (why := _misplaced(key))}
    for key, (message, hint) in misplaced.items():
        section.wrong((_REGIONS, key), message, "region: image ID", hint, of_key=True)
    return {key: item for key, item in node.items() if key not in misplaced}


def _misplaced(key: str) -> tuple[str, str] | None:
    """Message and hint for a key that belongs elsewhere; None where it may be a region.

    All regions of Alibaba Cloud have a dash, so what has none may be a key with a typo.
    """
    if key in _KEYS:
        return f"{key} belongs one level up", ""
    if key in catalog_keys.IMAGE:
        return f"{key} belongs to the image", ""
    meant = nearest(key, {*_KEYS, *catalog_keys.IMAGE})
    return (f"{quoted(key)} is not a region", meant) if meant else None


def _all_words(node: dict[str, Node]) -> bool:
    """Whether all regions and IDs look right: fast, as catalogs have thousands."""
    ids = node.values()
    if not {type(item) for item in ids} <= {str, Plain} or not NULL_TEXTS.isdisjoint(ids):
        return False
    text = "\n".join(ids)  # type: ignore[arg-type]  # their types are known by now
    regions = "".join(node).encode()
    if regions.translate(None, _OF_REGIONS) or text.encode().translate(None, _OF_IDS):
        return False
    if max(max(map(len, node)), max(map(len, ids))) > LONGEST_WORD:
        return False
    return "" not in node and (text.islower() or not re.search(_WITH_CAPITALS, text))


_OF_REGIONS: Final = b"abcdefghijklmnopqrstuvwxyz0123456789-*"
_OF_IDS: Final = bytes(range(ord("!"), ord("~") + 1)).replace(b"*", b"") + b"\n"
_WITH_CAPITALS: Final = r"(?m)^(?:m-.*[A-Z]|M-)"


def _one_by_one(section: Section, node: dict[str, Node]) -> Regions:
    """The valid IDs, where some are not; beside "*", null keeps the ID of "*" out of a region."""
    ids: dict[str, str] = {}
    for region, item in node.items():
        path = (_REGIONS, region)
        if not section.check_text(region, path, REGION_OF_IDS, of_key=True) and is_null(item):
            continue
        if is_null(item):
            if EVERY_REGION not in node or region == EVERY_REGION:
                section.wrong(path, "found nothing", "an image ID")
        elif text := section.check_text(item, path, IMAGE_ID):
            ids[str(region)] = text
    return ids


def _spread(section: Section, ids: Regions, regions: RegionNames) -> Regions:
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
            near = (nearest(name, ids) for name in sorted(only or ()))
            hint = "to leave the version out of this catalog, write `null` instead"
            meant = next(filter(None, near), hint)
            section.wrong((_REGIONS,), _NONE_LEFT, "", meant, relies_on=((_REGIONS,),))
        return offered
    if regions.every is None:
        section.wrong(
            (_REGIONS, EVERY_REGION),
            '"*" means every region, but the catalog does not list its regions',
            "regions at the top of the catalog, or in the spec of its cloudProfile",
            "add `regions: [cn-shanghai, …]`",
            relies_on=((_REGIONS,), ("cloudProfile", "spec", _REGIONS)),
        )
        return offered
    stated = section.node[_REGIONS]
    return offered | {r: ids[EVERY_REGION] for r in regions.every if r not in stated}


def refuse_unknown_restrictions(top: Section, only: Collection[str], used: set[str]) -> None:
    """Note each region of `only` that nobody knows and no image has, where it costs a version.

    `used` are the regions with an ID. What the version lacks then only follows from it.
    """
    if not any(finding.message == _NONE_LEFT for finding in top.findings):
        return
    from generator.gardener.regions import KNOWN_REGIONS

    for index, region in enumerate(top.node[_REGIONS]):
        if not isinstance(region, str) or region not in only:
            continue
        if region not in KNOWN_REGIONS and region not in used:
            message = f"no image has an ID in {quoted(region)}"
            hint = nearest(region, KNOWN_REGIONS)
            top.wrong((_REGIONS, index), message, "a region of Alibaba Cloud", hint)
