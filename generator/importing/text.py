"""A catalog's tree as text for people: compact, with comments, in the order that it was built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.yamlio.emit import block, flow, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value

_WIDTH: Final = 100
_FLOW_DEPTH: Final = 2
"""Containers in each other that may stand on one line."""

_TALL: Final = frozenset({"images", "versions", "spec"})
"""Mappings that never stand on one line."""


def section(key: str, value: Value) -> str:
    """One key of a catalog with all that stands below it."""
    return "".join(f"{line}\n" for line in _entry(key, value, 0, top=True))


def commented(text: str) -> str:
    """The text as a comment."""
    return "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())


def _entry(key: str, value: Value, indent: int, *, top: bool = False) -> Iterator[str]:
    head = f"{' ' * indent}{text(key)}:"
    if line := _line(head, value, key, top=top):
        yield line
    elif isinstance(value, dict):
        yield head
        for name, item in value.items():
            yield from _entry(name, item, indent + 2)
    elif isinstance(value, list):
        yield head
        for item in value:
            yield from _item(item, indent)


def _item(value: Value, indent: int) -> Iterator[str]:
    head = f"{' ' * indent}-"
    if line := _line(head, value, ""):
        yield line
        return
    lines = _members(value, indent + 2)
    first = next(lines)
    yield f"{head} {first.lstrip(' ')}"
    yield from lines


def _members(value: Value, indent: int) -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _entry(name, item, indent)
    elif isinstance(value, list):
        for item in value:
            yield from _item(item, indent)


def _line(head: str, value: Value, key: str, *, top: bool = False) -> str:
    """The value on one line, or nothing where it wants several."""
    if isinstance(value, str) and "\n" in value:
        return head + block(value, len(head) - len(head.lstrip(" ")) + 2)
    if not isinstance(value, (dict, list)) or not value:
        return f"{head} {flow(value)}"
    if (
        _depth(value) > _FLOW_DEPTH
        or _has_lines(value)
        or (isinstance(value, dict) and (top or _is_tall(value, key)))
    ):
        return ""
    line = f"{head} {flow(value)}"
    return line if len(line) <= _WIDTH else ""


def _has_lines(value: Value) -> bool:
    """Whether a text in it has several lines, which people read in a block."""
    if isinstance(value, dict):
        return any(map(_has_lines, value.values()))
    return any(map(_has_lines, value)) if isinstance(value, list) else "\n" in str(value)


def _is_tall(value: dict[str, Value], key: str) -> bool:
    """Whether people compare its entries, so that each has a line of its own."""
    if len(value) == 1:
        return key in _TALL
    return key in _TALL or all(isinstance(i, str) and i.startswith("m-") for i in value.values())


def _depth(value: Value) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0
