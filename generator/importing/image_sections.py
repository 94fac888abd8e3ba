"""The sections `images` and `share` of a catalog, from the images of all files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from generator.catalog.images import EVERY_REGION
from generator.catalog.profile import ARCHITECTURE
from generator.decode import catalog_keys
from generator.documents.values import is_customized
from generator.importing.deployed import customized
from generator.importing.garden_linux_flavors import flavor_notes, several_flavors
from generator.importing.merge_images import ImageMerger
from generator.importing.release_formats import read_published
from generator.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from generator.catalog.images import Regions
    from generator.catalog.profile import Capabilities
    from generator.catalog.values import Value
    from generator.importing.classify import ClassifiedObjects
    from generator.importing.merge_images import MergedImage, MergedVersion
    from generator.importing.release import Note, Release

Tree: TypeAlias = "dict[str, Value]"

Key: TypeAlias = tuple[str, str]
"""Name and version of an image."""


@dataclass(frozen=True, slots=True)
class SharedImages:
    """What is shared: whole versions, and in `share` the IDs beside theirs.

    `ids` is the list `toBeSharedImageIDs` that both of them give.
    """

    versions: frozenset[Key]
    share: tuple[str, ...]
    ids: tuple[str, ...]


def merged_images(objects: ClassifiedObjects, notes: list[Note]) -> tuple[MergedImage, ...]:
    """The images of all objects, which may have none.

    Raises `ProblemsError` for conflicts, and for images that nothing names.
    """
    merger = ImageMerger()
    items = [
        *([objects.profile] if objects.profile else []),
        *objects.namespaced,
        *objects.published,
    ]
    published = read_published(items)
    releases = [release for part in published for release in part.releases]
    if problems := [*several_flavors(releases), *_unnamed(releases)]:
        raise ProblemsError(problems)
    for part in published:
        merger.add(part.releases)
        notes += [*part.notes, *part.missing]
    notes += flavor_notes(releases)
    for deployed in (objects.deployment, objects.extension):
        if deployed:
            merger.add_from_values([*customized(deployed)], objects.profile)
    if merger.problems:
        raise ProblemsError(merger.problems)
    notes += merger.notes
    return merger.images()


def _unnamed(releases: Iterable[Release]) -> Iterator[Problem]:
    for release in releases:
        if not (release.image and release.version):
            lacking = "version" if release.image else "image"
            yield release.item.problem(
                release.path,
                f"nothing says which {lacking} this is",
                "custom_data: {image: NAME, version: VERSION}",
                hint="`alicloud-generator add CATALOG NAME VERSION --from FILE` takes any name",
            )


def images_section(
    images: Sequence[MergedImage], shared: SharedImages, regions: Sequence[str]
) -> dict[str, Value]:
    """The section `images`; `regions` are those that "*" stands for."""
    section: dict[str, Value] = {}
    for image in images:
        all_shared = all((image.name, v.version) in shared.versions for v in image.versions)
        versions: dict[str, Value] = {
            version.version: _version(
                version,
                regions,
                shared=not all_shared and (image.name, version.version) in shared.versions,
            )
            for version in image.versions
        }
        strategy: Tree = {"updateStrategy": image.update_strategy} if image.update_strategy else {}
        section[image.name] = {
            **({"shared": True} if all_shared else {}),
            **strategy,
            "versions": versions,
        }
    return section


def _version(version: MergedVersion, regions: Sequence[str], *, shared: bool) -> Value:
    fields: Tree = {**({"shared": True} if shared else {}), **version.fields}
    if len(version.flavors) == 1 and not version.flavors[0].capabilities:
        ids = _regions(version.flavors[0].regions, regions)
        is_short = not fields and not set(catalog_keys.VERSION).intersection(ids)
        return ids if is_short else {**fields, "regions": ids}
    flavors: list[Value] = [
        {**_capabilities(flavor.capabilities), "regions": _regions(flavor.regions, regions)}
        for flavor in version.flavors
    ]
    return {**fields, "flavors": flavors}


def _capabilities(capabilities: Capabilities) -> Tree:
    values = capabilities.get(ARCHITECTURE, ())
    if len(capabilities) == len(values) == 1:
        return {ARCHITECTURE: values[0]}
    return {"capabilities": {name: [*texts] for name, texts in capabilities.items()}}


def _regions(ids: Regions, every: Sequence[str]) -> Tree:
    """Region to ID; one line for a system image that stands in every region of the profile."""
    texts = {*ids.values()}
    if len(texts) == 1 < len(ids) and [*ids] == [*every]:
        (image_id,) = texts
        if not is_customized(image_id):
            return {EVERY_REGION: image_id}
    return {**ids}


def shared_images(images: Sequence[MergedImage], shared_ids: Sequence[str]) -> SharedImages:
    """What a catalog has to share to give the list `toBeSharedImageIDs`.

    Versions that have all of their IDs in the list are shared as a whole, other IDs one by one.
    The order of the list is kept where that is possible; it means nothing to the extension.
    """
    wanted = tuple(dict.fromkeys(shared_ids))
    found = _shared(images, _versions_within(images, frozenset(wanted)), wanted)
    if found.ids != wanted:
        ordered = _shared(images, _versions_in_order(images, wanted), wanted)
        if ordered.versions:
            return ordered
    return found


def _versions_within(images: Sequence[MergedImage], wanted: Collection[str]) -> frozenset[Key]:
    """The versions that have all of their IDs in the list."""
    return frozenset(
        (image.name, version.version)
        for image in images
        for version in image.versions
        if all(image_id in wanted for image_id in version.ids())
    )


def _versions_in_order(images: Sequence[MergedImage], wanted: Sequence[str]) -> frozenset[Key]:
    """The versions whose IDs stand in the list one after the other, in the order of images."""
    place, seen, found = 0, set[str](), set[Key]()
    for image in images:
        for version in image.versions:
            ids = [i for i in dict.fromkeys(version.ids()) if i not in seen]
            if ids and tuple(wanted[place : place + len(ids)]) == tuple(ids):
                place += len(ids)
                seen.update(ids)
                found.add((image.name, version.version))
    return frozenset(found)


def _shared(
    images: Sequence[MergedImage], versions: frozenset[Key], wanted: Sequence[str]
) -> SharedImages:
    of_versions = dict.fromkeys(
        image_id
        for image in images
        for version in image.versions
        if (image.name, version.version) in versions
        for image_id in version.ids()
    )
    share = tuple(image_id for image_id in wanted if image_id not in of_versions)
    return SharedImages(versions, share, (*of_versions, *share))
