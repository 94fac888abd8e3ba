"""Strict reading: text to a tree of dicts, lists and strings, every problem with its position.

Stricter than YAML: a duplicate key, a tag, a key that is not a scalar, and a merge key (`<<`) that
has nothing to merge are problems. Scalars stay the characters that were written, so that reading
cannot change versions and image IDs; one without quotes is a `Plain`, whose type is decided where a
type is needed (see `golang.resolve`).
"""

from __future__ import annotations

import codecs
from contextlib import suppress
from typing import Final, TypeAlias

import yaml

from generator.problems import Problem, ProblemsError, fail, quoted
from generator.yamlio.bulk import LARGE, shortened, with_runs
from generator.yamlio.compose import Composer, Container, Event, place

Node: TypeAlias = "dict[str, Node] | list[Node] | str"


class Plain(str):
    """A scalar that was written without quotes."""

    __slots__ = ()


NULL_TEXTS = frozenset({"", "~", "null", "Null", "NULL"})

MAX_KEY: Final = 1024
"""Characters of a key: as many as YAML allows a key that stands on a line with its value."""

_MERGE: Final = "<<"
_TEXT: Final = {str, Plain}
_YAML: Final = "tag:yaml.org,2002:"
_TAGS_OF_TEXT: Final = (None, "!", f"{_YAML}str")
_TAGS_OF_CONTAINERS: Final = (None, "!", f"{_YAML}map", f"{_YAML}seq")


def is_null(node: Node | None) -> bool:
    """Whether the node is absent or YAML's null."""
    return node is None or (type(node) is Plain and node in NULL_TEXTS)


def decode_text(data: bytes, file: str) -> str:
    """UTF-8 bytes as text, without a byte order mark; raises `ProblemsError`."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or data[:2].count(0) == 1:
        raise fail("this is UTF-16", file=file, expected="UTF-8 text", hint="save it as UTF-8")
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        from generator.yamlio.syntax_context import place_behind

        # Without the byte order mark, unlike `data`.
        text, found = error.object[: error.start].decode(), error.object[error.start]
        line, column = place_behind(text)
        raise ProblemsError(
            [Problem(file, line, column, f"byte 0x{found:02x} is not UTF-8", expected="UTF-8 text")]
        ) from None


def read_documents(text: str, file: str) -> list[Node]:
    """All documents of a stream that are not empty; raises `ProblemsError` with every problem."""
    return [node for node, _ in _documents(text, file)]


def read_document(text: str, file: str) -> Node:
    """The only document of a text; raises `ProblemsError`, also for none or several."""
    if len(text) > LARGE and (tree := _read_large(text, file)) is not None:
        return tree
    documents = _documents(text, file)
    if len(documents) == 1:
        return documents[0][0]
    (line, column), message = (0, 0), "found nothing in this file"
    if documents:
        line, column = documents[1][1]
        message = f"found {len(documents)} YAML documents, of which this is the second"
    raise ProblemsError([Problem(file, line, column, message, expected="one YAML document")])


def _read_large(text: str, file: str) -> Node | None:
    """The same, sooner, of a text with long runs of image IDs; None where that is not sure."""
    short, runs = shortened(text)
    if not runs:
        return None
    # What is wrong is found, and found where it stands, by reading everything.
    with suppress(ProblemsError):
        documents = read_documents(short, file)
        if len(documents) == 1:
            return with_runs(documents[0], runs)
    return None


def _documents(text: str, file: str) -> list[tuple[Node, tuple[int, int]]]:
    """The documents that are not empty, and the line and column where each starts."""
    composer = _StrictComposer(file)
    found = [(node, place(composer.open[0].events[0])) for node in composer.documents(text)]
    if not text.isascii():
        composer.look_for_strange_spaces(text)
    if composer.problems:
        raise composer.refusal()
    return [(node, start) for node, start in found if not is_null(node)]


class _StrictComposer(Composer[Node]):
    def __init__(self, file: str) -> None:
        super().__init__(file)
        self._is_broken = False
        self._syntax_problem: Problem | None = None

    def look_for_strange_spaces(self, text: str) -> None:
        """Take note of those in a text that is YAML."""
        from generator.yamlio.strange_spaces import strange_spaces

        for line, column, message, expected, hint in strange_spaces(text):
            problem = Problem(self.file, line, column, message, expected=expected, hint=hint)
            self.problems.append(problem)

    def scalar(self, event: Event) -> Node:
        text: str = event.value
        return text if event.style or event.tag is not None else Plain(text)

    def sequence(self, found: Container[Node]) -> Node:
        return found.nodes

    def mapping(self, found: Container[Node]) -> Node:
        keys, items = found.nodes[::2], found.nodes[1::2]
        with suppress(TypeError):  # a mapping or a list cannot be a key
            node: dict[str, Node] = dict(zip(keys, items, strict=True))  # type: ignore[arg-type]  # text, otherwise
            are_short = max(map(len, keys), default=0) <= MAX_KEY
            if len(node) == len(keys) and are_short and _MERGE not in node:
                return node
        return self._merged(found, dict(zip(self._keys(found), items, strict=True)))

    def _keys(self, found: Container[Node]) -> list[str]:
        """The keys of a mapping, of which something may be wrong; it may be incomplete."""
        first: dict[str, int] = {}
        for key, event in zip(found.nodes[::2], found.events[::2], strict=True):
            line, _ = place(event)
            if not isinstance(key, str):
                message = "a mapping or a list cannot be a key"
                hint = "put a key that starts with a bracket into quotation marks"
                self.problem(event, message, expected="a string as the key", hint=hint)
            elif len(key) > MAX_KEY:
                message = f"the key {quoted(key)} has {len(key):,} characters"
                self.problem(event, message, expected=f"at most {MAX_KEY:,}")
            elif key in first:
                message = f"the key {quoted(key)} is set twice"
                self.problem(event, message, hint=f"it is first set on line {first[key]}")
            else:
                first[key] = line
        return [key if isinstance(key, str) else "" for key in found.nodes[::2]]

    def _merged(self, found: Container[Node], node: dict[str, Node]) -> dict[str, Node]:
        """Resolve `<<` in its place: own keys win, then the earlier of several merged mappings."""
        keys = zip(found.nodes[::2], found.events[::2], strict=True)
        merges = [event for key, event in keys if key == _MERGE and type(key) is Plain]
        if not merges:
            return node
        value = node[_MERGE]
        sources = value if type(value) is list else [value]
        if not sources or any(type(source) is not dict for source in sources):
            message = "the merge key, <<, has nothing to merge"
            self.problem(merges[-1], message, expected="a mapping, or a list of them")
        merged: dict[str, Node] = {}
        for key, item in node.items():
            if key != _MERGE:
                merged[key] = item
                continue
            for source in sources:
                for name, inherited in source.items() if isinstance(source, dict) else ():
                    if name not in node:
                        merged.setdefault(name, inherited)
        return merged

    def properties(self, event: Event) -> None:
        is_scalar = type(event) is yaml.ScalarEvent
        if event.tag not in (_TAGS_OF_TEXT if is_scalar else _TAGS_OF_CONTAINERS):
            self.problem(event, "tags are not supported", expected="YAML without tags")
        if event.anchor is not None and self.has_anchor(event.anchor):
            # YAML would let the second one replace the first in silence.
            self.problem(event, "there is already an anchor of this name above")

    def unknown_alias(self, event: Event, *, is_inside: bool) -> Node:  # noqa: ARG002  both are wrong
        self._is_broken = True
        self.problem(event, "an alias has no anchor before it")
        return ""

    def refusal(self) -> ProblemsError:
        for found in self.open[1:]:
            if type(found.event) is yaml.MappingStartEvent:
                self._keys(found)
        if self._is_broken:
            # No hint about a key draws the eye from what has to be fixed first.
            self.problems = [
                each if each is self._syntax_problem else each._replace(hint="")
                for each in self.problems
            ]
        return super().refusal()

    def syntax_problem(self, error: yaml.YAMLError, source: str | bytes) -> Problem:
        self._is_broken = True
        self._syntax_problem = super().syntax_problem(error, source)
        return self._syntax_problem
