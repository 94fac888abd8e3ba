"""Two trees compared key by key: which parts differ, whatever the documents are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

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


class ListItem(NamedTuple):
    """A step of a path: the item of a list, by its position there and what it is called."""

    position: int
    name: str


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

    A list whose items cannot be told apart is one part.
    """
    if type(old) is type(new) and old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*new, *old]):
            yield from changes(old.get(key, ABSENT), new.get(key, ABSENT), (*path, key))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _list_changes(old, new, path)
    else:
        yield Change(path, old, new)


def _list_changes(old: list[Value], new: list[Value], path: Path) -> Iterator[Change | Reordered]:
    for keys in IDENTITY_KEYS:
        olds, news = _by_name(old, keys), _by_name(new, keys)
        if olds is not None and news is not None:
            break
    else:
        yield Change(path, old, new)
        return
    for name in dict.fromkeys([*news, *olds]):
        step, _ = news[name] if name in news else olds[name]
        before = olds[name][1] if name in olds else ABSENT
        after = news[name][1] if name in news else ABSENT
        yield from changes(before, after, (*path, step))
    common = [name for name in olds if name in news]
    if common != [name for name in news if name in olds]:
        yield Reordered(path, tuple(olds), tuple(news))


def _by_name(
    items: Sequence[Value], keys: tuple[str, ...]
) -> dict[str, tuple[ListItem, Value]] | None:
    """The items by what tells them apart; None where that does not tell each of them apart."""
    named: dict[str, tuple[ListItem, Value]] = {}
    for index, item in enumerate(items):
        parts = [item.get(key) for key in keys] if isinstance(item, dict) else [None]
        if not all(isinstance(part, str) for part in parts):
            return None
        name = " ".join(map(str, parts))
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
