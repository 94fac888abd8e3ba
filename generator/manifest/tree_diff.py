"""Two trees compared key by key: which paths differ, whatever the documents are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.review.hide import CHANGED
from generator.review.model import Statement, code, listed, stated
from generator.yamlio.emit import flow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalog.values import Value


class _Absent:
    """The type of `ABSENT`."""


ABSENT: Final = _Absent()
"""What stands at a path where nothing does; null is something."""

_NAMES: Final = (("name",), ("version",), ("kind", "type"), ("region",), ("key",))
"""Keys that tell the items of a list apart, where all items have them."""


@dataclass(frozen=True, slots=True)
class Change:
    """A path, in the syntax of Helm and JSON with names of list items, and both its values."""

    path: str
    old: Value | _Absent
    new: Value | _Absent


def changes(old: Value | _Absent, new: Value | _Absent, path: str = "") -> Iterator[Change]:
    """The smallest parts of two trees that differ, in the order of the new one."""
    if type(old) is type(new) and old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*new, *old]):
            below = f"{path}.{_step(key)}" if path else _step(key)
            yield from changes(old.get(key, ABSENT), new.get(key, ABSENT), below)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _list_changes(old, new, path)
    else:
        yield Change(path, old, new)


def _step(key: str) -> str:
    return key.replace("\\", "\\\\").replace(".", "\\.")


def _list_changes(old: list[Value], new: list[Value], path: str) -> Iterator[Change]:
    for keys in _NAMES:
        olds, news = _by_name(old, keys), _by_name(new, keys)
        if olds is not None and news is not None:
            break
    else:
        yield Change(path, old, new)
        return
    for name in dict.fromkeys([*news, *olds]):
        yield from changes(olds.get(name, ABSENT), news.get(name, ABSENT), f"{path}[{name}]")
    common = [name for name in olds if name in news]
    if common != [name for name in news if name in olds]:
        yield Change(f"{path}: the order", ", ".join(olds), ", ".join(news))


def _by_name(items: Sequence[Value], keys: tuple[str, ...]) -> dict[str, Value] | None:
    """The items by what tells them apart; None where that does not tell each of them apart."""
    named: dict[str, Value] = {}
    for item in items:
        parts = [item.get(key) for key in keys] if isinstance(item, dict) else [None]
        if not all(isinstance(part, str) for part in parts):
            return None
        named[" ".join(map(str, parts))] = item
    return named if len(named) == len(items) else None


def statement(change: Change) -> Statement:
    """A change in words."""
    where = code(change.path)
    if CHANGED in (change.old, change.new):
        return stated("credential", f"{where}: {code(CHANGED)}")
    if isinstance(change.old, list) and isinstance(change.new, list) and _are_texts(change):
        return stated("value", f"{where}: {_members(change.old, change.new)}")
    old, new = _shown(change.old), _shown(change.new)
    if change.old is ABSENT:
        return stated("value-added", f"{where} added{new and f': {new}'}")
    if change.new is ABSENT:
        return stated("value-removed", f"{where} removed{old and f' (was {old})'}")
    return stated("value", f"{where}: {old} → {new}" if old and new else f"{where} changed")


def _shown(value: Value | _Absent) -> str:
    """A value that fits into a sentence; empty for one that does not."""
    if isinstance(value, _Absent) or (isinstance(value, (dict, list)) and value):
        return ""
    return code(str(value) if isinstance(value, str) and value else flow(value))


def _are_texts(change: Change) -> bool:
    every = [*_items(change.old), *_items(change.new)]
    return all(isinstance(item, str) for item in every)


def _items(value: Value | _Absent) -> Sequence[Value]:
    return value if isinstance(value, list) else ()


def _members(old: Sequence[Value], new: Sequence[Value]) -> str:
    """What came and went: `` +`a` -`b` ``."""
    added = [str(item) for item in new if item not in old]
    removed = [str(item) for item in old if item not in new]
    parts = [f"+{listed(added, 'item')}"] if added else []
    parts += [f"-{listed(removed, 'item')}"] if removed else []
    return " ".join(parts) or "another order"


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
