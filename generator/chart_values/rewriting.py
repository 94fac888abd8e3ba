"""Rewrites a schema so that our library makes of it what Helm does.

What the library reads otherwise than Helm is rewritten (patterns), taken out with a doubt (formats
of which the two have other ideas), or makes the schema one that is not judged here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.chart_values.drafts import draft_of
from generator.chart_values.keywords import PREFIX_ITEMS, is_list, is_map, is_schema
from generator.chart_values.patterns import (
    RefusedPatternError,
    UndecidedPatternError,
    as_go_reads,
)
from generator.chart_values.schema import BrokenSchemaError, UnjudgedSchemaError
from generator.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value

_Object: TypeAlias = "dict[str, Value]"

_WITHOUT_FORMATS: Final = 2019
"""The first draft whose formats Helm does not look at, nor whether an `enum` repeats itself."""

_NUMBER: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"

_CHECKS_NAMES: Final = 7
"""The first draft whose patterns in `patternProperties` are looked at wherever they stand."""

_TURNING: Final = frozenset({"not", "if", "oneOf", "contains"})
"""Where to ask for less can refuse more."""

_CONTENT: Final = frozenset({"contentEncoding", "contentMediaType", "contentSchema"})
"""What Helm does not look at, but the library does."""

_FORMATS_ALIKE: Final = frozenset(
    {"date", "time", "date-time", "email", "ipv4", "ipv6", "uri"},
)
_FORMATS_OTHERWISE: Final = frozenset(
    {
        *("duration", "hostname", "iri", "iri-reference", "json-pointer", "period", "regex"),
        *("relative-json-pointer", "semver", "uri-reference", "uri-template", "uuid"),
    }
)
"""Formats that Helm looks at, but the library does not, or with another idea of them."""


def _check_enum(values: list[Value]) -> None:
    if len({repr(value) for value in values}) < len(values):
        raise BrokenSchemaError("an `enum` in it lists a value twice")


def _reads_as_number(value: Value) -> bool:
    return isinstance(value, str) and re.fullmatch(_NUMBER, value) is not None


@dataclass(slots=True)
class Rewriting:
    """Rewrites a schema of a draft."""

    draft: int
    patterns: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    places: set[int] = field(default_factory=set)
    """The identities of what was written for schemas."""

    def schema(self, node: Value, *, is_turned: bool) -> Value:
        """A schema at a place that `is_turned` where what it refuses may be what is taken."""
        if not isinstance(node, dict):
            self.places.add(id(node))
            return node
        if "$id" in node and "$schema" in node and draft_of(node)[0] != self.draft:
            raise UnjudgedSchemaError("a part of it is of another draft")
        written = dict(self._keywords(node, is_turned=is_turned))
        self.places.add(id(written))
        return written

    def _keywords(self, node: _Object, *, is_turned: bool) -> Iterator[tuple[str, Value]]:
        for key, value in node.items():
            if key in ("pattern", "format") and isinstance(value, str):
                write = self._pattern if key == "pattern" else self._format
                if written := write(value, is_turned=is_turned):
                    yield key, written
            elif key in ("const", "enum"):
                if self._is_kept(key, value, is_turned=is_turned):
                    yield key, value
            elif key not in self._dropped:
                yield key, self._below(key, value, is_turned=is_turned or key in _TURNING)

    def _below(self, key: str, value: Value, *, is_turned: bool) -> Value:
        """What stands at a keyword, with the schemas in it rewritten."""
        if is_map(value, key, self.draft):
            return {
                self._name(key, name): self.schema(each, is_turned=is_turned)
                for name, each in value.items()
            }
        if is_list(value, key, self.draft):
            return [self.schema(each, is_turned=is_turned) for each in value]
        if is_schema(key, self.draft):
            return self.schema(value, is_turned=is_turned)
        return value

    @property
    def _dropped(self) -> frozenset[str]:
        return _CONTENT | {"additionalItems"} if self.draft >= PREFIX_ITEMS else _CONTENT

    def _name(self, key: str, name: str) -> str:
        if key != "patternProperties":
            return name
        try:
            return self._pattern(name, is_turned=True)
        except BrokenSchemaError as error:
            if self.draft >= _CHECKS_NAMES:
                raise
            raise UnjudgedSchemaError(str(error)) from None

    def _pattern(self, pattern: str, *, is_turned: bool) -> str:
        """What the library is given for a pattern; empty for nothing."""
        try:
            written = as_go_reads(pattern)
        except RefusedPatternError:
            message = f"Helm cannot compile the pattern {quoted(pattern)}"
            raise BrokenSchemaError(message) from None
        except UndecidedPatternError:
            self._doubt(f"the pattern {quoted(pattern)}", is_turned=is_turned)
            return ""
        self.patterns[written] = pattern
        return written

    def _format(self, form: str, *, is_turned: bool) -> str:
        """What the library is given for a format; empty for nothing."""
        if self.draft >= _WITHOUT_FORMATS or form in _FORMATS_ALIKE:
            return form
        if form in _FORMATS_OTHERWISE:
            self._doubt(f"the format {quoted(form)}", is_turned=is_turned)
        return ""

    def _is_kept(self, key: str, value: Value, *, is_turned: bool) -> bool:
        """Whether the library compares values with these as Helm does."""
        options = value if key == "enum" and isinstance(value, list) else [value]
        if key == "enum" and self.draft < _WITHOUT_FORMATS:
            _check_enum(options)
        number = next((each for each in options if _reads_as_number(each)), None)
        if number is None or (key == "enum" and all(isinstance(each, str) for each in options)):
            return True
        what = f"the string {quoted(str(number))}, for which Helm also accepts the number"
        self._doubt(what, is_turned=is_turned)
        return False

    def _doubt(self, what: str, *, is_turned: bool) -> None:
        if is_turned:
            raise UnjudgedSchemaError(f"it asks for {what}")
        self.doubts.append(what)
