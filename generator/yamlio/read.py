"""Strict reading: text to a tree of dicts, lists and strings, every problem with its position.

Stricter than YAML: a duplicate key, a tag, a key that is no scalar, and a merge key (`<<`) that has
nothing to merge are problems. Scalars stay the characters that were written, so that versions and
image IDs cannot change by being read; one without quotes is a `Plain`, whose type is decided where
a type is wanted (see `golang.resolve`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from generator.problems import Problem, ProblemsError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

_Any: TypeAlias = Any
"""PyYAML's events (its stubs give them no attributes), and containers while they are filled."""

Node: TypeAlias = "dict[str, Node] | list[Node] | str"

MAX_DEPTH = 100
"""Levels of nesting; Gardener's objects need about fifteen."""

MAX_ALIASED_NODES = 1_000_000
"""Nodes that aliases may add, so that a few lines cannot expand to gigabytes."""


LARGE = 10_000
"""Characters from which on reading is worth more than one way."""


class Plain(str):
    """A scalar that was written without quotes."""

    __slots__ = ()


NULL_TEXTS = frozenset({"", "~", "null", "Null", "NULL"})


def is_null(node: Node | None) -> bool:
    """Whether the node is absent or YAML's null."""
    return node is None or (type(node) is Plain and node in NULL_TEXTS)


def decode_text(data: bytes, file: str) -> str:
    """UTF-8 bytes as text, without a byte order mark; raises `ProblemsError`."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        found = data[error.start]
        raise ProblemsError(
            [Problem(file, line, column, f"byte 0x{found:02x} is not UTF-8", expected="UTF-8 text")]
        ) from None


def read_documents(text: str, file: str) -> list[Node]:
    """All documents of a stream that are not empty; raises `ProblemsError` with every problem."""
    composer = _Composer(file)
    try:
        loader = yaml.CSafeLoader(text)
        try:
            # `yaml.parse` would do, but its look-ahead costs half as much as the parsing itself.
            documents = list(composer.documents(iter(loader.get_event, None)))
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        from generator.yamlio.mistakes import syntax_problem

        raise ProblemsError([*composer.problems, syntax_problem(error, text, file)]) from None
    if composer.problems:
        from generator.yamlio.mistakes import with_firsts

        raise ProblemsError(with_firsts(composer.problems, text))
    return documents


def read_document(text: str, file: str) -> Node:
    """The only document of a text; raises `ProblemsError`, also for none or several."""
    if len(text) > LARGE:
        from generator.yamlio.bulk import read_bulk

        tree = read_bulk(text, lambda shortened: read_documents(shortened, file))
        if tree is not None:
            return tree
    documents = read_documents(text, file)
    if len(documents) == 1:
        return documents[0]
    from generator.yamlio.mistakes import not_one_document

    raise ProblemsError([not_one_document(len(documents), text, file)])


class _Frame:
    """A mapping or list that is being read, with its pending key and the event of its `<<`."""

    __slots__ = ("anchor", "key", "merge", "node", "weight")

    def __init__(self, node: _Any, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: str | None = None
        self.merge: _Any = None
        self.weight = 1


class _Composer:
    """Events to trees, without recursion, so that depth is ours to limit."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[_Any, int]] = {}
        self._names: set[str] = set()
        self._aliased = 0

    def documents(self, events: Iterator[_Any]) -> Iterator[Node]:
        for event in events:
            if type(event) is yaml.DocumentStartEvent:
                self._stack = [_Frame([], None)]
                self._anchors = {}
                self._names = set()
                self._document(events)
                node: Node = self._stack[0].node[0]
                if not is_null(node):
                    yield node

    def _document(self, events: Iterator[_Any]) -> None:
        scalar = yaml.ScalarEvent
        starts = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
        for event in events:
            kind = type(event)
            if kind is scalar:
                if event.tag is None and event.anchor is None:
                    self._add(event.value if event.style else Plain(event.value), event)
                else:
                    self._add(self._scalar(event), event)
            elif kind in starts:
                self._open(event)
            elif kind is yaml.AliasEvent:
                self._add(self._alias(event), event)
            elif kind is yaml.DocumentEndEvent:
                return
            else:
                self._add(self._close(), event)

    def _scalar(self, event: _Any) -> str:
        text: str = event.value
        if event.tag is None:
            if not event.style:
                text = Plain(text)
        elif event.tag not in ("!", "tag:yaml.org,2002:str"):
            self._refuse_tag(event)
        if event.anchor is not None:
            self._name(event)
            self._anchors[event.anchor] = (text, 1)
        return text

    def _open(self, event: _Any) -> None:
        if event.tag not in (None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
            self._refuse_tag(event)
        frame = self._stack[-1]
        if type(frame.node) is dict and frame.key is None:
            self._problem(event, "a mapping or list stands as a key", expected="text as the key")
        if len(self._stack) > MAX_DEPTH:
            self._problem(event, f"nested deeper than {MAX_DEPTH} levels")
            raise ProblemsError(self.problems)
        if event.anchor is not None:
            self._name(event)
        node: _Any = {} if type(event) is yaml.MappingStartEvent else []
        self._stack.append(_Frame(node, event.anchor))

    def _name(self, event: _Any) -> None:
        """Take note of an anchor; YAML would let a second one of its name replace it in silence."""
        if event.anchor in self._names:
            self._problem(event, "an anchor of this name stands before it already")
        self._names.add(event.anchor)

    def _close(self) -> Node:
        frame = self._stack.pop()
        node: Node = frame.node
        if type(node) is dict and frame.merge is not None:
            node = self._merged(node, frame.merge)
        if frame.anchor is not None:
            self._anchors[frame.anchor] = (node, frame.weight)
        self._stack[-1].weight += frame.weight + len(frame.node)
        return node

    def _merged(self, node: dict[str, Node], merge: _Any) -> dict[str, Node]:
        """Resolve `<<` in its place: own keys win, then the earlier of several merged mappings."""
        value = node["<<"]
        sources = value if type(value) is list else [value]
        if not sources or any(type(source) is not dict for source in sources):
            self._problem(
                merge, "the merge key, <<, has nothing to merge", "a mapping, or a list of them"
            )
        merged: dict[str, Node] = {}
        for key, item in node.items():
            if key != "<<":
                merged[key] = item
                continue
            for source in sources:
                for name, inherited in source.items() if isinstance(source, dict) else ():
                    if name not in node:
                        merged.setdefault(name, inherited)
        return merged

    def _alias(self, event: _Any) -> Node:
        if event.anchor not in self._anchors:
            self._problem(event, "an alias has no anchor before it")
            return ""
        node: Node
        node, weight = self._anchors[event.anchor]
        self._aliased += weight
        if self._aliased > MAX_ALIASED_NODES:
            self._problem(event, f"aliases expand to more than {MAX_ALIASED_NODES:,} values")
            raise ProblemsError(self.problems)
        self._stack[-1].weight += weight
        return node

    def _add(self, node: Node, event: _Any) -> None:
        frame = self._stack[-1]
        container = frame.node
        if type(container) is list:
            container.append(node)
        elif frame.key is not None:
            container[frame.key] = node
            frame.key = None
        else:
            frame.key = node if isinstance(node, str) else ""
            if frame.key in container:
                self._problem(event, f"the key {quoted(frame.key)} stands here a second time")
            if frame.key == "<<" and type(node) is Plain:
                frame.merge = event

    def _refuse_tag(self, event: _Any) -> None:
        self._problem(event, "tags are not supported", expected="YAML without tags")

    def _problem(self, event: _Any, message: str, expected: str = "") -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        self.problems.append(Problem(self.file, line, column, message, expected=expected))
