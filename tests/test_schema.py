"""The JSON Schema takes every catalog that works, and marks what an editor should mark."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from generator import cli
from generator.commands.rules import summaries
from generator.decode.schema import schema

ROOT = Path(__file__).parent.parent
CATALOGS = [
    *sorted((ROOT / "examples").glob("*.yaml")),
    *sorted((ROOT / "examples" / "landscapes").glob("*.yaml")),
    *sorted((ROOT / "tests" / "cases" / "ok").glob("*/catalog.yaml")),
]
RULES = summaries()
VALIDATOR = jsonschema.Draft202012Validator(schema(RULES))


def read(text: str) -> object:
    """A catalog as an editor sees it: text of dates, and every key text."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str, skipkeys=True))


def test_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema(RULES))


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda path: str(path.relative_to(ROOT)))
def test_takes_what_works(catalog: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(read(catalog.read_text()))] == []


@pytest.mark.parametrize(
    "text",
    [
        "imagse: {}",
        "images: []",
        "images: {a: {versions: {1.0.0: {regions: {x: y}, clasification: supported}}}}",
        "images: {a: {shared: sometimes}}",
        "controllerDeployment: {chart: {oci: {repo: x}}}",
        "seeds: [{backup: {secret: {accessKeyID: {environment: X}}}}]",
    ],
)
def test_marks_what_does_not(text: str) -> None:
    assert list(VALIDATOR.iter_errors(read(text)))


def test_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["schema"]) == 0
    printed = json.loads(capfd.readouterr().out)
    assert printed == schema(RULES)
    assert printed["properties"]["images"]["description"].startswith("Image name to image")
