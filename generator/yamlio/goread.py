"""Reading as Go does it: YAML bytes to what JSON can hold, by the rules of `golang`.

For files whose reader is Helm or Gardener and whose text we only pass on: Chart.yaml, values.yaml,
manifests. Lenient where Go is: a later duplicate key wins, `<<` merges where it stands (and wins
over keys before it), and unknown tags are ignored.
"""

from __future__ import annotations

from contextlib import suppress
from math import isfinite
from typing import TYPE_CHECKING, Final

import yaml

from generator.problems import ProblemsError
from generator.yamlio import golang
from generator.yamlio.bulk import LARGE, shortened_items, with_items
from generator.yamlio.compose import Composer, Container, Event

if TYPE_CHECKING:
    from generator.catalog.values import Value

_MERGE: Final = "<<"
_TAG: Final = "tag:yaml.org,2002:"
_KINDS: Final[dict[str, type]] = {
    f"{_TAG}bool": bool,
    f"{_TAG}int": int,
    f"{_TAG}float": float,
    f"{_TAG}null": type(None),
}


def read_first(data: bytes, file: str) -> Value:
    """The first document of a stream, None for an empty one; raises `ProblemsError`."""
    composer = _GoComposer(file)
    found = next(composer.documents(data), None)
    if composer.problems:
        raise composer.refusal()
    return found


def read_all(data: bytes, file: str) -> list[Value]:
    """Every document of a stream; raises `ProblemsError`."""
    if len(data) > LARGE and (found := _read_large(data)) is not None:
        return found
    return _read_all(data, file)


def _read_large(data: bytes) -> list[Value] | None:
    """The same, sooner, of a manifest with long runs of image IDs; None where that is not sure."""
    with suppress(ProblemsError, UnicodeDecodeError):
        short, runs = shortened_items(data.decode())
        if runs:
            found = [with_items(document, runs) for document in _read_all(short, "")]
            return None if runs else found
    return None


def _read_all(data: bytes | str, file: str) -> list[Value]:
    composer = _GoComposer(file)
    found = [*composer.documents(data)]
    if composer.problems:
        raise composer.refusal()
    return found


class _GoComposer(Composer["Value"]):
    def scalar(self, event: Event) -> Value:
        text: str = event.value
        is_tagged = event.tag is not None and event.tag != "!"
        if not is_tagged and not event.implicit[0]:
            return text
        found = self._tagged(event) if is_tagged else golang.resolve(text)
        if type(found) is float and not isfinite(found):
            self.problem(event, f"{text} is a number that JSON does not have")
        return found

    def _tagged(self, event: Event) -> Value:
        text: str = event.value
        if event.tag == f"{_TAG}binary":
            self.problem(event, "binary data is not supported")
        if event.tag not in _KINDS:
            return text
        found = golang.resolve(text)
        if event.tag == f"{_TAG}float" and type(found) is int:
            return float(found)
        if type(found) is not _KINDS[event.tag]:
            self.problem(event, f"this is not a valid {event.tag.removeprefix(_TAG)}")
        return found

    def sequence(self, found: Container[Value]) -> Value:
        return found.nodes

    def mapping(self, found: Container[Value]) -> Value:
        keys, items = found.nodes[::2], found.nodes[1::2]
        if {*map(type, keys)} <= {str} and _MERGE not in keys:
            return dict(zip(keys, items, strict=True))  # type: ignore[arg-type]  # text, all of them
        node: dict[str, Value] = {}
        events = zip(found.events[::2], found.events[1::2], strict=True)
        for key, item, (key_event, event) in zip(keys, items, events, strict=True):
            if _is_merge(key_event):
                self._merge(node, item, event)
            else:
                node[self._key(key, key_event)] = item
        return node

    def _key(self, key: Value, event: Event) -> str:
        if isinstance(key, dict | list):
            self.problem(event, "a mapping or a list cannot be a key")
            return ""
        text = golang.key_text(key)
        if text is None:
            self.problem(event, "null cannot be a key")
        return text or ""

    def _merge(self, node: dict[str, Value], source: Value, event: Event) -> None:
        # Go takes a list of mappings that stands here, but follows no alias to one.
        is_alias = type(event) is yaml.AliasEvent
        for mapping in reversed(source) if isinstance(source, list) and not is_alias else [source]:
            if isinstance(mapping, dict):
                node.update(mapping)
            else:
                self.problem(event, "<< needs a mapping after it")

    def unknown_alias(self, event: Event, *, is_inside: bool) -> Value:
        if is_inside:
            self.problem(event, f"the anchor &{event.anchor} contains itself")
        else:
            self.problem(event, f"the alias *{event.anchor} has no anchor before it")
        return None


def _is_merge(event: Event) -> bool:
    return (
        type(event) is yaml.ScalarEvent
        and event.value == _MERGE
        and (event.implicit[0] or event.tag == f"{_TAG}merge")
    )
