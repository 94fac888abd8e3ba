"""Where each node of a text stands, to the character: what edits, masking and messages go by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from generator.problems import ProblemsError
from generator.yamlio.compose import Composer, Container, Event, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.problems import Path


class Kind(StrEnum):
    """What a node is in the text."""

    SCALAR = "scalar"
    MAPPING = "mapping"
    LIST = "list"
    ALIAS = "alias"


# To look them up takes longer than all else that is done for a scalar.
_SCALAR, _MAPPING, _LIST, _ALIAS = Kind.SCALAR, Kind.MAPPING, Kind.LIST, Kind.ALIAS
_BLOCK_STYLES = frozenset("|>")


# Never changed; but to freeze it takes five times as long, and a text has hundreds of thousands.
@dataclass(slots=True, eq=False)
class Span:
    """A node with its place: `text[start:end]`, without the space and the comments behind it.

    The place includes an anchor; `line` and `column` count from 1. `value` is a scalar's text or an
    alias's name, `style` a scalar's quotation mark or block indicator. `keys` and `items` are those
    of a mapping, a list has only `items`; both are in the order of the text, duplicates and merge
    keys included. `breaks` counts the characters behind a block scalar that are line breaks of its
    own. `target` is what an alias stands for, where there is any.
    """

    kind: Kind
    start: int
    end: int
    line: int
    column: int
    anchor: str = ""
    value: str = ""
    style: str = ""
    breaks: int = 0
    flow: bool = False
    keys: tuple[Span, ...] = ()
    items: tuple[Span, ...] = ()
    target: Span | None = None

    @property
    def is_list(self) -> bool:
        """Whether its items have no keys."""
        return self.kind is Kind.LIST

    @property
    def followed(self) -> Span:
        """The node itself, or what it stands for where it is an alias."""
        return self.target or self

    def index(self, key: str) -> int | None:
        """Which entry of the mapping has a key; None where none has."""
        return next((i for i, span in enumerate(self.keys) if span.value == key), None)

    def get(self, key: str) -> Span | None:
        """The value at a key of the mapping, as it is written: an alias is not followed."""
        index = self.index(key)
        return None if index is None else self.items[index]


def spans(text: str) -> Span:
    """The spans of the first document of a text that `read_document` has read."""
    return next(documents(text))


def documents(text: str) -> Iterator[Span]:
    """The spans of each document; raises `ProblemsError` where the text is not YAML."""
    return _SpanComposer(text).documents(text)


class _SpanComposer(Composer[Span]):
    def __init__(self, text: str) -> None:
        super().__init__("")
        self._text = text

    def scalar(self, event: Event) -> Span:
        mark, end, breaks = event.start_mark, event.end_mark.index, 0
        start, style = mark.index, event.style or ""
        if style in _BLOCK_STYLES:
            # Its mark stands behind the empty lines that follow it.
            breaks = end - start - len(self._text[start:end].rstrip())
        line, column, anchor = mark.line + 1, mark.column + 1, event.anchor or ""
        return Span(_SCALAR, start, end - breaks, line, column, anchor, event.value, style, breaks)

    def mapping(self, found: Container[Span]) -> Span:
        return self._container(_MAPPING, found, found.nodes[::2], found.nodes[1::2])

    def sequence(self, found: Container[Span]) -> Span:
        return self._container(_LIST, found, [], found.nodes)

    def _container(
        self, kind: Kind, found: Container[Span], keys: list[Span], items: list[Span]
    ) -> Span:
        event = found.event
        return Span(
            kind,
            event.start_mark.index,
            # The mark of a block's end stands before whatever comes next, comments skipped.
            found.end.end_mark.index if event.flow_style else items[-1].end,
            *place(event),
            event.anchor or "",
            flow=event.flow_style,
            keys=tuple(keys),
            items=tuple(items),
        )

    def alias(self, event: Event, node: Span) -> Span:
        return _alias(event, node)

    def unknown_alias(self, event: Event, *, is_inside: bool) -> Span:  # noqa: ARG002  neither has a target
        return _alias(event, None)


def _alias(event: Event, target: Span | None) -> Span:
    start, end = event.start_mark.index, event.end_mark.index
    return Span(_ALIAS, start, end, *place(event), value=event.anchor, target=target)


@dataclass(slots=True)
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
    found: list[Scalar] = []
    try:
        for number, root in enumerate(documents(text)):
            _collect(root, (number,), found)
    except (ProblemsError, UnicodeError):
        return None
    return found


def _collect(span: Span, path: Path, found: list[Scalar]) -> None:
    kind = span.kind
    if kind is _SCALAR:
        end, is_block = span.end + span.breaks, span.style in _BLOCK_STYLES
        found.append(Scalar(path, span.start, end, span.value, is_block))
    elif kind is _ALIAS:
        if span.target is not None:
            _collect(span.target, path, found)
    elif kind is _LIST:
        for index, item in enumerate(span.items):
            _collect(item, (*path, index), found)
    else:
        for key, item in zip(span.keys, span.items, strict=True):
            name = key.value
            if key.kind is not _SCALAR:
                # It has no name, and may hold scalars itself.
                name = ""
                _collect(key, (*path, name), found)
            _collect(item, (*path, name), found)
