"""The image IDs of a version: those that a catalog states, and those of a release to add."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.catalog.profile import AMD64, ARCHITECTURE
from generator.gardener.version_order import version_order
from generator.importing.garden_linux_flavors import USUAL, several_flavors
from generator.problems import ProblemsError, fail, listed, quoted
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from generator.edit.catalog_files import Version
    from generator.importing.release import Release
    from generator.yamlio.read import Node

FlavorKey: TypeAlias = "tuple[tuple[str, tuple[str, ...]], ...]"
"""What tells the flavors of a version apart: their capabilities, sorted."""

IDsByFlavor: TypeAlias = "dict[FlavorKey, dict[str, str]]"
"""The IDs of a version: flavor to region to image ID."""

StatedIDs: TypeAlias = "dict[FlavorKey, dict[str, str | None]]"
"""The same with None for a region that is stated to have no ID, and "" for one that is not text."""

PLAIN_FLAVOR: FlavorKey = ((ARCHITECTURE, (AMD64,)),)
"""The flavor of IDs for which none is stated."""

UNSTATED_FLAVOR: FlavorKey = ()
"""The flavor of IDs on the command line: that of the version, else the plain one."""

_NAME_BOTH: Final = "name the image and the version after the catalog"


@dataclass(frozen=True, slots=True)
class ReleasedVersion:
    """One version of an image with its IDs, to be added to a catalog.

    `builds` are the flavors of Garden Linux that they are of, but for the usual one.
    """

    image: str
    version: str
    ids: IDsByFlavor
    builds: tuple[str, ...] = ()

    def without(self, regions: Collection[str]) -> ReleasedVersion:
        """The version without its IDs in some regions, and without flavors that have no others."""
        left = {
            f: {r: i for r, i in ids.items() if r not in regions} for f, ids in self.ids.items()
        }
        return replace(self, ids={flavor: ids for flavor, ids in left.items() if ids})

    def resolved(self, found: Collection[FlavorKey]) -> IDsByFlavor:
        """The IDs by the flavors `found` in a catalog's version.

        IDs whose flavor is not stated belong to its only flavor, else to the plain one.
        """
        only = next(iter(found)) if len(found) == 1 else PLAIN_FLAVOR
        return {flavor or only: ids for flavor, ids in self.ids.items()}


def choose_release(
    published: Iterable[Release], image: str | None, version: str | None
) -> ReleasedVersion:
    """The only version that files publish, or the one that `image` and `version` name.

    If the files publish a single image, `image` may give it another name. `version` may be written
    differently: 1877.3.0 is 1877.3; where the files do not say it, it is the one that is named.
    Raises `ProblemsError`.
    """
    published = [*published]
    if problems := several_flavors(published):
        raise ProblemsError(problems)
    found = _by_version(published)
    named = [key for key in found if image in (None, key[0])] or (
        [*found] if len({name for name, _ in found}) == 1 else []
    )
    same = [
        key
        for key in named
        if not (version and key[1]) or version_order(key[1]) == version_order(version)
    ]
    exact = [key for key in same if key[1] == version] or same
    if len(exact) != 1:
        wanted = " ".join(filter(None, [image, version])) or "one release"
        raise fail(f"the files have {listed([*map(_shown, found)])}, not {wanted}", hint=_NAME_BOTH)
    key = exact[0]
    if not ((image or key[0]) and (version or key[1])):
        raise fail(f"the files have {_shown(key)}", hint=_NAME_BOTH)
    builds = dict.fromkeys(r.build for r in published if (r.image, r.version) == key)
    unusual = tuple(build for build in builds if build not in ("", USUAL))
    return ReleasedVersion(image or key[0], version or key[1], found[key], unusual)


def _shown(key: tuple[str, str]) -> str:
    image, version = key
    return f"{image or 'an unnamed image'} {version or 'of an unknown version'}"


def _by_version(published: Iterable[Release]) -> dict[tuple[str, str], IDsByFlavor]:
    """The IDs of each image and version, from however many files."""
    found: dict[tuple[str, str], IDsByFlavor] = {}
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


def ids_of(version: Version) -> IDsByFlavor:
    """The IDs of a catalog's version in the long form."""
    return {
        flavor: {region: image_id for region, image_id in regions.items() if image_id}
        for flavor, regions in stated_ids(version).items()
    }


def stated_ids(version: Version) -> StatedIDs:
    """The IDs, together with regions that are stated to have none."""
    flavors = version.get("flavors")
    if isinstance(flavors, list):
        return {flavor_of(item): _regions(item) for item in flavors if isinstance(item, dict)}
    architectures = version.get("architectures")
    names = tuple(map(str, architectures)) if isinstance(architectures, list) else (AMD64,)
    return {((ARCHITECTURE, names),): _regions(version)}


def flavor_of(flavor: Mapping[str, Node]) -> FlavorKey:
    """The flavor that one item of `flavors` is about."""
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


def version_node(ids: IDsByFlavor, order: Sequence[str]) -> Version:
    """The long form of a version with these IDs; the regions of `order` come first."""
    if len(ids) == 1:
        (flavor, regions), *_ = ids.items()
        node: Version = {"regions": {**_ordered(regions, order)}}
        if flavor in (UNSTATED_FLAVOR, PLAIN_FLAVOR):
            return node
        if [name for name, _ in flavor] == [ARCHITECTURE]:
            return {"architectures": [*flavor[0][1]], **node}
    return {"flavors": [flavor_node(flavor, ids[flavor], order) for flavor in sorted(ids)]}


def flavor_node(
    flavor: FlavorKey, regions: Mapping[str, str], order: Sequence[str] = (), *, short: bool = True
) -> dict[str, Node]:
    """One item of `flavors`, in the `short` form, `architecture`, where that says all."""
    below: dict[str, Node] = {"regions": {**_ordered(regions, order)}}
    if short and [name for name, _ in flavor] == [ARCHITECTURE] and len(flavor[0][1]) == 1:
        return {"architecture": flavor[0][1][0], **below}
    return {"capabilities": {name: [*values] for name, values in flavor}, **below}


def _ordered(regions: Mapping[str, str], order: Sequence[str]) -> dict[str, str]:
    first = [region for region in order if region in regions]
    return {region: regions[region] for region in dict.fromkeys([*first, *regions])}
