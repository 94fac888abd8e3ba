"""Each keyword of a schema is told in words: what was found, what was expected, what to do."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chart_values.judged import OPEN, said

REQUIRED = "a value for it, which the chart's schema requires"
PROT = 'the chart has no value "prot" in v; one of port; did you mean "port"?'
PORT = {"type": "object", "required": ["port"], "properties": {"port": {"type": "integer"}}}
KEY_ID = "LTAI5tFAKEFAKEFAKEFAKEFA"
KINDS = {
    "oneOf": [
        {
            "properties": {"kind": {"const": "file"}, "path": {"type": "string"}},
            "required": ["kind", "path"],
        },
        {
            "properties": {"kind": {"const": "port"}, "port": {"type": "integer"}},
            "required": ["kind", "port"],
        },
    ]
}


@pytest.mark.parametrize(
    ("schema", "value", "words"),
    [
        ({"type": "integer"}, "3", 'v is the string "3"; a whole number; write 3 without quotes'),
        ({"type": "integer"}, 3.5, "v is 3.5; a whole number"),
        ({"type": "string"}, 3, 'v is 3; a string; write "3", with the quotes'),
        ({"type": "string"}, True, 'v is true; a string; write "true", with the quotes'),
        ({"type": "boolean"}, "on or off", 'v is the string "on or off"; true or false'),
        (
            {"type": "boolean"},
            "true",
            'v is the string "true"; true or false; write true without quotes',
        ),
        ({"type": ["object", "null"]}, [], "v is a list; a mapping or null"),
        ({"type": "array"}, {"a": 1}, "v is a mapping; a list"),
        (
            {"enum": ["Always", "Never"]},
            "always",
            'v is the string "always"; one of Always, Never; did you mean "Always"?',
        ),
        ({"enum": [1, None]}, 2, "v is 2; one of 1, null"),
        ({"const": "on"}, "off", 'v is the string "off"; "on"'),
        ({"pattern": "^v[0-9]"}, "1", 'v is the string "1"; a string that matches ^v[0-9]'),
        ({"minLength": 2}, "a", "v has 1 character; at least 2 characters"),
        ({"maxItems": 1}, [1, 2], "v has 2 items; at most 1 item"),
        ({"minProperties": 1}, {}, "v has 0 keys; at least 1 key"),
        ({"minimum": 1}, 0, "v is 0; at least 1"),
        ({"exclusiveMaximum": 1}, 1, "v is 1; less than 1"),
        ({"multipleOf": 3}, 4, "v is 4; a multiple of 3"),
        ({"required": ["a"]}, {}, f'v has no "a"; {REQUIRED}'),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, f'v has no "b"; {REQUIRED}'),
        ({"uniqueItems": True}, [1, 1], "v lists an item twice; each item only once"),
        ({"contains": {"const": 1}}, [2], "v lacks an item that the chart's schema requires"),
        (
            {"not": {"required": ["a", "b"]}},
            {"a": 1, "b": 2},
            "v is excluded by the chart's schema; not {required: [a, b]}",
        ),
        (
            {"propertyNames": {"maxLength": 1}},
            {"ab": 1},
            'v has the key "ab"; a key that is at most 1 character',
        ),
        (
            {"additionalProperties": False},
            {"x": 1},
            'the chart has no value "x" in v; no other key',
        ),
        ({"properties": {"port": {}}, "additionalProperties": False}, {"prot": 1}, PROT),
        ({"properties": {"port": {}}, "unevaluatedProperties": False}, {"prot": 1}, PROT),
        ({"properties": {"old": False}}, {"old": 1}, "the chart does not accept v.old; remove it"),
        ({"if": {"required": ["tls"]}, "then": PORT}, {"tls": 1}, f'v has no "port"; {REQUIRED}'),
        (
            {"items": {"properties": {"a.b": {"type": "string"}}}},
            [{"a.b": 1}],
            'v[0].a\\.b is 1; a string; write "1", with the quotes',
        ),
        (
            {"anyOf": [{"type": "string"}, {"type": "integer"}]},
            True,
            'v is true; a string or a whole number; write "true", with the quotes',
        ),
        (
            {"anyOf": [{"type": "string"}, PORT]},
            {"port": "x"},
            'v.port is the string "x"; a whole number',
        ),
        (
            {"oneOf": [{"type": "integer"}, {"minimum": 1}]},
            2,
            "v matches several alternatives of the chart's schema; exactly one of them",
        ),
        (
            KINDS,
            {"kind": "port", "port": "1"},
            'v.port is the string "1"; a whole number; write 1 without quotes',
        ),
        (KINDS, {"kind": "file"}, f'v has no "path"; {REQUIRED}'),
        ({"allOf": [{"$ref": "#/$defs/port"}]}, {}, f'v has no "port"; {REQUIRED}'),
    ],
)
def test_a_mistake_is_one_plain_sentence(schema: Any, value: Any, words: str) -> None:
    whole = {"properties": {"v": schema}, "$defs": {"port": PORT}}
    assert said(whole, {"v": value}) == [words]


def test_all_mistakes_are_told_at_once() -> None:
    schema = {
        "additionalProperties": False,
        "required": ["name"],
        "properties": {**OPEN, "a": {"type": "integer"}, "b": {"enum": [1]}, "name": {}},
    }
    found = said(schema, {"a": "x", "b": 2, "bb": 1, "c": 1})
    assert sorted(each.split(";")[0] for each in found) == [
        'a is the string "x"',
        "b is 2",
        'the chart has no value "bb"',
        'the chart has no value "c"',
        'the top level of the values has no "name"',
    ]


@pytest.mark.parametrize(
    "value", ["LTAI5tFAKEFAKEFAKEFAKEFA", 1234567890123456, ["s3cr3t-and-long"]]
)
@pytest.mark.parametrize("schema", [{"type": "boolean"}, {"enum": [True]}, {"maxLength": 1}])
def test_a_credential_is_not_shown(schema: Any, value: Any) -> None:
    whole = {
        "properties": {"accessKeySecret": schema, "config": {"properties": {"password": schema}}}
    }
    found = said(whole, {"accessKeySecret": value, "config": {"password": value}})
    secret = value[0] if isinstance(value, list) else str(value)
    assert secret not in "".join(found)
