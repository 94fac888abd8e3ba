"""The JSON Schema library, asked so that it never reads a file and never calls a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import jsonschema_rs

from generator.chart_values.schema import BrokenSchemaError, UnjudgedSchemaError
from generator.problems import quoted
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.catalog.values import Value
    from generator.chart_values.schema import Schema
    from generator.problems import Path

_URL: Final = "file:///values.schema.json"
"""What Helm takes for the schema's own address."""


class Violation(Record):
    """A part of the values that a keyword of the schema refuses.

    `detail` is what the keyword states, or which keys it refuses; `shown` is what was found without
    its credentials; `siblings` are keys that the schema has at that level. `branches` are the
    violations of each alternative (`anyOf`, `oneOf`), or of a name (`propertyNames`).
    """

    path: Path
    keyword: str
    detail: Value
    found: Value
    shown: Value
    siblings: tuple[str, ...] = ()
    branches: tuple[tuple[Violation, ...], ...] = ()


def violations(
    schema: Schema,
    validator: jsonschema_rs.Validator,
    values: dict[str, Value],
    shown: Callable[[], dict[str, Value]],
    above: Path,
) -> tuple[Violation, ...]:
    """Everything in the values that the schema refuses; `shown` gives those without credentials.

    `validator` is the schema's, `above` is where the values stand, which the paths begin with.
    Raises `UnjudgedSchemaError`.
    """
    try:
        errors = [*validator.iter_errors(values)]
        if not errors:
            return ()
        translation = _Translation(schema, values, shown(), above)
        return tuple(map(translation.violation, errors))
    except ValueError as error:
        raise UnjudgedSchemaError("the values are nested too deeply") from error


def validator_of(schema: Schema) -> jsonschema_rs.Validator:
    """What judges by a schema; raises `BrokenSchemaError` and `UnjudgedSchemaError`."""
    refused: list[str] = []

    def retrieve(url: str) -> bool:
        # Helm takes what no URN leads to for a schema that everything fits.
        if not url.startswith("urn:"):
            refused.append(url)
            raise ValueError(url)
        return True

    document = schema.document
    if not isinstance(document, dict | bool):
        raise BrokenSchemaError("it is neither a mapping nor true or false")
    try:
        return jsonschema_rs.validator_for(
            document,
            retriever=retrieve,
            base_uri=_URL,
            # Like Go's, these take linear time, and know no look-around.
            pattern_options=jsonschema_rs.RegexOptions(),
        )
    except jsonschema_rs.ValidationError as error:
        raise _refusal(error, refused) from None
    except ValueError as error:
        raise UnjudgedSchemaError("it is nested too deeply") from error


def _refusal(error: jsonschema_rs.ValidationError, refused: Sequence[str]) -> ValueError:
    if refused:
        message = f"it refers to {quoted(refused[0])}, and nothing is ever fetched"
        return UnjudgedSchemaError(message)
    if error.kind.name == "format":
        return UnjudgedSchemaError(f"its {quoted(str(error.instance))} may be unknown to Helm")
    if error.kind.name == "$ref":
        return UnjudgedSchemaError("a `$ref` in it points nowhere")
    place = ".".join(map(str, error.instance_path))
    return BrokenSchemaError(f"{quoted(place)} in it is not a valid JSON Schema")


class _Translation(Record):
    """Errors of the library as violations."""

    schema: Schema
    values: dict[str, Value]
    shown: dict[str, Value]
    above: Path

    def violation(self, error: jsonschema_rs.ValidationError) -> Violation:
        path: Path = tuple(error.instance_path)
        keyword, detail = error.kind.name, error.kind.value
        branches: tuple[tuple[Violation, ...], ...] = ()
        found = _at(self.values, path)
        if keyword in ("anyOf", "oneOf"):
            branches = tuple(tuple(map(self.violation, branch)) for branch in detail)
            detail = None
        elif keyword == "propertyNames":
            branches, detail = ((self.violation(detail),),), detail.instance
        elif keyword == "pattern":
            detail = self.schema.patterns.get(detail, detail)
        elif keyword == "falseSchema" and _is_closed(error) and isinstance(found, dict):
            keyword, detail = "additionalProperties", [*found]
        siblings = _siblings(self.schema.document, error.schema_path)
        shown = _at(self.shown, path)
        return Violation((*self.above, *path), keyword, detail, found, shown, siblings, branches)


def _is_closed(error: jsonschema_rs.ValidationError) -> bool:
    """Whether a mapping is refused since it may have no keys: `additionalProperties: false`."""
    at_keyword = error.schema_path[-1:] == ["additionalProperties"]
    return at_keyword and error.instance_path[-1:] != ["additionalProperties"]


def _siblings(document: Value, schema_path: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that the part of a schema lists in which a keyword stands."""
    around = _at(document, schema_path[:-1])
    known = around.get("properties") if isinstance(around, dict) else None
    return tuple(known) if isinstance(known, dict) else ()


def _at(value: Value, path: Sequence[str | int]) -> Value:
    for step in path:
        if isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            value = value.get(str(step)) if isinstance(value, dict) else None
    return value
