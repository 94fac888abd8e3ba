"""Where each node of a text stands, to the character: what edits of the text go by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

_Any: TypeAlias = Any
"""PyYAML's events: its stubs give them no attributes."""


class Kind(StrEnum):
    """What a node is in the text."""

    SCALAR = "scalar"
    MAPPING = "mapping"
    LIST = "list"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """A node with its place: `text[start:end]`, without the space and the comments behind it.

    The place includes an anchor. `value` is a scalar's text or an alias's name, `style` a scalar's
    quotation mark or block indicator. `keys` and `items` are those of a mapping, a list has only
    `items`; both are in the order of the text, duplicates and merge keys included.
    """

    kind: Kind
    start: int
    end: int
    anchor: str = ""
    value: str = ""
    style: str = ""
    flow: bool = False
    keys: tuple[Span, ...] = ()
    items: tuple[Span, ...] = ()

    def index(self, key: str) -> int | None:
        """Which entry of the mapping has a key; None where none has."""
        return next((i for i, span in enumerate(self.keys) if span.value == key), None)

    def get(self, key: str) -> Span | None:
        """The value at a key of the mapping, as it is written: an alias is not followed."""
        index = self.index(key)
        return None if index is None else self.items[index]


def spans(text: str) -> Span:
    """The spans of the first document of a text that `read_document` has read."""
    events: Iterator[_Any] = yaml.parse(text, Loader=yaml.CSafeLoader)
    next(events), next(events)
    return _span(next(events), events, text)


def _span(event: _Any, events: Iterator[_Any], text: str) -> Span:
    kind, start, end = type(event), event.start_mark.index, event.end_mark.index
    if kind is yaml.AliasEvent:
        return Span(Kind.ALIAS, start, end, value=event.anchor)
    anchor = event.anchor or ""
    if kind is yaml.ScalarEvent:
        # A block scalar's mark stands behind the empty lines that follow it.
        end = start + len(text[start:end].rstrip())
        return Span(Kind.SCALAR, start, end, anchor, event.value, event.style or "")
    nodes: list[Span] = []
    while type(child := next(events)) not in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
        nodes.append(_span(child, events, text))
    # The mark of a block's end stands before whatever comes next, comments skipped.
    end = child.end_mark.index if event.flow_style else nodes[-1].end
    if kind is yaml.SequenceStartEvent:
        return Span(Kind.LIST, start, end, anchor, flow=event.flow_style, items=tuple(nodes))
    keys, items = tuple(nodes[::2]), tuple(nodes[1::2])
    return Span(Kind.MAPPING, start, end, anchor, flow=event.flow_style, keys=keys, items=items)
