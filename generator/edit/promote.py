"""The verb `promote`: a version becomes supported, and those that it replaces deprecated."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.edit.catalog_files import text_at
from generator.edit.changes import ChangeSet
from generator.edit.image_ids import PLAIN_FLAVOR
from generator.edit.region_coverage import coverage, kind_label, named, offered_regions, uncovered
from generator.edit.version_nodes import set_fields
from generator.gardener.stages import DEPRECATED, EXPIRED, SUPPORTED, has_passed, stages
from generator.gardener.version_order import parse_semver, version_order
from generator.problems import Problem, Severity, fail, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from generator.edit.catalog_files import CatalogFiles, Version
    from generator.edit.changes import Change
    from generator.edit.image_ids import FlavorKey
    from generator.gardener.stages import Stage
    from generator.yamlio.read import Node

PER_MAJOR = "per-major"

Keep: TypeAlias = "str | int"
"""How many versions stay supported: one "per-minor" or "per-major" version, or a number of them."""

_KEY, _DATE = "classification", "expirationDate"


def promote_version(
    catalog: CatalogFiles,
    image: str,
    version: str,
    keep: Keep,
    expires: str | None,
    as_of: date | None = None,
) -> ChangeSet:
    """The changes that make a version supported; raises `ProblemsError` where that cannot be.

    At most one version of an image and a minor version stays supported, as the API server wants it
    (rule `supported-version`). Versions that become deprecated, or were before, expire on
    `expires`, unless they have a date already: that one was promised. Where none is deprecated, a
    message says so. Regions are warned of in which every version that is supported then expires;
    what has expired on `as_of` does not count.
    """
    versions = catalog.versions(image)
    _check(catalog, image, version, versions)
    wanted = _wanted(versions, version, keep, expires)
    after = _merged(versions, wanted)
    stay = [*_staying(image, version, after)]
    if expires and not wanted.keys() - {version}:
        stay.append(_without_effect(image, version, versions))
    already = () if version in wanted else (f"{image} {version} is already supported",)
    if not wanted:
        return ChangeSet((*already, *stay))
    changes: dict[str, list[Change]] = {}
    for name, fields in wanted.items():
        file = catalog.home(image, name)
        changes.setdefault(file.name, []).extend(set_fields(file, image, name, fields))
    endless = [v for v, fields in wanted.items() if _has_no_end(versions[v], fields)]
    sentences = (_message(image, name, versions[name], f) for name, f in wanted.items())
    return ChangeSet(
        (*already, *sentences, *stay),
        changes,
        tuple((image, name) for name in dict.fromkeys([version, *wanted])),
        warnings=(
            *(_endless(catalog, image, name) for name in endless),
            *_without_future(catalog, image, version, after, as_of),
        ),
    )


def _check(catalog: CatalogFiles, image: str, version: str, versions: Collection[str]) -> None:
    known = catalog.images()
    if image not in known:
        hint = nearest(image, known)
        raise fail(f"there is no image {image}", file=catalog.name, hint=hint)
    if version not in versions:
        hint = nearest(version, versions) or "`add` it first"
        raise fail(f"{image} has no version {version}", file=catalog.name, hint=hint)
    if "lifecycle" in catalog.versions(image)[version]:
        message = f"{image} {version} has a lifecycle, which says when it is supported"
        raise fail(message, file=catalog.name, hint="edit its stages by hand")


def _wanted(
    versions: dict[str, Version], chosen: str, keep: Keep, expires: str | None
) -> dict[str, dict[str, Node]]:
    """The fields of each version that change."""
    found: dict[str, dict[str, Node]] = {}
    if text_at(versions[chosen], _KEY) != SUPPORTED:
        found[chosen] = {_KEY: SUPPORTED}
    for other in _replaced(versions, chosen, keep):
        found[other] = {_KEY: DEPRECATED}
    for other, node in _merged(versions, found).items() if expires else ():
        if text_at(node, _KEY) == DEPRECATED and not text_at(node, _DATE):
            found[other] = {**found.get(other, {}), _DATE: str(expires)}
    return found


def _replaced(versions: dict[str, Version], chosen: str, keep: Keep) -> list[str]:
    """The versions that the chosen one replaces as supported, in their order."""
    order = version_order(chosen)
    rivals = [
        version
        for version, node in versions.items()
        if version != chosen
        if text_at(node, _KEY) == SUPPORTED
        # An unclassified version counts as supported, unless it is newer than the chosen one.
        or (not text_at(node, _KEY) and "lifecycle" not in node and version_order(version) < order)
    ]
    kept = _kept([chosen, *sorted(rivals, key=version_order, reverse=True)], keep)
    return [version for version in rivals if version not in kept]


def _kept(versions: list[str], keep: Keep) -> Collection[str]:
    """Those of the versions that stay supported; the first ones of the list take precedence."""
    groups: dict[object, str] = {}
    for version in versions:
        found = parse_semver(version)
        whole = version if found is None else found[:2]
        groups.setdefault(found[:1] if found and keep == PER_MAJOR else whole, version)
    kept = list(groups.values())
    return kept[:keep] if isinstance(keep, int) else kept


def _merged(
    versions: Mapping[str, Version], fields: Mapping[str, Mapping[str, Node]]
) -> dict[str, Version]:
    return {name: {**node, **fields.get(name, {})} for name, node in versions.items()}


def _staying(image: str, promoted: str, versions: Mapping[str, Version]) -> Iterator[str]:
    for name, node in versions.items():
        kind = text_at(node, _KEY)
        if name != promoted and kind == SUPPORTED:
            yield f"{image} {name} stays supported"
        elif name != promoted and not kind and "lifecycle" not in node:
            yield f"{image} {name} stays unclassified, which counts as supported"


def _without_effect(image: str, promoted: str, versions: dict[str, Version]) -> str:
    """Why `--expires` sets no date, and what would let it."""
    message = "no version becomes deprecated, so `--expires` sets no date"
    for keep in (PER_MAJOR, 1):
        if replaced := _replaced(versions, promoted, keep):
            names = " and ".join(f"{image} {name}" for name in replaced)
            return f"{message}; `--keep {keep}` would deprecate {names}"
    return message


def _has_no_end(version: Version, fields: dict[str, Node]) -> bool:
    after = {**version, **fields}
    return fields.get(_KEY) == DEPRECATED and not text_at(after, _DATE)


def _message(image: str, name: str, version: Version, fields: dict[str, Node]) -> str:
    before = text_at(version, _KEY) or "unclassified"
    date = str(fields.get(_DATE) or text_at(version, _DATE))
    until = f"expires on {date[:10]}" if date else ""
    stage = f"{before} → {fields[_KEY]}" if _KEY in fields else ""
    return f"{image} {name}: {', '.join(filter(None, (stage, until)))}"


def _endless(catalog: CatalogFiles, image: str, version: str) -> Problem:
    message = f"{image} {version} becomes deprecated without an expiration date"
    return _warning(catalog, message, "`--expires DATE` or `--expires +90d` sets one")


def _warning(catalog: CatalogFiles, message: str, hint: str) -> Problem:
    return Problem(catalog.name, 0, 0, message, severity=Severity.WARNING, hint=hint)


def _without_future(
    catalog: CatalogFiles,
    image: str,
    promoted: str,
    versions: Mapping[str, Version],
    as_of: date | None,
) -> Iterator[Problem]:
    """A warning for each kind of machines for which every supported version ends in some region."""
    offered = offered_regions(catalog)
    staged = [(_stages(node), coverage(node, offered)) for node in versions.values()]
    used: dict[FlavorKey, dict[str, None]] = {}
    for found, covered in staged:
        if as_of is None or not _has_expired(found, as_of):
            for kind, regions in covered.items():
                used.setdefault(kind, {}).update(dict.fromkeys(sorted(regions)))
    lasting = [covered for found, covered in staged if found[-1].name == SUPPORTED]
    for kind, places in used.items():
        if gone := uncovered(kind, places, lasting):
            label = "" if {*used} == {PLAIN_FLAVOR} else kind_label(kind)
            message = (
                f"no supported version of {image}{label} without an expiration date is left in "
            )
            hint = f"`add` gives {promoted} an ID there, `--keep` leaves more versions supported"
            yield _warning(catalog, f"{message}{named(gone)}", hint)


def _stages(version: Version) -> tuple[Stage, ...]:
    lifecycle = version.get("lifecycle")
    found = lifecycle if isinstance(lifecycle, list) else ()
    return stages(text_at(version, _KEY), text_at(version, _DATE), found)


def _has_expired(found: Iterable[Stage], as_of: date) -> bool:
    return any(stage.name == EXPIRED and has_passed(stage.start, as_of) for stage in found)
