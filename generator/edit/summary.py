"""What a change means, as the text of a pull request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.documents.values import shared_image_ids
from generator.edit.catalog_files import text_at
from generator.edit.image_ids import ids_of
from generator.markdown import code, escaped, table_head, table_row
from generator.problems import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog import Catalog
    from generator.edit.catalog_files import CatalogFiles, Version
    from generator.edit.changes import ChangeSet
    from generator.edit.image_ids import FlavorKey, IDsByFlavor

_FEW: Final = 6
"""Regions beyond which a table is folded away."""

_DEPLOYMENT: Final = "the extension's Deployment"


@dataclass(frozen=True, slots=True)
class State:
    """A catalog before or after; `catalog` is None where its files cannot be generated from."""

    files: CatalogFiles
    catalog: Catalog | None


def summarize(title: str, change_set: ChangeSet, before: State, after: State) -> str:
    """Markdown: what changes for whom, which IDs it is about, what rolls, and what stays."""
    head = f"## {escaped(title)}"
    if not change_set.changes:
        parts = [head, "Nothing changes:", _bullets(map(escaped, change_set.messages))]
    else:
        parts = [
            head,
            _bullets(map(escaped, change_set.messages)),
            "### Effect on clusters",
            _bullets(_audience(change_set, before, after)),
            "### Image IDs",
            _matrix(change_set, before, after),
            "### Rollouts",
            _bullets(_restarts(before.catalog, after.catalog)),
        ]
    if change_set.kept:
        parts += ["### Kept, because it is in use", _bullets(map(escaped, change_set.kept))]
    return "\n\n".join(parts) + "\n"


def _bullets(lines: Iterable[str]) -> str:
    """A list of what is Markdown already."""
    return "\n".join(f"- {line}" for line in lines)


def _audience(change_set: ChangeSet, before: State, after: State) -> Iterator[str]:
    """Whom each version concerns, once for all that it concerns alike."""
    groups: dict[str, list[str]] = {}
    for image, version in change_set.versions:
        old = before.files.versions(image).get(version)
        new = after.files.versions(image).get(version)
        for sentence in _consequences(old, new):
            groups.setdefault(sentence, []).append(code(f"{image} {version}"))
    for sentence, names in groups.items():
        yield f"{', '.join(names)}: {sentence}"
    yield from _default(before.catalog, after.catalog)


def _consequences(old: Version | None, new: Version | None) -> Iterator[str]:
    if new is None:
        yield "no cluster can choose it any more; the API server refuses this while one uses it"
        return
    kind, expires = text_at(new, "classification"), text_at(new, "expirationDate")
    if old is not None:
        yield from _of_regions(ids_of(old), ids_of(new))
    if old is None or text_at(old, "classification") != kind:
        if kind == "preview":
            yield "clusters can choose it, and none is updated to it by itself"
        elif kind == "deprecated":
            yield "clusters that use it keep it, but should move on; new ones should not choose it"
        else:
            yield "clusters can choose it; those with automatic updates get it in their maintenance"
    if expires and (old is None or text_at(old, "expirationDate") != expires):
        yield f"clusters that still use it after {expires[:10]} are updated by force"


def _of_regions(old: IDsByFlavor, new: IDsByFlavor) -> Iterator[str]:
    """Whom other IDs concern, and those that came or went."""
    before, after = _by_flavor_and_region(old), _by_flavor_and_region(new)
    if any(before[place] != after[place] for place in before.keys() & after.keys()):
        yield (
            "new machines get different images; existing machines keep theirs until they are "
            "replaced"
        )
    if added := dict.fromkeys(place[1] for place in after if place not in before):
        yield f"clusters in {', '.join(added)} can also choose it"
    if removed := dict.fromkeys(place[1] for place in before if place not in after):
        yield f"clusters in {', '.join(removed)} cannot choose it any more"


def _by_flavor_and_region(ids: IDsByFlavor) -> dict[tuple[FlavorKey, str], str]:
    return {(flavor, region): i for flavor, part in ids.items() for region, i in part.items()}


def _default(before: Catalog | None, after: Catalog | None) -> Iterator[str]:
    old, new = (c.images[0].name if c and c.images else "" for c in (before, after))
    if old and new and old != new:
        yield f"new clusters that name no image get {code(new)} instead of {code(old)}"


def _matrix(change_set: ChangeSet, before: State, after: State) -> str:
    """A row for each version, a column for each region; folded where it is wide."""
    rows = {
        f"{image} {version}": ids_of(found)
        for image, version in change_set.versions
        if (found := after.files.versions(image).get(version))
        or (found := before.files.versions(image).get(version))
    }
    regions = sorted({region for ids in rows.values() for part in ids.values() for region in part})
    parts = [table_head("version", *map(escaped, regions))]
    for name, ids in rows.items():
        for flavor, part in ids.items():
            shown = name if len(ids) == 1 else f"{name} ({', '.join(v[0] for _, v in flavor if v)})"
            cells = (code(part[r]).replace("|", "\\|") if r in part else "-" for r in regions)
            parts.append(table_row([escaped(shown), *cells]))
    table = "".join(parts).removesuffix("\n")
    if len(regions) <= _FEW:
        return table
    what = f"{counted(len(rows), 'version')} in {counted(len(regions), 'region')}"
    return f"<details><summary>{what}</summary>\n\n{table}\n\n</details>"


def _restarts(before: Catalog | None, after: Catalog | None) -> Iterator[str]:
    if before is None or after is None:
        yield f"{_DEPLOYMENT}, if shared IDs change: these files are not enough to tell"
        return
    old, new = shared_image_ids(before), shared_image_ids(after)
    if old == new:
        yield f"none: the shared image IDs do not change, and neither does {_DEPLOYMENT}"
        return
    more, fewer = len({*new} - {*old}), len({*old} - {*new})
    what = f"{more} more, {fewer} fewer" if more or fewer else "a different order"
    yield f"{_DEPLOYMENT}, on every seed: the shared image IDs change ({what})"
