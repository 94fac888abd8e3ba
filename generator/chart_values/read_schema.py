"""Reads values.schema.json for our library."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from generator.chart_values.drafts import draft_of
from generator.chart_values.endless import is_endless
from generator.chart_values.keywords import reached
from generator.chart_values.pointers import is_pointer, pointed_at
from generator.chart_values.rewriting import Rewriting
from generator.chart_values.schema import BrokenSchemaError, Schema, UnjudgedSchemaError
from generator.problems import quoted

if TYPE_CHECKING:
    from generator.catalog.values import Value

_ELSEWHERE_UNKNOWN: Final = frozenset({"$dynamicRef", "$recursiveRef"})
"""References that the library does not follow to another document, without a word."""

_MAX_EXPONENT: Final = 400
"""Digits of a number, more than any of the values can have."""


@lru_cache(maxsize=8)  # landscapes of one call have their charts in common
def read_schema(data: bytes) -> Schema:
    """The schema in a file that is JSON; raises `BrokenSchemaError` and `UnjudgedSchemaError`."""
    import json

    try:
        found: Value = json.loads(data.decode("utf-8", "replace"), parse_float=_number)
    except (RecursionError, ValueError):
        raise UnjudgedSchemaError(
            "it is nested too deeply, or has a number with too many digits"
        ) from None
    if not isinstance(found, dict):
        return Schema(found, {}, ())
    draft, name = draft_of(found)
    rewriting = Rewriting(draft)
    try:
        document = rewriting.schema({**found, "$schema": name}, is_turned=False)
        _check_pointers(document, rewriting)
        if is_endless(document, draft):
            raise UnjudgedSchemaError("a part of it refers to itself without end")
    except RecursionError:
        raise UnjudgedSchemaError("it is nested too deeply") from None
    return Schema(document, rewriting.patterns, tuple(dict.fromkeys(rewriting.doubts)))


def _number(text: str) -> float:
    """A number with a point or an exponent, as Helm compares it: 1e300 is a whole one."""
    from decimal import Decimal

    exact = Decimal(text)
    is_whole = exact == exact.to_integral_value() and abs(exact.adjusted()) < _MAX_EXPONENT
    return int(exact) if is_whole else float(text)


def _check_pointers(document: Value, rewriting: Rewriting) -> None:
    """Raise an error for a pointer that leads nowhere, or to what is not a schema to its draft."""
    for node in reached(document, rewriting.draft):
        for keyword in _ELSEWHERE_UNKNOWN & node.keys():
            if not str(node[keyword]).startswith("#"):
                raise UnjudgedSchemaError(f"its `{keyword}` is not followed")
        reference = node.get("$ref")
        if not isinstance(reference, str) or not is_pointer(reference):
            continue
        target = pointed_at(reference, document)
        if target is None:
            raise BrokenSchemaError(f"the `$ref` {quoted(reference)} in it points nowhere")
        if id(target) not in rewriting.places:
            raise UnjudgedSchemaError(f"its draft has no schema at {quoted(reference)}")
