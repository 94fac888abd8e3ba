"""What a schema refuses, in words: one finding a mistake."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.problems import Finding, Near, counted, dotted, quoted
from generator.yamlio.emit import flow
from generator.yamlio.golang import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from generator.catalog.values import Value
    from generator.chart_values.library import Violation
    from generator.problems import Hint, Path

_TYPES: Final = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "null",
}
_UNKNOWN: Final = frozenset({"additionalProperties", "unevaluatedProperties"})
_LIMITS: Final = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
}
_SIZES: Final = {
    "minLength": ("at least {}", "character"),
    "maxLength": ("at most {}", "character"),
    "minItems": ("at least {}", "item"),
    "maxItems": ("at most {}", "item"),
    "minProperties": ("at least {}", "key"),
    "maxProperties": ("at most {}", "key"),
    "additionalItems": ("at most {}", "item"),
}
_FORMATS: Final = {
    "date": "a date such as 2027-03-31",
    "date-time": "a time such as 2027-03-31T23:59:59Z",
    "email": "an email address",
    "ipv4": "an IPv4 address",
    "ipv6": "an IPv6 address",
    "time": "a time of day such as 23:59:59Z",
    "uri": "a URL",
}
_MAX_SCHEMA: Final = 80
"""Characters of a schema that a message quotes."""


def findings(violation: Violation) -> Iterator[Finding]:
    """What a violation says; the paths are those in the values of the chart."""
    if violation.keyword in _UNKNOWN and isinstance(violation.detail, list):
        for key in violation.detail:
            yield _unknown_key(violation, str(key))
    elif violation.keyword in ("anyOf", "oneOf"):
        yield from _of_alternatives(violation)
    else:
        yield _SENTENCES.get(violation.keyword, _other)(violation)


def _place(path: Path) -> str:
    return dotted(path) or "the top level of the values"


def _shown(violation: Violation) -> str:
    """What stands there; of a credential only what kind of value it is."""
    value = violation.found
    match value:
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case str() if violation.shown == value:
            return f"the string {quoted(value)}"
        case str():
            return "a string (a credential, not shown)"
    return flow(value) if violation.shown == value else "a number (a credential, not shown)"


def _wrong(violation: Violation, expected: str, hint: Hint = "") -> Finding:
    message = f"{_place(violation.path)} is {_shown(violation)}"
    return Finding(violation.path, message, expected, hint)


def _unknown_key(violation: Violation, key: str) -> Finding:
    where = f" in {dotted(violation.path)}" if violation.path else ""
    siblings = [name for name in violation.siblings if name.isprintable()]
    expected = "one of " + ", ".join(siblings) if siblings else "no other key"
    path = (*violation.path, key)
    message = f"the chart has no value {quoted(key)}{where}"
    return Finding(path, message, expected, Near(key, siblings), of_key=True)


def _type(violation: Violation) -> Finding:
    wanted = violation.detail if isinstance(violation.detail, list) else []
    types = [str(each) for each in wanted]
    return _wrong(violation, _types(types), _quotes(violation.shown, types))


def _types(wanted: Sequence[str]) -> str:
    return " or ".join(words for name, words in _TYPES.items() if name in wanted)


def _quotes(found: Value, wanted: Sequence[str]) -> str:
    """The hint that quotes are too many, or missing."""
    if isinstance(found, str):
        meant = resolve(found)
        is_meant = {bool: "boolean", int: "integer", float: "number"}.get(type(meant), "")
        numbers = {"integer", "number"} if is_meant == "integer" else {is_meant}
        return f"write {found} without quotes" if numbers & {*wanted} else ""
    if "string" in wanted and isinstance(found, int | float):
        return f'write "{flow(found)}", with the quotes'
    return ""


def _enum(violation: Violation) -> Finding:
    options = violation.detail if isinstance(violation.detail, list) else [violation.detail]
    expected = ("one of " if len(options) > 1 else "") + ", ".join(flow(each) for each in options)
    texts = [each for each in options if isinstance(each, str)]
    hint = Near(violation.shown, texts) if isinstance(violation.shown, str) else ""
    return _wrong(violation, expected, hint)


def _pattern(violation: Violation) -> Finding:
    return _wrong(violation, f"a string that matches {violation.detail}")


def _format(violation: Violation) -> Finding:
    name = str(violation.detail)
    return _wrong(violation, _FORMATS.get(name, f"a string of the format {name}"))


def _limit(violation: Violation) -> Finding:
    limit = violation.detail
    shown = flow(limit) if isinstance(limit, int | float) else str(limit)
    return _wrong(violation, _LIMITS[violation.keyword].format(shown))


def _size(violation: Violation) -> Finding:
    words, unit = _SIZES[violation.keyword]
    found, limit = violation.found, violation.detail
    size = len(found) if isinstance(found, str | list | dict) else 0
    message = f"{_place(violation.path)} has {counted(size, unit)}"
    expected = words.format(counted(limit, unit)) if isinstance(limit, int) else ""
    return Finding(violation.path, message, expected)


def _required(violation: Violation) -> Finding:
    message = f"{_place(violation.path)} has no {quoted(str(violation.detail))}"
    return Finding(violation.path, message, "a value for it, which the chart's schema requires")


def _refused(violation: Violation) -> Finding:
    if not violation.path:
        return Finding((), "the chart's schema refuses all values", hint="fix the chart")
    message = f"the chart does not accept {_place(violation.path)}"
    return Finding(violation.path, message, hint="remove it", of_key=True)


def _unique(violation: Violation) -> Finding:
    message = f"{_place(violation.path)} lists an item twice"
    return Finding(violation.path, message, "each item only once")


def _contains(violation: Violation) -> Finding:
    message = f"{_place(violation.path)} lacks an item that the chart's schema requires"
    return Finding(violation.path, message)


def _not(violation: Violation) -> Finding:
    excluded = flow(violation.detail)
    expected = f"not {excluded}" if len(excluded) <= _MAX_SCHEMA else ""
    message = f"{_place(violation.path)} is excluded by the chart's schema"
    return Finding(violation.path, message, expected)


def _name(violation: Violation) -> Finding:
    key = str(violation.detail)
    ((reason,),) = violation.branches
    expected = next(findings(reason)).expected
    message = f"{_place(violation.path)} has the key {quoted(key)}"
    return Finding((*violation.path, key), message, f"a key that is {expected}", of_key=True)


def _other(violation: Violation) -> Finding:
    words = re.sub("(?=[A-Z])", " ", violation.keyword).lower()
    return _wrong(violation, f"what the chart's schema requires for {words}")


def _of_alternatives(violation: Violation) -> Iterator[Finding]:
    branches = [branch for branch in violation.branches if branch]
    if len(branches) < len(violation.branches) or not branches:
        message = f"{_place(violation.path)} matches several alternatives of the chart's schema"
        yield Finding(violation.path, message, "exactly one of them")
        return
    meant = [branch for branch in branches if not _is_of_another_kind(branch, violation.path)]
    if meant:
        for each in min(meant, key=_distance):
            yield from findings(each)
        return
    expected = [next(findings(branch[0])).expected for branch in branches]
    hints = (str(next(findings(branch[0])).hint) for branch in branches)
    hint = next(filter(None, hints), "")
    yield _wrong(violation, " or ".join(dict.fromkeys(expected)), hint)


def _is_of_another_kind(branch: Sequence[Violation], path: Path) -> bool:
    """Whether an alternative is about something else than what stands there."""
    return any(each.keyword in ("type", "enum", "const") and each.path == path for each in branch)


def _distance(branch: Sequence[Violation]) -> tuple[int, int]:
    """How far an alternative is from what stands there: one with another `kind` is farther."""
    others = sum(each.keyword in ("enum", "const") for each in branch)
    return others, len(branch)


_SENTENCES: Final[dict[str, Callable[[Violation], Finding]]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda violation: _wrong(violation, flow(violation.detail)),
    "pattern": _pattern,
    "format": _format,
    **dict.fromkeys(_LIMITS, _limit),
    **dict.fromkeys(_SIZES, _size),
    "required": _required,
    "falseSchema": _refused,
    "uniqueItems": _unique,
    "contains": _contains,
    "not": _not,
    "propertyNames": _name,
}
