"""In which regions versions have IDs, for each kind of machine: what `add` and `promote` leave out.

Copies of an image arrive region by region, and those for one architecture before the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.catalog.deployment import ObjectMeta
from generator.catalog.images import EVERY_REGION
from generator.catalog.profile import ARCHITECTURE
from generator.decode import catalog_keys
from generator.decode.cloud_profile import read_cloud_profile
from generator.edit.image_ids import PLAIN_FLAVOR, stated_ids
from generator.gardener.version_order import version_order
from generator.problems import listed
from generator.reading.section import Section
from generator.reading.text_formats import REGION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from generator.edit.catalog_files import CatalogFiles, Version
    from generator.edit.image_ids import FlavorKey

Coverage: TypeAlias = "dict[FlavorKey, frozenset[str]]"
"""Kinds of machines, each of one architecture, to the regions with an ID for them."""


def offered_regions(catalog: CatalogFiles) -> tuple[str, ...]:
    """The regions of the landscape, as `Catalog.offered_regions` has them; mistakes are passed."""
    top = Section(catalog.tree, (), catalog_keys.TOP, [])
    only = top.texts("regions", REGION)
    profile = read_cloud_profile(top, ObjectMeta())
    if profile is None:
        return only
    return tuple(name for name in profile.regions if name in only or not top.has("regions"))


def coverage(version: Version, offered: Collection[str]) -> Coverage:
    """What a version covers of the offered regions, or of all where none are known.

    There, "*" is taken for a region.
    """
    found: Coverage = {}
    for flavor, ids in stated_ids(version).items():
        regions = {region for region, image_id in ids.items() if image_id}
        if offered and EVERY_REGION in regions:
            regions |= {region for region in offered if region not in ids}
        kept = regions.intersection(offered) if offered else regions
        for kind in _by_architecture(flavor):
            found[kind] = found.get(kind, frozenset()) | kept
    return found


def uncovered(
    kind: FlavorKey, regions: Iterable[str], others: Iterable[Coverage]
) -> tuple[str, ...]:
    """Those of the regions in which no other coverage has an ID for machines of a kind."""
    serving = (
        found for other in others for flavor, found in other.items() if _serves(flavor, dict(kind))
    )
    served = frozenset[str]().union(*serving)
    return () if EVERY_REGION in served else tuple(r for r in regions if r not in served)


def not_yet_covered(
    catalog: CatalogFiles, image: str, version: str, node: Version, left_out: Collection[str]
) -> Iterator[str]:
    """Sentences about regions that a version, whose new node this is, does not have yet.

    They are those of its predecessor, and those of the landscape; not those `left_out` on purpose.
    """
    offered = offered_regions(catalog)
    known = catalog.versions(image)
    before = _predecessor(version, known)
    new = coverage(node, offered)
    old = coverage(known[before], offered) if before else {}
    is_plain = {*new, *old} == {PLAIN_FLAVOR}
    for kind in dict.fromkeys([*new, *old]):
        what = f"{image} {version} has no ID{'' if is_plain else kind_label(kind)} yet in"
        stated = [region for region in sorted(old.get(kind, ())) if region not in left_out]
        if gone := uncovered(kind, stated, [new]):
            yield f"{what} {named(gone)}, where {before} has one"
        others = [region for region in offered if region not in {*gone, *left_out}]
        if kind in new and (gone := uncovered(kind, others, [new])):
            yield f"{what} {named(gone)}, which the landscape offers"


def named(regions: Sequence[str]) -> str:
    """The first of several regions, and how many more there are."""
    return listed(["every other region" if r == EVERY_REGION else r for r in regions])


def kind_label(kind: FlavorKey) -> str:
    """For which machines: ` for arm64, storage nvme`; empty for a kind without capabilities."""
    values = (
        "/".join(values) if name == ARCHITECTURE else f"{name} {'/'.join(values)}"
        for name, values in kind
    )
    return f" for {', '.join(values)}" if kind else ""


def _by_architecture(flavor: FlavorKey) -> Iterator[FlavorKey]:
    names = dict(flavor).get(ARCHITECTURE)
    if not names:
        yield flavor
    for name in names or ():
        yield tuple((key, (name,) if key == ARCHITECTURE else values) for key, values in flavor)


def _serves(flavor: FlavorKey, kind: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether machines of a kind run on the IDs of a flavor: it asks for nothing that they lack."""
    return all(name in kind and {*kind[name]} <= {*values} for name, values in flavor)


def _predecessor(version: str, known: Iterable[str]) -> str | None:
    order = version_order(version)
    lower = [other for other in known if version_order(other) < order]
    return max(lower, key=version_order, default=None)
