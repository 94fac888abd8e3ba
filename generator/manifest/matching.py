"""Pairs the old and the new versions of objects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generator.manifest.header import is_generated
from generator.manifest.objects import read_objects
from generator.manifest.server_fields import without_server_fields
from generator.manifest.tree_diff import equal
from generator.problems import ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from generator.manifest.objects import Object
    from generator.problems import Problem

VALUES: Final = "the chart's values"
"""The kind of a document that is nothing but values; Kubernetes has none like it."""

_ORDER: Final = ("CloudProfile", "CloudProfileConfig", "NamespacedCloudProfile")
"""Kinds that tell the most about images: others only repeat some of it."""


@dataclass(frozen=True, slots=True)
class MatchedObjects:
    """An object before and after; one of the two may be None."""

    old: Object | None
    new: Object | None

    @property
    def either(self) -> Object:
        """The object as it is, or as it was."""
        found = self.new or self.old
        assert found is not None  # noqa: S101  one of the two is there
        return found

    @property
    def files(self) -> frozenset[str]:
        """The files that hold the object: one, or two where it moved."""
        return frozenset(item.file for item in (self.old, self.new) if item)


def read_both(
    files: Sequence[str],
    old: Mapping[str, bytes],
    new: Mapping[str, bytes],
    problems: list[Problem],
) -> tuple[list[Object], list[Object]]:
    """The objects of both sides, without files that are not YAML on one: these are `problems`."""
    sides: tuple[list[Object], list[Object]] = [], []
    for file in files:
        try:
            both = [[*_objects(side.get(file), file)] for side in (old, new)]
        except ProblemsError as error:
            problems += error.problems
            continue
        for side, found in zip(sides, both, strict=True):
            side += found
    return sides


def match_objects(olds: Sequence[Object], news: Sequence[Object]) -> list[MatchedObjects]:
    """The objects of two sides, without those that say the same, profiles first.

    An object is found again in its file, else in another one by kind and name, else by its kind
    where each side has just one left: it was renamed.
    """
    matched: list[MatchedObjects] = []
    for identity in (_by_place, _by_name, _by_kind):
        before, after = _alone(olds, identity), _alone(news, identity)
        common = [key for key in after if key in before]
        matched += [MatchedObjects(before[key], after[key]) for key in common]
        olds = _others(olds, {before[key] for key in common})
        news = _others(news, {after[key] for key in common})
    matched += [MatchedObjects(None, item) for item in news]
    matched += [MatchedObjects(item, None) for item in olds]
    return different(matched)


def different(matches: Iterable[MatchedObjects]) -> list[MatchedObjects]:
    """Those of which the two sides do not say the same, profiles first."""
    found = (m for m in matches if not (m.old and m.new and equal(m.old.body, m.new.body)))
    return sorted(found, key=lambda match: (_rank(match.either.kind), match.either.file))


def _rank(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _others(items: Sequence[Object], matched: Collection[Object]) -> list[Object]:
    return [item for item in items if item not in matched]


def _alone(
    items: Sequence[Object], identity: Callable[[Object], tuple[str, ...]]
) -> dict[tuple[str, ...], Object]:
    """The objects that share their identity with no other one."""
    by_identity: dict[tuple[str, ...], list[Object]] = {}
    for item in items:
        by_identity.setdefault(identity(item), []).append(item)
    return {key: same[0] for key, same in by_identity.items() if len(same) == 1}


def _by_place(item: Object) -> tuple[str, ...]:
    return item.file, item.kind, item.namespace, item.name


def _by_name(item: Object) -> tuple[str, ...]:
    return item.kind, item.namespace, item.name


def _by_kind(item: Object) -> tuple[str, ...]:
    return (item.kind,)


def _objects(data: bytes | None, file: str) -> Iterator[Object]:
    for item in read_objects(data, file) if data is not None else ():
        body = without_server_fields(item.body) if "kind" in item.body else item.body
        is_values = not item.kind and is_generated(data or b"")
        yield replace(item, kind=VALUES if is_values else item.kind, body=body)
