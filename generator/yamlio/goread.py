"""Reading as Go does it: YAML bytes to what JSON can hold, by the rules of `golang`.

For files whose reader is Helm or Gardener and whose text we only pass on: Chart.yaml, values.yaml,
manifests. Lenient where Go is: a later duplicate key wins, `<<` merges where it stands (and wins
over keys before it), unknown tags are ignored, only the first document counts.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml

from generator.problems import Problem, ProblemsError
from generator.yamlio import golang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value

_Any: TypeAlias = Any
"""PyYAML's events; its stubs give them no attributes."""

_MAX_DEPTH: Final = 100
"""Levels of nesting; Go stops at 10,000, no chart comes near."""

_MAX_ALIASED: Final = 400_000
"""Values that aliases may add; Go allows about as many."""

_TAG: Final = "tag:yaml.org,2002:"
_KINDS: Final[dict[str, type]] = {
    f"{_TAG}bool": bool,
    f"{_TAG}int": int,
    f"{_TAG}float": float,
    f"{_TAG}null": type(None),
}
_PARSER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_first(data: bytes, file: str) -> Value:
    """The first document of a stream, None for an empty one; raises `ProblemsError`."""
    return next(_documents(data, file), None)


def read_all(data: bytes, file: str) -> list[Value]:
    """Every document of a stream; raises `ProblemsError`."""
    return list(_documents(data, file))


def _documents(data: bytes, file: str) -> Iterator[Value]:
    try:
        events = yaml.parse(data, Loader=_PARSER)
        for event in events:
            if type(event) is yaml.DocumentStartEvent:
                yield _Document(events, file).value()
    except yaml.YAMLError as error:
        raise ProblemsError([_syntax_problem(error, file)]) from None


def _syntax_problem(error: yaml.YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "a character that YAML does not allow"
    if mark is None:
        return Problem(file, 0, 0, f"not valid YAML: {what}")
    return Problem(file, mark.line + 1, mark.column + 1, f"not valid YAML: {what}")


class _Document:
    """One document's events on their way to one value."""

    def __init__(self, events: Iterator[_Any], file: str) -> None:
        self._events = events
        self._file = file
        self._anchors: dict[str, tuple[Value, int]] = {}
        self._open: set[str] = set()
        self._aliased = 0
        self._count = 0

    def value(self) -> Value:
        found = self._value(next(self._events), 0)
        next(self._events)
        return found

    def _value(self, event: _Any, depth: int) -> Value:
        if depth > _MAX_DEPTH:
            raise self._refusal(event, f"nested deeper than {_MAX_DEPTH} levels")
        if type(event) is yaml.AliasEvent:
            return self._alias(event)
        self._count += 1
        before = self._count
        if event.anchor is not None:
            self._open.add(event.anchor)
        found = self._content(event, depth)
        if event.anchor is not None:
            self._open.discard(event.anchor)
            self._anchors[event.anchor] = found, self._count - before + 1
        return found

    def _content(self, event: _Any, depth: int) -> Value:
        if type(event) is yaml.ScalarEvent:
            return self._scalar(event)
        if type(event) is yaml.MappingStartEvent:
            return self._mapping(depth)
        items: list[Value] = []
        while type(item := next(self._events)) is not yaml.SequenceEndEvent:
            items.append(self._value(item, depth + 1))
        return items

    def _mapping(self, depth: int) -> Value:
        found: dict[str, Value] = {}
        while type(event := next(self._events)) is not yaml.MappingEndEvent:
            if _is_merge(event):
                self._merge(found, next(self._events), depth)
                continue
            key = self._key(event, depth)
            found[key] = self._value(next(self._events), depth + 1)
        return found

    def _key(self, event: _Any, depth: int) -> str:
        key = self._value(event, depth + 1)
        if isinstance(key, dict | list):
            raise self._refusal(event, "a mapping or list stands as a key")
        text = golang.key_text(key)
        if text is None:
            raise self._refusal(event, "null stands as a key")
        return text

    def _merge(self, found: dict[str, Value], event: _Any, depth: int) -> None:
        source = self._value(event, depth + 1)
        # Go takes a list of mappings that stands here, but follows no alias to one.
        is_alias = type(event) is yaml.AliasEvent
        for mapping in reversed(source) if isinstance(source, list) and not is_alias else [source]:
            if not isinstance(mapping, dict):
                raise self._refusal(event, "<< stands before something that is no mapping")
            found.update(mapping)

    def _alias(self, event: _Any) -> Value:
        if event.anchor in self._open:
            raise self._refusal(event, f"the anchor &{event.anchor} contains itself")
        if event.anchor not in self._anchors:
            raise self._refusal(event, f"the alias *{event.anchor} has no anchor before it")
        found, weight = self._anchors[event.anchor]
        self._count += weight
        self._aliased += weight
        if self._aliased > _MAX_ALIASED:
            raise self._refusal(event, f"aliases expand to more than {_MAX_ALIASED:,} values")
        return found

    def _scalar(self, event: _Any) -> Value:
        tag = None if event.tag == "!" else event.tag
        if tag is None and not event.implicit[0]:
            text: str = event.value
            return text
        found = self._tagged(event, tag) if tag else golang.resolve(event.value)
        if isinstance(found, float) and not isfinite(found):
            raise self._refusal(event, f"{event.value} is a number that JSON does not have")
        return found

    def _tagged(self, event: _Any, tag: str) -> Value:
        text: str = event.value
        if tag == f"{_TAG}binary":
            raise self._refusal(event, "binary data is not supported")
        if tag not in _KINDS:
            return text
        found = golang.resolve(text)
        if tag == f"{_TAG}float" and type(found) is int:
            return float(found)
        if type(found) is not _KINDS[tag]:
            raise self._refusal(event, f"this is no {tag.removeprefix(_TAG)}")
        return found

    def _refusal(self, event: _Any, message: str) -> ProblemsError:
        mark = event.start_mark
        return ProblemsError([Problem(self._file, mark.line + 1, mark.column + 1, message)])


def _is_merge(event: _Any) -> bool:
    return (
        type(event) is yaml.ScalarEvent
        and event.value == "<<"
        and (event.implicit[0] or event.tag == f"{_TAG}merge")
    )
