"""The one loop over YAML's events: what every way of reading shares, and the limits of all.

A `Composer` makes nodes from the bottom up, each from those inside of it. What a node is, and what
is wrong with one, say its subclasses: `read` (our catalogs), `goread` (what Go reads), `spans`
(places in the text).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar

import yaml

from generator.problems import Problem, ProblemsError, fail

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH: Final = 100
"""Levels of nesting; Gardener's objects need about fifteen, and charts no more."""

MAX_ALIASED: Final = 1_000_000
"""Nodes that the aliases of a text may repeat, so that a few lines cannot expand to gigabytes."""

_HOW_TO_GET: Final = (
    "`pip install --force-reinstall --only-binary pyyaml pyyaml` installs one that has it"
)

Event: TypeAlias = Any
"""PyYAML's events; its stubs give them no attributes."""

_Node = TypeVar("_Node")


class Container(Generic[_Node]):
    """A mapping or list while it is read: what stands in it, keys and values in turns.

    `events` are those with which `nodes` start, `event` and `end` those with which the container
    does and ends. `below` counts the nodes inside of `nodes`.
    """

    __slots__ = ("below", "end", "event", "events", "nodes")
    end: Event

    def __init__(self, event: Event) -> None:
        self.event = event
        self.events: list[Event] = []
        self.nodes: list[_Node] = []
        self.below = 0


class Composer(Generic[_Node]):
    """Events to nodes, without recursion, so that depth is ours to limit."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.open: list[Container[_Node]] = []
        """The containers around the next event, innermost last; the first is the document."""
        self._anchors: dict[str, tuple[_Node, int]] = {}
        self._aliased = 0

    def scalar(self, event: Event) -> _Node:
        """The node of a scalar."""
        raise NotImplementedError

    def mapping(self, found: Container[_Node]) -> _Node:
        """The node of a mapping."""
        raise NotImplementedError

    def sequence(self, found: Container[_Node]) -> _Node:
        """The node of a list."""
        raise NotImplementedError

    def properties(self, event: Event) -> None:
        """Look at the start of a node that has an anchor or a tag."""

    def alias(self, event: Event, node: _Node) -> _Node:  # noqa: ARG002  for who wants the place
        """The node of an alias, given the one at its anchor."""
        return node

    def unknown_alias(self, event: Event, *, is_inside: bool) -> _Node:
        """The node of an alias without an anchor before it, or of one that stands inside of it."""
        raise NotImplementedError

    def documents(self, source: str | bytes) -> Iterator[_Node]:
        """The documents of a stream; raises `ProblemsError` where there is no going on.

        What can be passed over is in `problems`, which the caller raises.
        """
        if not yaml.__with_libyaml__:
            raise fail("PyYAML is installed without libyaml", hint=_HOW_TO_GET)
        loader = yaml.CSafeLoader(source)
        try:
            # `yaml.parse` would do, but its look-ahead costs half as much as the parsing itself.
            events = iter(loader.get_event, None)
            for event in events:
                if type(event) is yaml.DocumentStartEvent:
                    yield self._document(events)
        except yaml.YAMLError as error:
            self.problems.append(self.syntax_problem(error, source))
            raise self.refusal() from None
        finally:
            loader.dispose()

    def _document(self, events: Iterator[Event]) -> _Node:
        self._anchors = {}
        around: Container[_Node] = Container(None)
        self.open = open_ = [around]
        as_node, scalar = self.scalar, yaml.ScalarEvent
        starts = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
        for event in events:
            kind = type(event)
            if kind is scalar:
                node = as_node(event)
                if event.anchor is not None or event.tag is not None:
                    self._note(event, node)
                around.events.append(event)
            elif kind in starts:
                around = self._start(event)
                continue
            elif kind is yaml.AliasEvent:
                node = self._alias(event)
                around.events.append(event)
            elif kind is yaml.DocumentEndEvent:
                break
            else:
                ended = open_.pop()
                ended.end = event
                is_mapping = kind is yaml.MappingEndEvent
                node = self.mapping(ended) if is_mapping else self.sequence(ended)
                around = open_[-1]
                self._count(ended, around, node)
                around.events.append(ended.event)
            around.nodes.append(node)
        return around.nodes[0]

    def _note(self, event: Event, node: _Node) -> None:
        self.properties(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = node, 1

    def _start(self, event: Event) -> Container[_Node]:
        if len(self.open) > MAX_DEPTH:
            self.problem(event, f"nested deeper than {MAX_DEPTH} levels")
            raise self.refusal()
        if event.anchor is not None or event.tag is not None:
            self.properties(event)
        started: Container[_Node] = Container(event)
        self.open.append(started)
        return started

    def _count(self, ended: Container[_Node], around: Container[_Node], node: _Node) -> None:
        inside = len(ended.nodes) + ended.below
        around.below += inside
        if ended.event.anchor is not None:
            self._anchors[ended.event.anchor] = node, inside + 1

    def _alias(self, event: Event) -> _Node:
        is_inside = self._is_inside(event.anchor)
        if is_inside or event.anchor not in self._anchors:
            return self.unknown_alias(event, is_inside=is_inside)
        node, count = self._anchors[event.anchor]
        self._aliased += count
        if self._aliased > MAX_ALIASED:
            self.problem(event, f"aliases expand to more than {MAX_ALIASED:,} values")
            raise self.refusal()
        self.open[-1].below += count - 1
        return self.alias(event, node)

    def _is_inside(self, anchor: str) -> bool:
        return any(around.event.anchor == anchor for around in self.open[1:])

    def has_anchor(self, name: str) -> bool:
        """Whether an anchor of the document has a name already."""
        return name in self._anchors or self._is_inside(name)

    def problem(self, event: Event, message: str, *, expected: str = "", hint: str = "") -> None:
        """Take note of a problem where a node starts."""
        line, column = place(event)
        problem = Problem(self.file, line, column, message, expected=expected, hint=hint)
        self.problems.append(problem)

    def refusal(self) -> ProblemsError:
        """The error with every problem so far."""
        return ProblemsError(self.problems)

    def syntax_problem(self, error: yaml.YAMLError, source: str | bytes) -> Problem:
        """What keeps a text from being YAML, in words and at the place of who wrote it."""
        from generator.yamlio.syntax import syntax_mistake

        data = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
        line, column, message, expected, hint = syntax_mistake(error, data)
        return Problem(self.file, line, column, message, expected=expected, hint=hint)


def place(event: Event) -> tuple[int, int]:
    """The line and column, from 1, where a node starts."""
    return event.start_mark.line + 1, event.start_mark.column + 1
