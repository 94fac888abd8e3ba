"""What `add` does about a version that is there: only the regions that are named change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.images import EVERY_REGION
from generator.edit.difference import compared
from generator.edit.outcome import Outcome
from generator.edit.refusals import check_flavors, check_left, check_others
from generator.edit.region_changes import changes_of, result_of
from generator.edit.released import ids_of, stated_ids
from generator.edit.wording import kind_of_version, name_of
from generator.gardener.regions import PREFIX_OF_REGION
from generator.problems import Problem, Severity, fail, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from generator.edit.difference import Difference
    from generator.edit.landscape import Landscape
    from generator.edit.region_changes import Changes
    from generator.edit.released import Flavor, Ids, Released, Stated


def again(
    landscape: Landscape, released: Released, *, replace: bool, remove: Collection[str]
) -> Outcome:
    """The outcome for a version that is there: it gets what it lacks, and loses `remove`.

    Raises `ProblemsError` where a region has another ID, unless `replace` allows that, and where
    no region would be left.
    """
    node = landscape.versions(released.image)[released.version]
    found = stated_ids(node)
    asked = released.meant(found)
    check_flavors(landscape, released, found, asked)
    differences = {
        flavor: compared(regions, asked.get(flavor, {}), remove)
        for flavor, regions in found.items()
    }
    if not replace:
        check_others(landscape, released, differences)
    absent, warnings = _absent(landscape, released, found, remove)
    said = "; ".join(_said(differences.values()))
    if not said:
        there = f"{name_of(released)} is there already, {kind_of_version(node)}"
        return Outcome((there, *absent) if asked else absent, warnings=warnings)
    changes = _changes(landscape, released, ids_of(node), differences)
    told = (f"{name_of(released)}: {said}", *absent)
    return Outcome(told, changes, ((released.image, released.version),), warnings=warnings)


def _changes(
    landscape: Landscape,
    released: Released,
    found: Ids,
    differences: Mapping[Flavor, Difference],
) -> Changes:
    """The changes after which the files, merged, say what is wanted and nothing else."""
    wanted = {flavor: difference.wanted() for flavor, difference in differences.items()}
    after = {flavor: {**ids, **wanted[flavor]} for flavor, ids in found.items()}
    expected = {flavor: {r: i for r, i in ids.items() if i} for flavor, ids in after.items()}
    check_left(landscape, released, found, expected)
    changes = changes_of(landscape, released.image, released.version, wanted)
    if ids_of(result_of(landscape, changes, released.image, released.version)) != expected:
        message = f"these files do not let the regions of {name_of(released)} be changed one by one"
        raise fail(message, file=landscape.name, hint="edit them by hand")
    return changes


def _absent(
    landscape: Landscape, released: Released, found: Stated, remove: Collection[str]
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Sentences about regions to remove that have no ID, and warnings where that seems a slip."""
    told: list[str] = []
    warnings: list[Problem] = []
    for region in remove:
        if any(ids.get(region, ids.get(EVERY_REGION)) is not None for ids in found.values()):
            continue
        message = f"{name_of(released)} has no ID in {region}"
        if hint := _likely(region, {name for ids in found.values() for name in ids}):
            slip = Problem(landscape.name, 0, 0, message, severity=Severity.WARNING, hint=hint)
            warnings.append(slip)
        else:
            told.append(message)
    return tuple(told), tuple(warnings)


def _likely(region: str, known: Collection[str]) -> str:
    """A hint at a region of much the same name, for one that Alibaba Cloud does not have."""
    return "" if region in PREFIX_OF_REGION or region in known else nearest(region, known)


def _said(differences: Collection[Difference]) -> Iterator[str]:
    """What happens to which regions."""
    kinds = {
        "added in": [region for part in differences for region in part.come],
        "replaced in": [region for part in differences for region in part.other],
        "removed from": [region for part in differences for region in part.gone],
    }
    for words, regions in kinds.items():
        if regions:
            yield f"{words} {', '.join(dict.fromkeys(regions))}"
