"""The verb `promote`: a version becomes supported, and those that it replaces deprecated."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.edit.landscape import said
from generator.edit.outcome import Outcome
from generator.edit.versions import stated
from generator.gardener.version_order import parse_semver, version_order
from generator.problems import Problem, Severity, fail, nearest

if TYPE_CHECKING:
    from collections.abc import Collection

    from generator.edit.changes import Change
    from generator.edit.landscape import Landscape, Version
    from generator.yamlio.read import Node

PER_MINOR = "per-minor"
PER_MAJOR = "per-major"

Keep: TypeAlias = "str | int"
"""How many versions stay supported: one for each minor or major version, or so many of those."""

SUPPORTED, DEPRECATED = "supported", "deprecated"
_KEY, _DATE = "classification", "expirationDate"


def promoted(
    landscape: Landscape, image: str, version: str, keep: Keep, expires: str | None
) -> Outcome:
    """What it takes to have a version supported; raises `ProblemsError` where it cannot be.

    At most one version of an image and a minor version stays supported, as the API server wants it
    (rule `supported-version`). A version that becomes deprecated expires on `expires`, unless it
    has a date already: that one was promised.
    """
    versions = landscape.versions(image)
    _check(landscape, image, version, versions)
    wanted: dict[str, dict[str, Node]] = {}
    if said(versions[version], _KEY) != SUPPORTED:
        wanted[version] = {_KEY: SUPPORTED}
    for other in _replaced(versions, version, keep):
        wanted[other] = {_KEY: DEPRECATED}
        if expires and not said(versions[other], _DATE):
            wanted[other][_DATE] = expires
    stay = tuple(
        f"{image} {other} stays supported"
        for other, node in versions.items()
        if said(node, _KEY) == SUPPORTED and other not in (version, *wanted)
    )
    if not wanted:
        return Outcome((f"{image} {version} is supported already", *stay))
    changes: dict[str, list[Change]] = {}
    for name, fields in wanted.items():
        file = landscape.home(image, name)
        changes.setdefault(file.name, []).extend(stated(file, image, name, fields))
    endless = [v for v, fields in wanted.items() if _is_endless(versions[v], fields)]
    return Outcome(
        (*(_told(image, name, versions[name], f) for name, f in wanted.items()), *stay),
        changes,
        tuple((image, name) for name in dict.fromkeys([version, *wanted])),
        warnings=tuple(_warning(landscape, image, name) for name in endless),
    )


def _check(landscape: Landscape, image: str, version: str, versions: Collection[str]) -> None:
    known = landscape.images()
    if image not in known:
        hint = nearest(image, known)
        raise fail(f"there is no image {image}", file=landscape.name, hint=hint)
    if version not in versions:
        hint = nearest(version, versions) or "`add` it first"
        raise fail(f"{image} has no version {version}", file=landscape.name, hint=hint)
    if "lifecycle" in landscape.versions(image)[version]:
        message = f"{image} {version} has a lifecycle, which says when it is supported"
        raise fail(message, file=landscape.name, hint="edit its stages by hand")


def _replaced(versions: dict[str, Version], chosen: str, keep: Keep) -> list[str]:
    """The versions that are not supported any more once the chosen one is, in their order."""
    order = version_order(chosen)
    rivals = [
        version
        for version, node in versions.items()
        if version != chosen
        if said(node, _KEY) == SUPPORTED
        # A version that says nothing counts as offered, a newer one as not yet looked at.
        or (not said(node, _KEY) and "lifecycle" not in node and version_order(version) < order)
    ]
    kept = _kept([chosen, *sorted(rivals, key=version_order, reverse=True)], keep)
    return [version for version in rivals if version not in kept]


def _kept(versions: list[str], keep: Keep) -> Collection[str]:
    """Those of the versions that stay supported; the earlier in the list, the more they count."""
    groups: dict[object, str] = {}
    for version in versions:
        found = parse_semver(version)
        whole = version if found is None else found[:2]
        groups.setdefault(found[:1] if found and keep == PER_MAJOR else whole, version)
    kept = list(groups.values())
    return kept[:keep] if isinstance(keep, int) else kept


def _is_endless(version: Version, fields: dict[str, Node]) -> bool:
    return fields[_KEY] == DEPRECATED and _DATE not in fields and not said(version, _DATE)


def _told(image: str, name: str, version: Version, fields: dict[str, Node]) -> str:
    before = said(version, _KEY) or "unclassified"
    date = str(fields.get(_DATE) or said(version, _DATE))
    until = f", expires on {date[:10]}" if date else ""
    return f"{image} {name}: {before} → {fields[_KEY]}{until}"


def _warning(landscape: Landscape, image: str, version: str) -> Problem:
    message = f"{image} {version} becomes deprecated without an end"
    hint = "`--expires DATE` or `--expires +90d` gives it one"
    return Problem(landscape.name, 0, 0, message, severity=Severity.WARNING, hint=hint)
