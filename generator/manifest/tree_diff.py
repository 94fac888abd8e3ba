"""Two trees compared key by key: which parts differ, whatever the documents are about."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalog.values import Value


class Absent:
    """The type of `ABSENT`."""


ABSENT: Final = Absent()
"""What stands at a path where nothing does; null is something."""

IDENTITY_KEYS: Final = (
    ("name",),
    ("version",),
    ("kind", "type"),
    ("region",),
    ("key",),
    ("type",),
    ("id",),
    ("name", "version"),
)
"""Keys that tell the items of a list apart: of these, the first that each item has as its own."""


class ListItem(Record):
    """A step of a path: the item of a list, by its position there and what it is called."""

    position: int
    name: str


_Named: TypeAlias = "dict[str, tuple[ListItem, Value]]"
"""The items of a list by their names."""

Path: TypeAlias = "tuple[str | ListItem, ...]"


@dataclass(frozen=True, slots=True)
class Change:
    """A part that differs, and both its values."""

    path: Path
    old: Value | Absent
    new: Value | Absent


@dataclass(frozen=True, slots=True)
class Reordered:
    """A list whose items have another order; `old` and `new` are all their names."""

    path: Path
    old: tuple[str, ...]
    new: tuple[str, ...]


def changes(
    old: Value | Absent, new: Value | Absent, path: Path = ()
) -> Iterator[Change | Reordered]:
    """The smallest parts of two trees that differ, in the order of the new one.

    A list whose items cannot be told apart is one part. The order of keys is not a difference.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*new, *old]):
            yield from changes(old.get(key, ABSENT), new.get(key, ABSENT), (*path, key))
    elif equal(old, new):
        return
    elif isinstance(old, list) and isinstance(new, list):
        yield from _list_changes(old, new, path)
    else:
        yield Change(path, old, new)


def equal(old: Value | Absent, new: Value | Absent) -> bool:
    """Whether two trees say the same: numbers by their value, whatever the order of keys.

    As Go reads them, `1000.0` is `1000`, but `true` is not `1`, as it is in Python.
    """
    return old == new and _have_equal_types(old, new)


def _have_equal_types(old: Value | Absent, new: Value | Absent) -> bool:
    if isinstance(old, dict) and isinstance(new, dict):
        return all(_have_equal_types(item, new[key]) for key, item in old.items())
    if isinstance(old, list) and isinstance(new, list):
        return all(map(_have_equal_types, old, new))
    return isinstance(old, bool) is isinstance(new, bool)


def aligned(new: Value, old: Value) -> Value:
    """The new tree written as the old one is, as far as they say the same.

    Its keys are in the order of the old one, and what is `equal` to a part of it is that part, so
    that their texts differ where the trees do.
    """
    if equal(old, new):
        return old
    if isinstance(old, dict) and isinstance(new, dict):
        keys = _merged_order([*old], [*new])
        return {key: aligned(new[key], old[key]) if key in old else new[key] for key in keys}
    if isinstance(old, list) and isinstance(new, list):
        return [aligned(item, partner) for item, partner in with_partners(new, old)]
    return new


def _merged_order(old: list[str], new: list[str]) -> list[str]:
    """The new keys in the order of the old ones; one that came stays behind its neighbour."""
    if old == new:
        return new
    came: dict[str | None, list[str]] = {}
    neighbour: str | None = None
    known = set(old)
    for key in new:
        if key in known:
            neighbour = key
        else:
            came.setdefault(neighbour, []).append(key)
    wanted = {*new}
    kept = [key for key in old if key in wanted]
    return [*came.get(None, ()), *(name for key in kept for name in (key, *came.get(key, ())))]


def with_partners(new: list[Value], old: list[Value]) -> Iterator[tuple[Value, Value]]:
    """The items of a list, each with the old one of its name or, without names, of its place."""
    named = _named_alike(old, new)
    if named is None:
        yield from zip_longest(new, old[: len(new)])
        return
    olds, news = named
    for name, (_, item) in news.items():
        yield item, olds[name][1] if name in olds else None


def _list_changes(old: list[Value], new: list[Value], path: Path) -> Iterator[Change | Reordered]:
    named = _named_alike(old, new)
    if named is None:
        yield Change(path, old, new)
        return
    olds, news = named
    for name in dict.fromkeys([*news, *olds]):
        step, _ = news[name] if name in news else olds[name]
        before = olds[name][1] if name in olds else ABSENT
        after = news[name][1] if name in news else ABSENT
        yield from changes(before, after, (*path, step))
    common = [name for name in olds if name in news]
    if common != [name for name in news if name in olds]:
        yield Reordered(path, tuple(olds), tuple(news))


def _named_alike(old: list[Value], new: list[Value]) -> tuple[_Named, _Named] | None:
    """The items of both lists by the same names; None where they cannot be told apart."""
    for keys in IDENTITY_KEYS:
        olds, news = _by_name(old, keys), _by_name(new, keys)
        if olds is not None and news is not None:
            return olds, news
    return None


def _by_name(items: Sequence[Value], keys: tuple[str, ...]) -> _Named | None:
    """The items by what tells them apart; None where that does not tell each of them apart."""
    named: _Named = {}
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            return None
        parts = [part for key in keys if isinstance(part := item.get(key), str)]
        if len(parts) < len(keys):
            return None
        name = " ".join(parts)
        named[name] = ListItem(index, name), item
    return named if len(named) == len(items) else None


def without(value: Value, *paths: Sequence[str]) -> Value:
    """A tree without what stands at some paths of keys; a mapping that is emptied goes too."""
    for path in paths:
        value = _without(value, path)
    return value


def _without(value: Value, path: Sequence[str]) -> Value:
    if not isinstance(value, dict) or path[0] not in value:
        return value
    rest = {key: item for key, item in value.items() if key != path[0]}
    below = _without(value[path[0]], path[1:]) if len(path) > 1 else {}
    if below is value[path[0]]:
        return value
    return {**value, path[0]: below} if below not in ({}, None) else rest
