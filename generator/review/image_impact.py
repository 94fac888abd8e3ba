"""What changed images do in a landscape; only what is known to happen is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.manifest.shapes import PROFILES
from generator.review.image_table import changed_ids, image_names, region_names
from generator.review.images import MANY, counted_versions
from generator.review.model import code, names_or_count, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.review.image_table import ImageRow, ImageTable
    from generator.review.model import Statement

_DEPRECATED: Final = frozenset({"deprecated", "expired"})
"""Classifications of versions that nobody should use any more."""


def image_impact(before: ImageTable, after: ImageTable, kind: str) -> Iterator[Statement]:
    """What changed images of an object of some kind mean for clusters."""
    yield from _kept_ids(before, after)
    if kind in PROFILES:
        yield from _removals(before, after, whole=kind == "CloudProfile")
    if kind == "CloudProfile":
        yield from _default_image(before, after)


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
    gone = {key: row for key, row in old.items() if key not in new and (whole or row.ids)}
    for announced in (False, True):
        names = [" ".join(key) for key, row in gone.items() if _is_deprecated(row) == announced]
        if names:
            each = "it is" if len(names) == 1 else "they are"
            advice = f"{each} deprecated already" if announced else "deprecate first"
            what = f"removal of {counted_versions(names)} is refused while in use: {advice}"
            yield statement("removal", what)


def _is_deprecated(row: ImageRow) -> bool:
    return row.fields.get("classification") in _DEPRECATED


def _default_image(old: ImageTable, new: ImageTable) -> Iterator[Statement]:
    before, after = image_names(old)[:1], image_names(new)[:1]
    if before and after and before != after:
        what = f"default image of new clusters: {code(before[0])} → {code(after[0])}"
        yield statement("default-image", what)
