"""The chart's values: what the schema refuses, and that README, values.yaml and schema agree."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import yaml

from generator.chart_values.judge import judge
from generator.manifest.chart_source import read_source
from tests.extension_chart.helm import CHART, Manifest, merged, refused, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("image.tag", 1.0),
        ("image.tags", "v1"),
        ("usablePorts", [8080, 10250]),
        ("metricsPort", "http"),
        ("config.toBeSharedImageIDs", "m-bp1ibwd9dqjxwgjtvc3i"),
        ("config.machineImages", [{"name": "x", "version": 1877.10}]),
        ("config.machineImageOwnerSecret.accessKeyId", "x"),
        ("config.csi.enableADController", "true"),
        ("disableWebhooks", ["shoots"]),
        ("gardener.runtimeCluster.enabled", "yes"),
    ],
)
def test_values_schema_refuses_unknown_keys_and_wrong_types(path: str, value: object) -> None:
    message = refused(merged({}, path, value))
    assert "values don't meet the specifications" in message
    assert [key for key in path.split(".") if key not in message] == []


@pytest.mark.parametrize("key", ["gardenerNext", "usableVolumes", "replicaCuont"])
def test_helm_takes_a_key_at_the_top_that_gardenlet_may_add(key: str) -> None:
    assert render({key: {"some": ["thing"]}}) == render({})


@pytest.mark.parametrize("key", ["gardenerNext", "usableVolumes", "replicaCuont"])
def test_a_key_at_the_top_that_a_user_states_is_a_mistake(key: str) -> None:
    chart = read_source(CHART).chart
    mistakes = [mistake.path for mistake in judge(chart, {key: 1, "replicaCount": 2}).mistakes]
    assert mistakes == [(key,)]


def test_image_without_repository_is_refused() -> None:
    assert "image.repository must not be empty" in refused({"image": {"repository": None}})


def leaves(values: Manifest, prefix: str = "") -> Iterator[tuple[str, object]]:
    for key, value in values.items():
        if isinstance(value, dict) and value:
            yield from leaves(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def documented(heading: str) -> dict[str, str]:
    """First two columns of the first table below a heading of the README."""
    section = (CHART / "README.md").read_text("utf-8").split(f" {heading}\n", 1)[1]
    table = section.split("\n#", 1)[0]
    return dict(re.findall(r"^\| `([^`]+)` \| `?([^`|]+?)`? \|", table, re.MULTILINE))


def test_readme_lists_every_value_with_its_default() -> None:
    defaults = dict(leaves(yaml.safe_load((CHART / "values.yaml").read_text("utf-8"))))
    table = {key: yaml.safe_load(text) for key, text in documented("Values").items()}
    assert table == defaults


def test_every_value_has_a_comment() -> None:
    lines = (CHART / "values.yaml").read_text("utf-8").splitlines()
    keys = [number for number, line in enumerate(lines) if re.match(r" *[a-zA-Z]+:", line)]
    assert [lines[at] for at in keys if not lines[at - 1].lstrip().startswith("#")] == []


def test_schema_knows_every_value_and_no_other() -> None:
    schema = json.loads((CHART / "values.schema.json").read_text("utf-8"))
    tables = documented("Values") | documented("Values without a default")
    # A value of the first table may be a section of the second.
    sections = {each.removesuffix("[]") for key in tables for each in parents(key)}
    assert closed(properties(schema, schema)) == closed(tables) - sections | {"global"}


def parents(key: str) -> list[str]:
    parts = key.split(".")
    return [".".join(parts[:at]) for at in range(1, len(parts))]


def closed(keys: Iterable[str]) -> set[str]:
    """Without the keys that Gardener sets: its next version may send more."""
    return {key for key in keys if not key.startswith("gardener.")}


def properties(schema: Manifest, node: Manifest, prefix: str = "") -> Iterator[str]:
    """Paths of a schema's leaves; `[]` stands for the items of a list."""
    if "$ref" in node:
        node = schema["definitions"][node["$ref"].rsplit("/", 1)[1]]
    inner = node.get("properties") or {}
    items = node.get("items", {})
    for key, value in inner.items():
        yield from properties(schema, value, f"{prefix}.{key}" if prefix else key)
    if "properties" in items:
        yield from properties(schema, items, f"{prefix}[]")
    elif not inner:
        yield prefix
