"""A release to take into a catalog, and which one files publish."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from generator.catalog.profile import AMD64, ARCHITECTURE
from generator.gardener.version_order import version_order
from generator.problems import fail, listed, quoted
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from generator.edit.landscape import Version
    from generator.importing.release import Release as Published
    from generator.yamlio.read import Node

Flavor: TypeAlias = "tuple[tuple[str, tuple[str, ...]], ...]"
"""The capabilities of a set of IDs, sorted."""

Ids: TypeAlias = "dict[Flavor, dict[str, str]]"
"""The IDs of a version: flavor to region to image ID."""

Stated: TypeAlias = "dict[Flavor, dict[str, str | None]]"
"""The same with None for a region that is said to have no ID, and "" for what is no text."""

PLAIN_FLAVOR: Flavor = ((ARCHITECTURE, (AMD64,)),)
"""What IDs are for where nothing else is said."""

UNSAID: Flavor = ()
"""The flavor of IDs that somebody typed: that of the version, else the plain one."""


@dataclass(frozen=True, slots=True)
class Released:
    """One version of an image with its IDs."""

    image: str
    version: str
    ids: Ids

    def without(self, regions: Collection[str]) -> Released:
        """The same without the IDs in some regions, and without flavors that have no other."""
        left = {
            f: {r: i for r, i in ids.items() if r not in regions} for f, ids in self.ids.items()
        }
        return replace(self, ids={flavor: ids for flavor, ids in left.items() if ids})

    def meant(self, found: Collection[Flavor]) -> Ids:
        """The IDs by flavors of a version that is there: those of none are of its only one."""
        only = next(iter(found)) if len(found) == 1 else PLAIN_FLAVOR
        return {flavor or only: ids for flavor, ids in self.ids.items()}


def chosen(published: Iterable[Published], image: str | None, version: str | None) -> Released:
    """The one release that files publish, or that which `image` and `version` name.

    Where the files have only one, it may get another name; another version only if it is the same
    one written otherwise, as 1877.3.0 is for 1877.3. Raises `ProblemsError`.
    """
    found = _by_version(published)
    named = [key for key in found if image in (None, key[0])] or (
        [*found] if len({name for name, _ in found}) == 1 else []
    )
    same = [
        key for key in named if version is None or version_order(key[1]) == version_order(version)
    ]
    exact = [key for key in same if key[1] == version] or same
    if len(exact) != 1:
        wanted = " ".join(filter(None, [image, version])) or "one release"
        raise fail(
            f"the files have {listed([' '.join(key) for key in found])}; wanted {wanted}",
            hint="name the image and the version behind the catalog",
        )
    key = exact[0]
    return Released(image or key[0], version or key[1], found[key])


def _by_version(published: Iterable[Published]) -> dict[tuple[str, str], Ids]:
    """The IDs of each image and version, from however many files."""
    found: dict[tuple[str, str], Ids] = {}
    for release in published:
        ids = found.setdefault((release.image, release.version), {})
        flavor = tuple(sorted(release.capabilities.items())) or PLAIN_FLAVOR
        regions = ids.setdefault(flavor, {})
        for region in release.regions:
            first = regions.setdefault(region.name, region.image_id)
            if first != region.image_id:
                raise release.item.refusal(
                    region.path,
                    f"{release.image} {release.version} has {quoted(region.image_id)} in "
                    f"{region.name} here and {quoted(first)} elsewhere",
                )
    return found


def ids_of(version: Version) -> Ids:
    """The IDs of a version that stands in a catalog, in the long form."""
    return {
        flavor: {region: image_id for region, image_id in regions.items() if image_id}
        for flavor, regions in stated_ids(version).items()
    }


def stated_ids(version: Version) -> Stated:
    """The same with what is said of regions that have no ID."""
    flavors = version.get("flavors")
    if isinstance(flavors, list):
        return {flavor_of(item): _regions(item) for item in flavors if isinstance(item, dict)}
    architectures = version.get("architectures")
    names = tuple(map(str, architectures)) if isinstance(architectures, list) else (AMD64,)
    return {((ARCHITECTURE, names),): _regions(version)}


def flavor_of(flavor: Mapping[str, Node]) -> Flavor:
    """The capabilities of one item of `flavors`."""
    architecture, capabilities = flavor.get("architecture"), flavor.get("capabilities")
    found: dict[str, tuple[str, ...]] = {}
    if isinstance(architecture, str):
        found[ARCHITECTURE] = (str(architecture),)
    if isinstance(capabilities, dict):
        for name, values in capabilities.items():
            found[str(name)] = tuple(map(str, values)) if isinstance(values, list) else ()
    return tuple(sorted(found.items()))


def _regions(node: Mapping[str, Node]) -> dict[str, str | None]:
    regions = node.get("regions")
    items = regions.items() if isinstance(regions, dict) else ()
    return {str(r): None if is_null(i) else str(i) if isinstance(i, str) else "" for r, i in items}


def version_node(ids: Ids, order: Sequence[str]) -> Version:
    """The long form of a version with these IDs; regions in an order, then as they come."""
    if len(ids) == 1:
        (flavor, regions), *_ = ids.items()
        node: Version = {"regions": {**_ordered(regions, order)}}
        if flavor in (UNSAID, PLAIN_FLAVOR):
            return node
        if [name for name, _ in flavor] == [ARCHITECTURE]:
            return {"architectures": [*flavor[0][1]], **node}
    return {"flavors": [_flavor_node(flavor, ids[flavor], order) for flavor in sorted(ids)]}


def _flavor_node(flavor: Flavor, regions: Mapping[str, str], order: Sequence[str]) -> Node:
    below: dict[str, Node] = {"regions": {**_ordered(regions, order)}}
    if [name for name, _ in flavor] == [ARCHITECTURE] and len(flavor[0][1]) == 1:
        return {"architecture": flavor[0][1][0], **below}
    return {"capabilities": {name: [*values] for name, values in flavor}, **below}


def _ordered(regions: Mapping[str, str], order: Sequence[str]) -> dict[str, str]:
    first = [region for region in order if region in regions]
    return {region: regions[region] for region in dict.fromkeys([*first, *regions])}
