"""Schemas that nobody can judge, and those made to hurt: a doubt, never a call, crash or hang."""

from __future__ import annotations

import http.server
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from generator import bounded
from tests.chart_values.judged import verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OLD = "http://json-schema.org/draft-07/schema#"


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on loopback that refuses whatever by its schema, and its calls."""
    calls: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"false")

        def log_message(self, *_: object) -> None:
            """Nothing is told."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{found.server_port}", calls
        found.shutdown()
        thread.join()


def referring(to: str) -> list[dict[str, Any]]:
    """Schemas that lead to `to` + `/x.json`, in every way that there is."""
    url = f"{to}/x.json"
    return [
        {"$ref": url},
        {"properties": {"v": {"items": {"$ref": f"{url}#/definitions/a"}}}},
        {"$schema": OLD, "properties": {"v": {"$ref": url}}},
        {"$schema": url},
        {"$id": f"{to}/y.json", "properties": {"v": {"$ref": "x.json"}}},
        {"$schema": OLD, "$id": f"{to}/", "allOf": [{"$ref": "x.json"}]},
        {"properties": {"v": {"$id": f"{to}/z/", "anyOf": [{"$ref": "../x.json"}]}}},
        {"properties": {"v": {"$dynamicRef": f"{url}#meta"}}},
        {"$schema": "https://json-schema.org/draft/2019-09/schema", "$recursiveRef": url},
        {"$defs": {"a": {"$ref": url}}},
        {"properties": {"v": {"$id": f"{to}/q", "$schema": url}}},
    ]


@pytest.mark.parametrize("number", range(len(referring(""))))
def test_no_server_is_called(number: int, server: tuple[str, list[str]]) -> None:
    address, calls = server
    for files in ({}, {"values.yaml": "v: [1]\n"}):
        found = verdict(referring(address)[number], {"v": [1]}, files)
        assert len(found.doubts) == 1, found
        assert found.mistakes == ()
    assert calls == []


@pytest.mark.parametrize("number", range(len(referring(""))))
def test_no_file_is_read(number: int, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("false")
    found = verdict(referring(tmp_path.as_uri())[number], {"v": [1]})
    assert len(found.doubts) == 1, found
    assert found.mistakes == ()


def test_a_subchart_calls_no_server_either(server: tuple[str, list[str]]) -> None:
    address, calls = server
    files = {
        "charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 0.1.0\n",
        "charts/sub/values.schema.json": json.dumps({"$ref": f"{address}/x.json"}),
    }
    found = verdict({}, {"sub": {"a": 1}}, files)
    (doubt,) = found.doubts
    assert doubt.startswith("charts/sub/values.schema.json: it refers to")
    assert calls == []


def test_a_reference_to_the_schema_itself_by_its_name_and_an_unknown_urn_are_followed() -> None:
    schema = {
        "properties": {"v": {"$ref": "values.schema.json#/$defs/a"}, "w": {"$ref": "urn:a:b"}},
        "$defs": {"a": {"type": "string"}},
    }
    found = verdict(schema, {"v": 1, "w": 1})
    assert [each.path for each in found.mistakes] == [("v",)]
    assert found.doubts == ()


def doubling(levels: int) -> dict[str, Any]:
    """A small schema that looks at a value 2 ** `levels` times."""
    defs: dict[str, Any] = {
        f"d{level}": {"allOf": [{"$ref": f"#/$defs/d{level + 1}"}] * 2} for level in range(levels)
    }
    return {
        "properties": {"v": {"$ref": "#/$defs/d0"}},
        "$defs": {**defs, f"d{levels}": {"not": {"const": "x"}}},
    }


def nested(levels: int) -> str:
    return '{"not": ' * levels + "{}" + "}" * levels


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        (doubling(60), "takes more than"),
        (nested(300), "nested too deeply"),
        (nested(900), "nested too deeply"),
        ({"$ref": "#"}, "refers to itself without end"),
        (
            {"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"anyOf": [{"$ref": "#"}]}}},
            "refers to itself",
        ),
        ({"properties": {"v": {"pattern": r"\bx"}}}, r'it asks for the pattern "\bx"'),
        ({"$schema": OLD, "properties": {"v": {"format": "hostname"}}}, 'the format "hostname"'),
        ({"$schema": "https://example.com/mine"}, "which Helm would fetch"),
    ],
    ids=str,
)
def test_what_cannot_be_judged_is_a_doubt(
    schema: object, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "SECONDS", 1)
    found = verdict(schema, {"v": "x"})
    assert found.mistakes == ()
    (doubt,) = found.doubts
    assert words in doubt


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"v": {"pattern": "^(a+)+$"}}},
        {"properties": {"v": {"pattern": "^(a|a)*$"}}},
        {"properties": {"v": {"pattern": "^(.*)*$", "enum": ["a" * 50_000 + "!"]}}},
    ],
    ids=str,
)
def test_a_pattern_takes_no_exponential_time(schema: dict[str, Any]) -> None:
    assert verdict(schema, {"v": "a" * 50_000 + "!"}).doubts == ()


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "strin"}, '"type" in it is not a valid JSON Schema'),
        (
            {"properties": {"v": {"minimum": "1"}}},
            '"properties.v.minimum" in it is not a valid JSON Schema',
        ),
        (
            {"properties": {"v": {"$ref": "#/$defs/a"}}},
            'the `$ref` "#/$defs/a" in it points nowhere',
        ),
        ({"properties": {"v": {"pattern": "(?=a)"}}}, 'Helm cannot compile the pattern "(?=a)"'),
        ({"$schema": OLD, "properties": {"v": {"enum": [1, 1]}}}, "lists a value twice"),
        ("[]", "neither a mapping nor true or false"),
        ("5", "neither a mapping nor true or false"),
    ],
    ids=str,
)
def test_a_broken_schema_is_the_charts_mistake(schema: object, words: str) -> None:
    found = verdict(schema, {})
    (mistake,) = found.mistakes
    assert mistake.message.startswith("Helm cannot use the chart's values.schema.json: ")
    assert words in mistake.message
    assert found.doubts == ()
