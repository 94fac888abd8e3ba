"""Whether Helm renders a chart with values: what its schemas refuse of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from generator import assets, files
from generator.chart_values.built_in import SCHEMA, built_in
from generator.chart_values.coalesce import TypeConflictError, coalesced
from generator.chart_values.schema import BrokenSchemaError, Schema, UnjudgedSchemaError
from generator.chart_values.subcharts import ImportedValuesError, rendered
from generator.chart_values.verdict import Verdict
from generator.gardener import injected_values
from generator.problems import Finding, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import jsonschema_rs

    from generator.catalog.values import Value
    from generator.chart.packed import Chart
    from generator.chart_values.library import Violation
    from generator.chart_values.subcharts import Node
    from generator.problems import Path

_Values: TypeAlias = "dict[str, Value]"

_EXACT: Final = 2**53
"""The largest whole number up to which Go keeps all of them, as it reads each as a float."""

_OF_SHAPE: Final = frozenset(
    {"type", "falseSchema", "additionalProperties", "unevaluatedProperties"}
)
"""Keywords that look at which keys and types there are, not at what stands there."""


def judge(chart: Chart, values: _Values) -> Verdict:
    """What Helm says of a chart with the values of a ControllerDeployment."""
    deployed = {**values, **injected_values.ON_A_SEED}
    try:
        node = rendered(chart, deployed)
        used = coalesced(node, deployed)
    except TypeConflictError as error:
        message = f"{error} holds the values of a subchart, but is not a mapping"
        return Verdict((Finding((str(error),), message, "a mapping"),))
    except ImportedValuesError as error:
        return Verdict(doubts=(f"{error} takes values from its subcharts (import-values)",))
    verdicts = [_judged(*each) for each in _schemas(node, used, ())]
    return Verdict(
        tuple(mistake for verdict in verdicts for mistake in verdict.mistakes),
        tuple(doubt for verdict in verdicts for doubt in verdict.doubts),
    )


def _schemas(node: Node, values: _Values, path: Path) -> Iterator[tuple[bytes, _Values, Path]]:
    """Each schema with the values that it is for, and where these stand."""
    if node.schema is not None:
        yield node.schema, values, path
    for subchart in node.subcharts:
        below = values.get(subchart.name)
        if isinstance(below, dict):
            yield from _schemas(subchart, below, (*path, subchart.name))


def _judged(data: bytes, values: _Values, path: Path) -> Verdict:
    where = "/".join(f"charts/{step}" for step in path) + "/" if path else ""
    name = f"{where}{SCHEMA}"
    try:
        schema, found = _violations(data, _all_as_held(values), path)
    except BrokenSchemaError as error:
        message = f"Helm cannot use the chart's {name}: {error}"
        return Verdict((Finding((), message, hint="fix the chart"),))
    except UnjudgedSchemaError as error:
        return Verdict(doubts=(f"{name}: {error}",))
    doubts = tuple(f"{name}: it asks for {doubt}" for doubt in schema.doubts)
    return Verdict(_mistakes(found) if found else (), doubts)


def _mistakes(found: Iterable[Violation]) -> tuple[Finding, ...]:
    from generator.chart_values.sentences import findings

    told = (each for violation in found if _is_known(violation) for each in findings(violation))
    return tuple(dict.fromkeys(told))


def _violations(data: bytes, values: _Values, path: Path) -> tuple[Schema, tuple[Violation, ...]]:
    """A schema, read, and what it refuses of the values."""
    from generator.chart_values.library import validator_of, violations

    if data == files.read(assets.EXTENSION_CHART / SCHEMA):
        schema = built_in().schema
        return schema, violations(schema, _validator(), values, lambda: _masked(values), path)
    from generator.chart_values.read_schema import read_schema

    schema = read_schema(data)

    def asked() -> tuple[Violation, ...] | ValueError:
        try:
            validator = validator_of(schema)
            return violations(schema, validator, values, lambda: _masked(values), path)
        except (BrokenSchemaError, UnjudgedSchemaError) as error:
            return error

    # Others wrote this one: it may take any time, or be a bug of the library.
    from generator.bounded import bounded

    try:
        answer = bounded(asked, "the schema", SCHEMA)
    except ProblemsError as error:
        raise UnjudgedSchemaError(error.problems[0].message) from None
    if isinstance(answer, ValueError):
        raise answer
    return schema, answer


def _masked(values: _Values) -> _Values:
    """The values as messages may show them."""
    from generator.credentials.tree import masked

    return masked(values)


@cache
def _validator() -> jsonschema_rs.Validator:
    """The built-in schema's, which all landscapes of a call have in common."""
    from generator.chart_values.library import validator_of

    return validator_of(built_in().schema)


def _all_as_held(value: _Values) -> _Values:
    return {str(key): _as_held(item) for key, item in value.items()}


def _as_held(value: Value) -> Value:
    """The value as Helm holds it against a schema: a float's shortest text, so that 3.0 is 3."""
    from decimal import Decimal

    if isinstance(value, dict):
        return _all_as_held(value)
    if isinstance(value, list):
        return [_as_held(item) for item in value]
    if isinstance(value, str):
        return str(value)  # The library takes no other class that is a text.
    if isinstance(value, float) and value.is_integer():
        return int(Decimal(repr(value)))
    if isinstance(value, int) and abs(value) > _EXACT:
        return int(Decimal(repr(float(value))))
    return value


def _is_known(violation: Violation) -> bool:
    """Whether what is refused is what Helm will find: some of it only the cluster knows."""
    if violation.path[:1] == (injected_values.KEY,):
        return len(violation.path) == 1 and violation.keyword in _OF_SHAPE
    # gardenlet puts the content of a Secret there.
    refers = isinstance(violation.found, str) and ".resources." in violation.found
    return not refers or violation.keyword in _OF_SHAPE
