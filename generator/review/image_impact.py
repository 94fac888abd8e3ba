"""What changed images do in a landscape; only what is known to happen is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.gardener.spec_values import items_of
from generator.gardener.stages import DEPRECATED, EXPIRED, stages
from generator.manifest.parts import mappings, text, value_at
from generator.manifest.shapes import PROFILES
from generator.review.image_table import changed_ids, image_names, region_names
from generator.review.images import MANY, counted_versions
from generator.review.model import code, names_or_count, statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.manifest.objects import Object
    from generator.review.image_table import ImageRow, ImageTable
    from generator.review.model import Statement


def image_impact(
    sides: tuple[Object, Object], tables: tuple[ImageTable, ImageTable]
) -> Iterator[Statement]:
    """What changed images of an object, whose tables are given, mean for clusters."""
    (before, after), kind = tables, sides[1].kind
    yield from _kept_ids(before, after)
    if kind in PROFILES:
        yield from _removals(before, after, whole=kind == "CloudProfile")
    if kind == "CloudProfile":
        yield from _default_image(before, after)
        yield from _new_gaps(_gaps(sides[0], before), _gaps(sides[1], after))


def _kept_ids(old: ImageTable, new: ImageTable) -> Iterator[Statement]:
    changed = {
        " ".join(key): changed_keys
        for key, row in new.items()
        if (changed_keys := changed_ids(old.get(key, row), row))
    }
    if len(changed) > MANY:
        what = f"{len(changed)} versions with other IDs"
        yield statement("id-kept", f"{what}: clusters with encrypted disks keep the old ones")
        return
    for name, changed_keys in changed.items():
        where = names_or_count(region_names(changed_keys), "region")
        what = f"{code(name)} in {where}: clusters with encrypted disks keep the old ID"
        yield statement("id-kept", what, key=name)


def _removals(old: ImageTable, new: ImageTable, *, whole: bool) -> Iterator[Statement]:
    """What removed versions need; `whole`: also versions without IDs.

    Those of a NamespacedCloudProfile only give a version of its parent another date.
    """
    dates: dict[str, dict[str, str]] = {_NOT_ANNOUNCED: {}, _NOT_DATED: {}, _DATED: {}}
    for key, row in old.items():
        if key not in new and (whole or row.ids):
            reason, day = _ending(row)
            dates[reason][" ".join(key)] = day
    for reason, days in dates.items():
        if days:
            expires = "it expires" if len(days) == 1 else "they expire"
            first_and_last = dict.fromkeys((min(days.values()), max(days.values())))
            why = reason.format(expires=expires, day=" to ".join(first_and_last))
            what = f"removal of {counted_versions([*days])} is refused while in use: {why}"
            yield statement("removal", what)


_NOT_ANNOUNCED: Final = "deprecate first, with an expiration date"
_NOT_DATED: Final = "deprecated without an expiration date, so no cluster has to leave"
_DATED: Final = "no cluster has to leave before {expires}, on {day}"


def _ending(row: ImageRow) -> tuple[str, str]:
    """What is left to do before a version can go, and the day that it expires on."""
    fields = dict(row.fields)
    found = stages(
        fields.get("classification"), fields.get("expirationDate"), items_of(fields, "lifecycle")
    )
    names = [stage.name for stage in found]
    if EXPIRED in names:
        return _DATED, found[names.index(EXPIRED)].start[:10] or "a day long past"
    return (_NOT_DATED if DEPRECATED in names else _NOT_ANNOUNCED), ""


def _default_image(old: ImageTable, new: ImageTable) -> Iterator[Statement]:
    before, after = image_names(old)[:1], image_names(new)[:1]
    if before and after and before != after:
        what = f"default image of new clusters: {code(before[0])} → {code(after[0])}"
        yield statement("default-image", what)


def _new_gaps(
    old: Mapping[str, Sequence[str]], new: Mapping[str, Sequence[str]]
) -> Iterator[Statement]:
    """Regions without a version that had it before, or that came without them, or came themselves.

    Versions with the same gaps are told together.
    """
    together: dict[tuple[str, ...], list[str]] = {}
    for name, gaps in new.items():
        added = tuple(gap for gap in gaps if gap not in old.get(name, ()))
        if added:
            together.setdefault(added, []).append(name)
    for added, names in together.items():
        have = "has" if len(names) == 1 else "have"
        where = names_or_count(added, "region")
        what = f"{counted_versions(names)} {have} no ID in {where}, which the CloudProfile offers"
        yield statement("id-missing", what)


def _gaps(profile: Object, table: ImageTable) -> dict[str, list[str]]:
    """By version, the regions of a CloudProfile in which it has no ID, if it has any."""
    regions = mappings(value_at(profile.body, "spec", "regions"))
    offered = [text(region.get("name")) for region in regions]
    return {
        " ".join(key): [
            f"{region} ({flavor})" if flavor else region
            for flavor in dict.fromkeys(flavor for flavor, _ in row.ids)
            for region in offered
            if (flavor, region) not in row.ids
        ]
        for key, row in table.items()
    }
