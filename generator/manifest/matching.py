"""Which object of the one side belongs to which of the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generator.manifest.header import is_generated
from generator.manifest.objects import read_objects
from generator.manifest.server_fields import without_server_fields
from generator.problems import ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from generator.manifest.objects import Object
    from generator.problems import Problem

VALUES: Final = "the chart's values"
"""The kind of a document that is nothing but values; Kubernetes has none like it."""

_ORDER: Final = ("CloudProfile", "CloudProfileConfig", "NamespacedCloudProfile")
"""Kinds that tell the most about images: others only repeat some of it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An object before and after; one of the two may be None."""

    old: Object | None
    new: Object | None

    @property
    def some(self) -> Object:
        """The object as it is, or as it was."""
        found = self.new or self.old
        assert found is not None  # noqa: S101  one of the two is there
        return found


def objects_of(
    files: Sequence[str],
    old: Mapping[str, bytes],
    new: Mapping[str, bytes],
    problems: list[Problem],
) -> tuple[list[Object], list[Object]]:
    """The objects of both sides, without files of which a side is no YAML: these are `problems`."""
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


def pairs(olds: Sequence[Object], news: Sequence[Object]) -> list[Pair]:
    """The objects of two sides, without those that are equal, profiles first.

    An object is found again in its file, else in another one by kind and name, else by its kind
    where each side has just one left: it was renamed.
    """
    found: list[Pair] = []
    for identity in (_by_place, _by_name, _by_kind):
        matched = [*_matched(olds, news, identity)]
        found += matched
        olds = [item for item in olds if not any(item is pair.old for pair in matched)]
        news = [item for item in news if not any(item is pair.new for pair in matched)]
    found += [Pair(None, item) for item in news] + [Pair(item, None) for item in olds]
    different = (p for p in found if not (p.old and p.new and p.old.body == p.new.body))
    return sorted(different, key=lambda pair: (_rank(pair.some.kind), pair.some.file))


def _rank(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _matched(
    olds: Sequence[Object], news: Sequence[Object], identity: Callable[[Object], tuple[str, ...]]
) -> Iterator[Pair]:
    """Pairs of objects of one identity, where it is nobody else's."""
    before, after = _alone(olds, identity), _alone(news, identity)
    return (Pair(before[key], item) for key, item in after.items() if key in before)


def _alone(
    items: Sequence[Object], identity: Callable[[Object], tuple[str, ...]]
) -> dict[tuple[str, ...], Object]:
    found: dict[tuple[str, ...], list[Object]] = {}
    for item in items:
        found.setdefault(identity(item), []).append(item)
    return {key: same[0] for key, same in found.items() if len(same) == 1}


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
