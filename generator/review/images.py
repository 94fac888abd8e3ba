"""Machine images compared: versions that come and go, and IDs that change under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.manifest.parts import mappings, text, value_at
from generator.manifest.shapes import PROFILES, profile_spec
from generator.manifest.tree_diff import changes
from generator.problems import counted
from generator.review.image_table import changed_ids, image_names, region_names
from generator.review.model import code, names_or_count, statement
from generator.review.values import value_statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.catalog.values import Value
    from generator.manifest.objects import Object
    from generator.review.image_table import ImageRow, ImageTable
    from generator.review.model import Statement

MANY: Final = 5
"""Versions of one image that get a sentence each; more get one sentence with their number."""


@dataclass(frozen=True, slots=True)
class _VersionChange:
    """What happened to one version; `what` continues a sentence that begins with its name."""

    id: str
    image: str
    version: str
    what: str


def image_statements(
    old: Object, new: Object, tables: tuple[ImageTable, ImageTable]
) -> Iterator[Statement]:
    """What changed about the images of an object, whose tables are given."""
    olds, news = tables
    # Projects have profiles of their own; everywhere else the images are the landscape's.
    scope = f"{new.namespace}/{new.name}" if new.kind == "NamespacedCloudProfile" else ""
    suffix = f" for {code(scope)}" if scope else ""
    if new.kind not in PROFILES:
        # A profile says the same with more weight, and is listed first: then it is said once.
        suffix = f" (in {code('config.machineImages')} of the values)"
    grouped: dict[tuple[str, str], list[_VersionChange]] = {}
    for event in _version_changes(olds, news):
        grouped.setdefault((event.id, event.image), []).append(event)
    for (identifier, image), events in grouped.items():
        if len(events) > MANY:
            yield statement(identifier, _together(image, events) + suffix, key=f"{scope} {image}")
            continue
        for event in events:
            what = f"image {code(f'{image} {event.version}')}{event.what}{suffix}"
            yield statement(identifier, what, key=f"{scope} {image} {event.version}")
    for what in [*_fields(old, new), *_orders(olds, news)]:
        yield statement("images", what + suffix)


_SUMMARIES: Final = {
    "version-added": " added",
    "version-removed": " removed",
    "id-changed": ": IDs changed under the same version",
    "regions-added": ": more regions",
    "regions-removed": ": fewer regions",
}


def _together(image: str, events: Sequence[_VersionChange]) -> str:
    """Many changes of one kind in one sentence, with their details where they have the same."""
    same = len({event.what for event in events}) == 1
    identifier = events[0].id
    what = events[0].what if same else _SUMMARIES.get(identifier, f": {code(identifier)} changed")
    span = f"{code(events[0].version)} … {code(events[-1].version)}"
    return f"image {code(image)}, {len(events)} versions ({span}){what}"


def _version_changes(old: ImageTable, new: ImageTable) -> Iterator[_VersionChange]:
    for (image, version), row in new.items():
        if (image, version) not in old:
            yield _VersionChange("version-added", image, version, f" added{_where('in', row)}")
    for (image, version), row in old.items():
        if (image, version) not in new:
            yield _VersionChange(
                "version-removed", image, version, f" removed{_where('from', row)}"
            )
    for (image, version), row in new.items():
        before = old.get((image, version), row)
        if before != row:
            for identifier, what in _row_changes(before, row):
                yield _VersionChange(identifier, image, version, what)


def _where(word: str, row: ImageRow) -> str:
    """The regions of a version, and the number of its flavors where it has several."""
    flavors = {flavor for flavor, _ in row.ids}
    more = f", {len(flavors)} flavors" if len(flavors) > 1 else ""
    return f" {word} {names_or_count(region_names(row.ids), 'region')}{more}" if row.ids else ""


def _row_changes(old: ImageRow, new: ImageRow) -> Iterator[tuple[str, str]]:
    changed = changed_ids(old, new)
    if changed:
        where = names_or_count(region_names(changed), "region")
        yield "id-changed", f": ID in {where} changed under the same version"
    for verb, missing in (("added", _missing(old, new)), ("removed", _missing(new, old))):
        if missing:
            yield f"regions-{verb}", f": {names_or_count(missing, 'region')} {verb}"
    if old.fields and new.fields:
        for field in dict.fromkeys([*new.fields, *old.fields]):
            before, after = old.fields.get(field), new.fields.get(field)
            if before != after and field != "version":
                yield field, _field(field, before, after)


def _missing(here: ImageRow, there: ImageRow) -> list[str]:
    missing = (key for key in there.ids if key not in here.ids)
    return [f"{region} ({flavor})" if flavor else region for flavor, region in missing]


def _field(field: str, old: Value, new: Value) -> str:
    if field == "classification":
        return f": {_value_or(old, 'unclassified')} → {_value_or(new, 'unclassified')}"
    if field == "expirationDate":
        return f" expires {_value_or(new, 'never')} (before: {_value_or(old, 'never')})"
    return f": {code(field)} changed"


def _value_or(value: Value, absent: str) -> str:
    return absent if value is None else code(text(value))


def _fields(old: Object, new: Object) -> Iterator[str]:
    """What changed about an image as a whole, such as its `updateStrategy`."""
    before, after = _images_of(old), _images_of(new)
    for name, fields in after.items():
        for change in changes(before.get(name, fields), fields):
            yield f"image {code(name)}: {value_statement(change).text}"


def _images_of(manifest: Object) -> dict[str, dict[str, Value]]:
    images = mappings(value_at(manifest.body, *profile_spec(manifest.body), "machineImages"))
    return {
        text(image.get("name")): {k: v for k, v in image.items() if k not in ("name", "versions")}
        for image in (images if manifest.kind in PROFILES else ())
    }


def _orders(old: ImageTable, new: ImageTable) -> Iterator[str]:
    before, after = image_names(old), image_names(new)
    if _in_common(before, after) != _in_common(after, before):
        yield f"order of the images: {_sequence(before)} → {_sequence(after)}"
    kept = [key for key in old if key in new]
    for image in _reordered(kept, [key for key in new if key in old]):
        yield f"image {code(image)}: its versions are in a different order"


def _in_common(names: Sequence[str], others: Iterable[str]) -> list[str]:
    known = {*others}
    return [name for name in names if name in known]


def _reordered(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[str]:
    """The images of which the common versions stand in another order."""
    orders: list[dict[str, list[str]]] = [{}, {}]
    for order, keys in zip(orders, (old, new), strict=True):
        for image, version in keys:
            order.setdefault(image, []).append(version)
    return [image for image, versions in orders[1].items() if versions != orders[0][image]]


def _sequence(names: Sequence[str]) -> str:
    shown = ", ".join(map(code, names[:MANY]))
    return shown + (f" and {len(names) - MANY:,} more" if len(names) > MANY else "")


def counted_versions(names: Sequence[str]) -> str:
    """The names of a few versions, or how many there are."""
    return ", ".join(map(code, names)) if len(names) <= MANY else counted(len(names), "version")
