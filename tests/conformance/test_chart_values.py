"""Values held against a chart's schema: gardenlet's own renderer judges what we say of them.

What we do not judge (a doubt) is left out here; `DOUBTS` counts that it stays rare. One difference
is left: a schema that refers to itself without ever looking deeper. Helm refuses values for it, and
our library takes them.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from generator.assets import EXTENSION_CHART
from generator.chart import tarball
from generator.chart.blob import decode, encode
from generator.chart.source import from_text
from generator.chart_values.coalesce import TypeConflictError, coalesced
from generator.chart_values.judge import judge
from generator.chart_values.subcharts import rendered
from generator.gardener.injected_values import KEY, ON_A_SEED
from generator.manifest.chart_source import read_source
from tests.conformance.landscapes import DEPLOYMENT, clusters, generate
from tests.support.manifests import v1beta1

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


DEFAULTS = ["a", "b", "global", "sub", "named", "tags"]


def table(random: Random, depth: int = 2) -> dict[str, Any]:
    """Values as charts and users have them: mappings, nulls, and now and then another type."""
    found: dict[str, Any] = {}
    for key in random.sample(DEFAULTS, random.randint(0, 4)):
        if key == "tags":
            found[key] = {"one": random.choice([True, False, "x"])}
        elif depth and random.random() < 0.6:
            found[key] = table(random, depth - 1)
        elif key in ("sub", "named", "global") and random.random() < 0.9:
            continue
        else:
            found[key] = random.choice([None, None, 1, "x", [1, {"a": None}], True])
    return found


def chart_tree(random: Random) -> dict[str, bytes]:
    """A chart with two subcharts, of which one has a subchart, and what Chart.yaml says of them."""
    dependency: dict[str, Any] = {"name": "sub", "version": "0.1.0", "repository": ""}
    if random.random() < 0.5:
        dependency["alias"] = "named"
    if random.random() < 0.5:
        dependency["condition"] = random.choice(["sub.a,a", "named.b", "global.a", "b"])
    if random.random() < 0.5:
        dependency["tags"] = ["one"]
    declared = [dependency] if random.random() < 0.8 else []
    files = {"values.yaml": table(random), "Chart.yaml": {"dependencies": declared}}
    for path, name in (("sub", "sub"), ("other", "b"), ("sub/charts/inner", "a")):
        files[f"charts/{path}/values.yaml"] = table(random)
        files[f"charts/{path}/Chart.yaml"] = {"name": name}
    metadata = {"apiVersion": "v2", "name": "chart", "version": "0.1.0"}
    return {
        path: json.dumps({**metadata, **body} if path.endswith("Chart.yaml") else body).encode()
        for path, body in files.items()
    }


def exactly(values: dict[str, Any]) -> dict[str, bytes]:
    """The schema that nothing else fits, but for what gardenlet adds."""
    given = {key: {"const": value} for key, value in values.items() if key != KEY}
    known = {"properties": {**given, KEY: True}, "additionalProperties": False}
    return schema_files({**known, "required": [*given]})


def test_values_are_laid_over_each_other_as_helm_does_it(gardener: Judge) -> None:
    outcomes: Counter[str] = Counter()
    for seed in range(600):
        random = Random(f"tree {seed}")  # noqa: S311  no secret
        files, values = chart_tree(random), table(random)
        chart = from_text(chart_of(files), "chart").chart
        deployed = {**values, **ON_A_SEED}
        try:
            used = coalesced(rendered(chart, deployed), deployed)
        except TypeConflictError:
            accepted, _ = both(gardener, files, values)
            assert not accepted, (seed, files, values)
            outcomes["conflict"] += 1
            continue
        accepted, ours = both(gardener, {**files, **exactly(used)}, values)
        assert accepted, (seed, files, values, used)
        assert ours.mistakes == ()
        used[random.choice(["a", "new"])] = "other"
        accepted, ours = both(gardener, {**files, **exactly(used)}, values)
        assert not accepted, (seed, files, values, used)
        assert ours.mistakes
        outcomes["equal"] += 1
    assert outcomes["equal"] > 300
    assert outcomes["conflict"] > 10


@pytest.mark.parametrize("key", ["gardenerNext", "usableVolumes"])
def test_the_built_in_chart_takes_a_key_that_a_later_gardenlet_may_add(
    gardener: Judge, key: str
) -> None:
    packed = read_source(EXTENSION_CHART)
    archive = base64.b64encode(decode(encode(packed.tar), "")).decode()
    gardener.accepts("values", chart=archive, values={**ON_A_SEED, key: {"any": ["thing"]}})


def test_what_gardenlet_adds_is_what_we_judge_with(gardener: Judge, tmp_path: Path) -> None:
    (seed,) = (cluster for cluster in clusters() if cluster.name == "alicloud-seed")
    there: dict[str, Any] = ON_A_SEED[KEY]  # type: ignore[assignment]
    properties = {
        KEY: {"required": [*there], "properties": {"seed": {"required": [*there["seed"]]}}},
        **dict.fromkeys(("image", "config"), True),
    }
    closed = {"properties": properties, "additionalProperties": False}
    for refused, schema in ((False, closed), (True, {**closed, "required": ["usablePorts"]})):
        path = tmp_path / f"{refused}.yaml"
        path.write_text(v1beta1(chart_of(schema_files(schema))))
        catalog = {
            "images": {"a": {"versions": {"1.0.0": {"cn-shanghai": "a.vhd"}}}},
            "controllerDeployment": {"chart": str(path)},
            "rules": {"chart-values": "off"},
        }
        deployment = generate(catalog, tmp_path / str(refused))[DEPLOYMENT]
        verdict = gardener.ask(
            "gardenlet", deployment=deployment, chart="", objects=[], **seed.question()
        )
        assert verdict.accepted != refused, verdict
