"""Machine images compared: versions that come and go, and IDs that change under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.inspect.objects import inside, mappings, profile_spec, text
from generator.review.model import code, counted, listed, stated
from generator.review.structure import changes, statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.catalog.values import Value
    from generator.inspect.objects import Object
    from generator.review.model import Statement

PROFILES: Final = ("CloudProfile", "NamespacedCloudProfile")

_MANY: Final = 5
"""Versions of one image that are told one by one; of more it is told how many there are."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A version: its IDs by flavor (mostly empty) and region, and what else a profile says."""

    ids: Mapping[tuple[str, str], str]
    fields: Mapping[str, Value]


Table = dict[tuple[str, str], Entry]
"""Entries by image and version."""


def table(item: Object | None) -> Table:
    """All versions of an object, in its order."""
    if item is None:
        return {}
    ids: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    fields: dict[tuple[str, str], Mapping[str, Value]] = {}
    for offer in item.offers:
        fields.setdefault((offer.image, offer.version), offer.fields)
        ids.setdefault((offer.image, offer.version), {})
    for version in item.versions:
        own = ids.setdefault((version.image, version.version), {})
        flavor = version.flavor
        own.update({(flavor, region): image_id for region, image_id in version.ids})
    return {key: Entry(found, fields.get(key, {})) for key, found in ids.items()}


def image_statements(old: Object, new: Object, tables: tuple[Table, Table]) -> Iterator[Statement]:
    """What changed about the images of an object, whose tables are given."""
    olds, news = tables
    scope = _scope(new)
    yield from _came_or_went(news, olds, "added", "in", scope)
    yield from _came_or_went(olds, news, "removed", "from", scope)
    for key, entry in news.items():
        if key in olds and entry != olds[key]:
            yield from _version_statements(key, olds[key], entry, scope)
    yield from _image_fields(old, new)
    yield from _order(olds, news, scope)


def _scope(item: Object) -> str:
    """Projects have profiles of their own; everywhere else the images are the landscape's."""
    return f"{item.namespace}/{item.name}" if item.kind == "NamespacedCloudProfile" else ""


def _for(scope: str) -> str:
    return f" for {code(scope)}" if scope else ""


def _came_or_went(
    here: Table, there: Table, verb: str, word: str, scope: str
) -> Iterator[Statement]:
    by_image: dict[str, list[str]] = {}
    for image, version in here:
        if (image, version) not in there:
            by_image.setdefault(image, []).append(version)
    for image, versions in by_image.items():
        if len(versions) > _MANY:
            span = f"{code(versions[0])} … {code(versions[-1])}"
            what = f"image {code(image)}: {len(versions)} versions {verb}, {span}{_for(scope)}"
            yield stated(f"versions-{verb}", what, key=f"{scope} {image}")
            continue
        for version in versions:
            where = _regions(here[image, version].ids)
            what = f"image {code(f'{image} {version}')} {verb}"
            what += f" {word} {where}" if where else ""
            key = f"{scope} {image} {version}"
            yield stated(f"version-{verb}", what + _for(scope), key=key)


def _regions(ids: Mapping[tuple[str, str], str]) -> str:
    """The regions of a version, and how many flavors have them where it is not one."""
    flavors = dict.fromkeys(flavor for flavor, _ in ids)
    regions = dict.fromkeys(region for _, region in ids)
    more = f", {len(flavors)} flavors" if len(flavors) > 1 else ""
    return listed(regions, "region") + more if regions else ""


def _version_statements(
    key: tuple[str, str], old: Entry, new: Entry, scope: str
) -> Iterator[Statement]:
    image, version = key
    name, subject = code(f"{image} {version}"), f"{scope} {image} {version}"
    changed = changed_ids(old, new)
    if changed:
        where = listed(dict.fromkeys(region for _, region in changed), "region")
        what = f"ID of {name} in {where} changed under the same version{_for(scope)}"
        yield stated("id-changed", what, key=subject)
    for verb, regions in (("added", _missing(old, new)), ("removed", _missing(new, old))):
        if regions:
            what = f"image {name}: {listed(regions, 'region')} {verb}{_for(scope)}"
            yield stated(f"regions-{verb}", what, key=subject)
    yield from _field_statements(name, old.fields, new.fields, scope)


def changed_ids(old: Entry, new: Entry) -> list[tuple[str, str]]:
    """The flavors and regions in which a version has another ID than before."""
    return [place for place, found in new.ids.items() if old.ids.get(place, found) != found]


def _missing(here: Entry, there: Entry) -> list[str]:
    places = (place for place in there.ids if place not in here.ids)
    return [f"{region} ({flavor})" if flavor else region for flavor, region in places]


def _field_statements(
    name: str, old: Mapping[str, Value], new: Mapping[str, Value], scope: str
) -> Iterator[Statement]:
    if not old or not new:
        return
    for field in dict.fromkeys([*new, *old]):
        before, after = old.get(field), new.get(field)
        if before == after or field == "version":
            continue
        if field == "classification":
            what = f"image {name}: {_said(before, 'unclassified')} → {_said(after, 'unclassified')}"
        elif field == "expirationDate":
            what = (
                f"image {name} expires {_said(after, 'never')} (before: {_said(before, 'never')})"
            )
        else:
            what = f"image {name}: {code(field)} changed"
        yield stated(f"version-{field}", what + _for(scope))


def _said(value: Value, absent: str) -> str:
    return absent if value is None else text(value)


def _image_fields(old: Object, new: Object) -> Iterator[Statement]:
    """What profiles say about an image as a whole."""
    before, after = _by_name(old), _by_name(new)
    for name, fields in after.items():
        if name in before:
            for change in changes(before[name], fields, f"machineImages[{name}]"):
                yield statement(change)


def _by_name(item: Object) -> dict[str, dict[str, Value]]:
    images = mappings(inside({"": profile_spec(item.body)}, "").get("machineImages"))
    kept = item.kind in PROFILES
    return {
        text(image.get("name")): {k: v for k, v in image.items() if k not in ("name", "versions")}
        for image in (images if kept else ())
    }


def _order(old: Table, new: Table, scope: str) -> Iterator[Statement]:
    before, after = image_names(old), image_names(new)
    common = [name for name in before if name in after]
    if common != [name for name in after if name in before]:
        what = f"order of the images: {_row(before)} → {_row(after)}{_for(scope)}"
        yield stated("image-order", what, key=scope)
    for image in common:
        olds = [v for i, v in old if i == image and (i, v) in new]
        if olds != [v for i, v in new if i == image and (i, v) in old]:
            what = f"image {code(image)}: another order of its versions{_for(scope)}"
            yield stated("version-order", what, key=f"{scope} {image}")


def image_names(entries: Table) -> list[str]:
    """The images in their order."""
    return [*dict.fromkeys(image for image, _ in entries)]


def _row(names: Sequence[str]) -> str:
    shown = ", ".join(map(code, names[:_MANY]))
    return shown + (f" and {counted(len(names) - _MANY, 'more')}" if len(names) > _MANY else "")
