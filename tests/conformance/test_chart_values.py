"""Values held against a chart's schema: gardenlet's own renderer judges what we say of them.

What we do not judge (a doubt) is no verdict, so it is left out here; `DOUBTS` counts that it stays
rare. One difference is left: a schema that refers to itself without ever looking deeper. Helm
refuses values for it, and our library takes them.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from generator.chart import tarball
from generator.chart.blob import decode, encode
from generator.chart.source import from_text
from generator.chart_values.judge import judge
from generator.gardener.injected_values import ON_A_SEED

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.chart_values.verdict import Verdict
    from tests.conformance.judges import Judge

DRAFTS = [
    None,
    *(f"http://json-schema.org/draft-0{draft}/schema#" for draft in (4, 6, 7)),
    "https://json-schema.org/draft-07/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "https://json-schema.org/draft/2020-12/schema",
    "http://json-schema.org/schema#",
]
KEYS = ["a", "b", "ab", "c"]
TEXTS = ["", "a", "ab", "b1", "-", "é", "a b", "A", "127.0.0.1", "2020-02-30", "x@y.z", "a\n"]
NUMBERS = [0, 1, 2, 3, -1, 1.0, 1.5, 0.1, 0.3, 1e20, 2**53 + 1, 1e300]
TYPES = ["string", "integer", "number", "boolean", "null", "object", "array"]
PATTERNS = [
    *["a", "^a", "b$", "^[a-z]+$", r"^\d+$", r"\s", r"^\w*$", "[^a]", "a|b", "(ab)+", "^.$", "^$"],
    *[
        "^a{1,2}$",
        r"^[\w.-]+$",
        "(?i)^A$",
        "^(?:a|b)1?$",
        "^[a-z]([-a-z0-9]*[a-z0-9])?$",
        r"\.",
        "}",
    ],
    *[
        "(?=a)",
        "(?!a)",
        r"(a)\1",
        "a{2,1}",
        "[b-a]",
        "(",
        "a)",
        r"\u0061",
        r"\Z",
        r"\p{L}",
        "a{1001}",
    ],
]
FORMATS = [
    "date",
    "time",
    "date-time",
    "email",
    "ipv4",
    "ipv6",
    "uri",
    "idn-email",
    "unknown",
    "int32",
]


def instance(random: Random, depth: int = 2) -> Any:
    """Some value."""
    kind = random.randrange(7 if depth else 5)
    if kind == 5:
        return [instance(random, depth - 1) for _ in range(random.randrange(4))]
    if kind == 6:
        return {key: instance(random, depth - 1) for key in some(random, KEYS, least=0)}
    return random.choice([NUMBERS, NUMBERS, TEXTS, TEXTS, [None, True, False]][kind])


def some(random: Random, choices: list[str], least: int = 1) -> list[str]:
    return random.sample(choices, random.randint(least, 3))


def schema(random: Random, depth: int = 3) -> Any:
    """A schema with a few keywords, as people write them and as they do not."""
    if not depth or random.random() < 0.05:
        return random.choice([{"type": random.choice(TYPES)}, True, False, {}])

    def inner() -> Any:
        return schema(random, depth - 1)

    def by_key() -> Any:
        return {key: inner() for key in some(random, KEYS)}

    def several() -> Any:
        return [inner() for _ in range(random.randint(1, 3))]

    def size() -> int:
        return random.randrange(4)

    def number() -> Any:
        return random.choice(NUMBERS)

    makers: dict[str, Callable[[], Any]] = {
        "type": lambda: random.choice([random.choice(TYPES), some(random, TYPES)]),
        "enum": lambda: [instance(random) for _ in range(random.randint(1, 4))],
        "const": lambda: instance(random),
        "properties": by_key,
        "patternProperties": lambda: {each: inner() for each in some(random, PATTERNS)},
        "additionalProperties": lambda: random.choice([False, inner()]),
        "required": lambda: some(random, KEYS, least=0),
        "minProperties": size,
        "maxProperties": size,
        "propertyNames": inner,
        "dependencies": lambda: {"a": random.choice([inner(), some(random, KEYS)])},
        "dependentRequired": lambda: {"a": some(random, KEYS)},
        "dependentSchemas": by_key,
        "items": lambda: random.choice([inner(), inner(), several()]),
        "prefixItems": several,
        "additionalItems": inner,
        "contains": inner,
        "minContains": size,
        "maxContains": size,
        "minItems": size,
        "maxItems": size,
        "uniqueItems": lambda: random.random() < 0.9,
        "minimum": number,
        "exclusiveMinimum": lambda: random.choice([number(), True]),
        "maximum": number,
        "exclusiveMaximum": number,
        "multipleOf": lambda: random.choice([1, 2, 0.1, 0.01, 1.5]),
        "minLength": size,
        "maxLength": size,
        "pattern": lambda: random.choice(PATTERNS),
        "format": lambda: random.choice(FORMATS),
        "contentEncoding": lambda: "base64",
        "contentMediaType": lambda: "application/json",
        "allOf": several,
        "anyOf": several,
        "oneOf": several,
        "not": inner,
        "if": inner,
        "then": inner,
        "else": inner,
        "unevaluatedProperties": inner,
        "unevaluatedItems": inner,
        "default": lambda: instance(random),
        "$ref": lambda: random.choice(
            ["#/definitions/x", "#/$defs/y", "values.schema.json#/definitions/x", "#/nowhere"]
        ),
    }
    names = random.sample([*makers], random.randint(1, 3))
    return {name: makers[name]() for name in names}


def chart_of(files: dict[str, bytes]) -> str:
    """A chart as base64 text."""
    metadata = b"apiVersion: v2\nname: chart\nversion: 0.1.0\n"
    written = {"Chart.yaml": metadata, **files}
    return encode(tarball.write({f"chart/{path}": data for path, data in written.items()}))


def both(gardener: Judge, files: dict[str, bytes], values: dict[str, Any]) -> tuple[bool, Verdict]:
    """Whether gardenlet takes the values; and what we say."""
    text = chart_of(files)
    archive = base64.b64encode(decode(text, "")).decode()
    verdict = gardener.ask("values", chart=archive, values={**values, **ON_A_SEED})
    return verdict.accepted, judge(from_text(text, "chart").chart, values)


def schema_files(schema: object) -> dict[str, bytes]:
    return {"values.schema.json": json.dumps(schema).encode()}


SEEDS = range(300)


@pytest.mark.parametrize("draft", DRAFTS, ids=str)
def test_values_are_refused_when_gardenlet_refuses_them(gardener: Judge, draft: str | None) -> None:
    verdicts: Counter[str] = Counter()
    for seed in SEEDS:
        random = Random(f"{draft} {seed}")  # noqa: S311  no secret
        whole = {
            "properties": {"v": schema(random)},
            "definitions": {"x": schema(random, 1)},
            "$defs": {"y": schema(random, 1)},
        }
        if draft is not None:
            whole["$schema"] = draft
        value = instance(random)
        accepted, ours = both(gardener, schema_files(whole), {"v": value})
        verdicts["doubt" if ours.doubts else str(accepted)] += 1
        if not ours.doubts:
            assert accepted == (not ours.mistakes), json.dumps(
                [seed, whole, value, str(ours)[:200]]
            )
    # Neither all nor none is refused, and few schemas are not judged.
    assert min(verdicts["True"], verdicts["False"]) > len(SEEDS) / 4
    assert verdicts["doubt"] < len(SEEDS) / 10
