"""Machine images compared: versions that come and go, and IDs that change under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.manifest.objects import mappings, profile_spec, text
from generator.manifest.tree_diff import changes, statement
from generator.problems import counted
from generator.review.model import code, listed, stated
from generator.review.tables import changed_ids, image_names, regions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalog.values import Value
    from generator.manifest.objects import Object
    from generator.review.model import Statement
    from generator.review.tables import Entry, Table

PROFILES: Final = ("CloudProfile", "NamespacedCloudProfile")

MANY: Final = 5
"""Versions of one image that are told one by one; of more it is told how many there are."""


@dataclass(frozen=True, slots=True)
class _Event:
    """What happened to one version; `what` continues a sentence that begins with its name."""

    id: str
    image: str
    version: str
    what: str


def image_statements(old: Object, new: Object, tables: tuple[Table, Table]) -> Iterator[Statement]:
    """What changed about the images of an object, whose tables are given."""
    olds, news = tables
    # Projects have profiles of their own; everywhere else the images are the landscape's.
    scope = f"{new.namespace}/{new.name}" if new.kind == "NamespacedCloudProfile" else ""
    suffix = f" for {code(scope)}" if scope else ""
    grouped: dict[tuple[str, str], list[_Event]] = {}
    for event in _events(olds, news):
        grouped.setdefault((event.id, event.image), []).append(event)
    for (identifier, image), events in grouped.items():
        if len(events) > MANY:
            yield stated(identifier, _together(image, events) + suffix, key=f"{scope} {image}")
            continue
        for event in events:
            what = f"image {code(f'{image} {event.version}')}{event.what}{suffix}"
            yield stated(identifier, what, key=f"{scope} {image} {event.version}")
    for what in [*_fields(old, new), *_orders(olds, news)]:
        yield stated("images", what + suffix)


_WORDS: Final = {
    "version-added": " added",
    "version-removed": " removed",
    "id-changed": ": IDs changed under the same version",
    "regions-added": ": more regions",
    "regions-removed": ": fewer regions",
}


def _together(image: str, events: Sequence[_Event]) -> str:
    """Many events of one kind in one sentence; alike, they keep their details."""
    same = len({event.what for event in events}) == 1
    identifier = events[0].id
    what = events[0].what if same else _WORDS.get(identifier, f": {code(identifier)} changed")
    span = f"{code(events[0].version)} … {code(events[-1].version)}"
    return f"image {code(image)}, {len(events)} versions ({span}){what}"


def _events(old: Table, new: Table) -> Iterator[_Event]:
    for (image, version), entry in new.items():
        if (image, version) not in old:
            yield _Event("version-added", image, version, f" added{_where('in', entry)}")
    for (image, version), entry in old.items():
        if (image, version) not in new:
            yield _Event("version-removed", image, version, f" removed{_where('from', entry)}")
    for (image, version), entry in new.items():
        before = old.get((image, version), entry)
        if before != entry:
            for identifier, what in _version_events(before, entry):
                yield _Event(identifier, image, version, what)


def _where(word: str, entry: Entry) -> str:
    """The regions of a version, and how many flavors have them where it is not one."""
    flavors = {flavor for flavor, _ in entry.ids}
    more = f", {len(flavors)} flavors" if len(flavors) > 1 else ""
    return f" {word} {listed(regions({**entry.ids}), 'region')}{more}" if entry.ids else ""


def _version_events(old: Entry, new: Entry) -> Iterator[tuple[str, str]]:
    changed = changed_ids(old, new)
    if changed:
        where = listed(regions(changed), "region")
        yield "id-changed", f": ID in {where} changed under the same version"
    for verb, missing in (("added", _missing(old, new)), ("removed", _missing(new, old))):
        if missing:
            yield f"regions-{verb}", f": {listed(missing, 'region')} {verb}"
    if old.fields and new.fields:
        for field in dict.fromkeys([*new.fields, *old.fields]):
            before, after = old.fields.get(field), new.fields.get(field)
            if before != after and field != "version":
                yield field, _field(field, before, after)


def _missing(here: Entry, there: Entry) -> list[str]:
    places = (place for place in there.ids if place not in here.ids)
    return [f"{region} ({flavor})" if flavor else region for flavor, region in places]


def _field(field: str, old: Value, new: Value) -> str:
    if field == "classification":
        return f": {_said(old, 'unclassified')} → {_said(new, 'unclassified')}"
    if field == "expirationDate":
        return f" expires {_said(new, 'never')} (before: {_said(old, 'never')})"
    return f": {code(field)} changed"


def _said(value: Value, absent: str) -> str:
    return absent if value is None else code(text(value))


def _fields(old: Object, new: Object) -> Iterator[str]:
    """What profiles say about an image as a whole."""
    before, after = _by_name(old), _by_name(new)
    for name, fields in after.items():
        for change in changes(before.get(name, fields), fields):
            yield f"image {code(name)}: {statement(change).text}"


def _by_name(item: Object) -> dict[str, dict[str, Value]]:
    images = mappings(profile_spec(item.body).get("machineImages"))
    return {
        text(image.get("name")): {k: v for k, v in image.items() if k not in ("name", "versions")}
        for image in (images if item.kind in PROFILES else ())
    }


def _orders(old: Table, new: Table) -> Iterator[str]:
    before, after = image_names(old), image_names(new)
    common = [name for name in before if name in after]
    if common != [name for name in after if name in before]:
        yield f"order of the images: {_row(before)} → {_row(after)}"
    elsewhere = [key for key in old if key in new]
    for image in _reordered(elsewhere, [key for key in new if key in old]):
        yield f"image {code(image)}: another order of its versions"


def _reordered(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[str]:
    """The images of which the common versions stand in another order."""
    orders: list[dict[str, list[str]]] = [{}, {}]
    for order, keys in zip(orders, (old, new), strict=True):
        for image, version in keys:
            order.setdefault(image, []).append(version)
    return [image for image, versions in orders[1].items() if versions != orders[0][image]]


def _row(names: Sequence[str]) -> str:
    shown = ", ".join(map(code, names[:MANY]))
    return shown + (f" and {len(names) - MANY:,} more" if len(names) > MANY else "")


def counted_versions(names: Sequence[str]) -> str:
    """Versions by name where they are few."""
    return ", ".join(map(code, names)) if len(names) <= MANY else counted(len(names), "version")
