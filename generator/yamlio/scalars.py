"""Where the scalars of a text stand, for whoever passes the text on with a few of them replaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.problems import Path

_Any: TypeAlias = Any
"""PyYAML's events; its stubs give them no attributes."""

_MAX_DEPTH: Final = 100
"""Levels of nesting, as in reading."""

_MAX_ALIASED: Final = 400_000
"""Scalars that aliases may repeat, as in reading."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar that is a value: `text[start:end]` with its anchor and tag.

    `path` starts with the number of the document. A block scalar (`is_block`) starts with its
    indicator and ends with the line breaks behind it.
    """

    path: Path
    start: int
    end: int
    value: str
    is_block: bool


def scalars(text: str) -> list[Scalar] | None:
    """The scalars of a text in their order, those of aliases at their anchors; None if no YAML."""
    walk = _Walk()
    try:
        return list(walk.scalars(yaml.parse(text, Loader=yaml.CSafeLoader)))
    except (yaml.YAMLError, UnicodeError, _TooMuchError):
        return None


class _TooMuchError(Exception):
    """Nested too deep, or repeated too often."""


class _Frame:
    """An open mapping or list: where it stands, its pending key or next index, its anchor."""

    __slots__ = ("anchor", "first", "is_mapping", "key", "path")

    def __init__(self, path: Path, anchor: str | None, first: int, *, is_mapping: bool) -> None:
        self.path = path
        self.anchor = anchor
        self.first = first
        self.is_mapping = is_mapping
        self.key: str | int | None = None if is_mapping else 0


class _Walk:
    """The events of a text, one after the other; recursion would let the text decide how deep."""

    def __init__(self) -> None:
        self._stack: list[_Frame] = []
        self._document = -1
        self._anchored: dict[str, tuple[int, list[Scalar]]] = {}
        self._seen: list[Scalar] = []
        self._aliased = 0

    def scalars(self, events: Iterator[_Any]) -> Iterator[Scalar]:
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
                self._open(event)
            elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
                self._close()
            elif kind is yaml.AliasEvent:
                self._alias(event.anchor)
            elif kind is yaml.DocumentStartEvent:
                yield from self._seen
                self._seen, self._anchored = [], {}
                self._document += 1
        yield from self._seen

    def _scalar(self, event: _Any) -> None:
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.key is None:
            frame.key = event.value
        else:
            path = self._path()
            start, end = event.start_mark.index, event.end_mark.index
            found = Scalar(path, start, end, event.value, event.style in ("|", ">"))
            self._seen.append(found)
            if event.anchor is not None:
                self._anchored[event.anchor] = len(path), [found]
            self._next()

    def _open(self, event: _Any) -> None:
        if len(self._stack) > _MAX_DEPTH:
            raise _TooMuchError
        path = self._path()
        mapping = type(event) is yaml.MappingStartEvent
        self._stack.append(_Frame(path, event.anchor, len(self._seen), is_mapping=mapping))

    def _close(self) -> None:
        frame = self._stack.pop()
        if frame.anchor is not None:
            self._anchored[frame.anchor] = len(frame.path), self._seen[frame.first :]
        self._next()

    def _alias(self, anchor: str) -> None:
        """What stands at the anchor, once more, with the path of the alias."""
        path = self._path()
        length, found = self._anchored.get(anchor, (0, []))
        self._aliased += len(found)
        if self._aliased > _MAX_ALIASED:
            raise _TooMuchError
        self._seen += [
            Scalar((*path, *span.path[length:]), span.start, span.end, span.value, span.is_block)
            for span in found
        ]
        self._next()

    def _path(self) -> Path:
        """Where the next node stands; a key that is no scalar has no name."""
        if not self._stack:
            return (self._document,)
        frame = self._stack[-1]
        return (*frame.path, "" if frame.key is None else frame.key)

    def _next(self) -> None:
        """Go on behind a node: in a mapping it was the key's value, or a key that is no scalar."""
        if not self._stack:
            return
        frame = self._stack[-1]
        if not frame.is_mapping:
            frame.key = int(frame.key or 0) + 1
        else:
            frame.key = "" if frame.key is None else None
