"""What every verb that reads manifests back has in common: shapes, server fields, comparing."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, cast

import pytest

from generator.importing.deployed import read_deployed
from generator.importing.differences import differences
from generator.manifest.located_objects import read_located_objects
from generator.manifest.matching import match_objects
from generator.manifest.objects import Object, read_objects
from generator.manifest.server_fields import LAST_APPLIED, without_server_fields
from generator.manifest.shapes import CHARTS_OF_KIND, ChartPlace
from generator.manifest.tree_diff import IDENTITY_KEYS, Change, ListItem, Reordered, changes
from generator.problems import ProblemsError
from generator.review.compare import review
from generator.show.sizes import sizes
from generator.show.textual import textual
from tests.support.manifests import CHART, blob

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from generator.catalog.values import Value
    from generator.problems import Problem
    from generator.yamlio.read import Node

PLACES = [
    pytest.param(kind, place, id=f"{kind} {'.'.join(place.helm)} {place.role}")
    for kind, places in CHARTS_OF_KIND.items()
    for place in places
]


def nested(path: Sequence[str], value: Value) -> dict[str, Value]:
    for key in reversed(path):
        value = {key: value}
    assert isinstance(value, dict)
    return value


def deploying(kind: str, place: ChartPlace, chart: Value, values: Value) -> bytes:
    """An object with a chart at a place: `chart` is its text, or the tag of one in a registry."""
    body = nested(place.values, values)
    above = body
    for key in place.helm:
        inner = above.setdefault(key, {})
        assert isinstance(inner, dict)
        above = inner
    if place.chart_key:
        above[place.chart_key] = chart
    else:
        above["ociRepository"] = {"repository": "example.com/c", "tag": "v1"}
    head: dict[str, Value] = {"apiVersion": "core.gardener.cloud/v1", "kind": kind}
    return json.dumps({**head, "metadata": {"name": "a"}, **body}).encode()


def told(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    """All that a review says."""
    problems: list[Problem] = []
    places = review(old, new, problems)
    assert problems == []
    return [statement.text for place in places for statement in place.meaning]


@pytest.mark.parametrize(("kind", "place"), PLACES)
def test_every_verb_finds_a_chart_and_its_values_at_each_place(
    kind: str, place: ChartPlace
) -> None:
    text = blob(CHART)
    data = deploying(kind, place, text, {"x": 1})
    (item,) = read_objects(data, "a.yaml")
    found = next(each for each in item.deployments if each.place == place)
    assert found.values == {"x": 1}
    assert found.chart == (text if place.chart_key else None)
    if place.chart_key:
        assert b"<chart c 1.2.3" in textual(data)
    changed = deploying(kind, place, blob({**CHART, "a": "b"}), {"x": 2})
    statements = told({"a.yaml": data}, {"a.yaml": changed})
    assert any("x`: `1` → `2`" in statement for statement in statements)
    if place.chart_key:
        assert any(statement.startswith("chart `c` `1.2.3` changed") for statement in statements)
    (read,) = read_located_objects(data, "a.yaml")
    deployed = read_deployed(read)
    assert deployed is not None
    if place.role in ("", "extension"):
        assert (deployed.place, deployed.chart, deployed.values) == (place, found.chart, {"x": 1})


SPEC = {"providerConfig": {"kind": "CloudProfileConfig", "machineImages": []}}
MANIFESTS: dict[str, tuple[str, list[tuple[str, str, str, str]]]] = {
    "stream": (
        "kind: Seed\nmetadata: {name: a}\n---\n---\nkind: Secret\nmetadata: {namespace: c}\n",
        [("Seed", "", "", "a"), ("Secret", "", "c", "")],
    ),
    "list in a list": (
        "kind: List\nitems:\n- {kind: SeedList, items: [{kind: Seed, apiVersion: x/v1}]}\n- a: b\n",
        [("Seed", "x/v1", "", ""), ("", "", "", "")],
    ),
    "spec of a profile": (json.dumps(SPEC), [("CloudProfile", "", "", "")]),
    "images of a profile": ("machineImages: []\n", [("CloudProfile", "", "", "")]),
    "machine types of a profile": ("machineTypes: []\n", [("CloudProfile", "", "", "")]),
    "config without its kind": (
        "providerConfig: {machineImages: []}\n",
        [("CloudProfile", "", "", "")],
    ),
    "chart without its head": ("type: helm\nproviderConfig: {chart: eA==}\n", [("", "", "", "")]),
    "values": ("config: {machineImages: []}\n", [("", "", "", "")]),
}


@pytest.mark.parametrize(("text", "expected"), MANIFESTS.values(), ids=MANIFESTS)
def test_both_readers_find_the_same_objects(
    text: str, expected: list[tuple[str, str, str, str]]
) -> None:
    for read in (read_objects, read_located_objects):
        found = read(text.encode(), "a.yaml")
        assert [(o.kind, o.api_version, o.namespace, o.name) for o in found] == expected


def test_a_located_object_knows_its_lines_in_streams_and_lists() -> None:
    text = "kind: Seed\n---\n# two\nkind: List\nitems:\n- kind: Seed\n- kind: Secret\n  data: 7\n"
    found = read_located_objects(text.encode(), "a.yaml")
    assert [item.place(("kind",)) for item in found] == ["a.yaml:1", "a.yaml:6", "a.yaml:7"]
    with pytest.raises(ProblemsError, match="found a string") as caught:
        found[2].part("data")
    assert caught.value.problems[0].line == 8


SERVER_FIELDS: dict[str, dict[str, Value]] = {
    "creationTimestamp": {"metadata": {"creationTimestamp": "2024-01-01T00:00:00Z"}},
    "deletionTimestamp": {"metadata": {"deletionTimestamp": "2024-01-01T00:00:00Z"}},
    "deletionGracePeriodSeconds": {"metadata": {"deletionGracePeriodSeconds": 30}},
    "generation": {"metadata": {"generation": 2}},
    "managedFields": {"metadata": {"managedFields": [{"manager": "kubectl"}]}},
    "resourceVersion": {"metadata": {"resourceVersion": "1"}},
    "selfLink": {"metadata": {"selfLink": "/a"}},
    "uid": {"metadata": {"uid": "b"}},
    "last-applied": {"metadata": {"annotations": {LAST_APPLIED: "{}"}}},
    "labels": {"metadata": {"labels": {"seed.gardener.cloud/region": "cn-shanghai"}}},
    "finalizers": {"metadata": {"finalizers": ["gardener"]}},
    "status": {"status": {"ready": True}},
}


@pytest.mark.parametrize("added", SERVER_FIELDS.values(), ids=SERVER_FIELDS)
def test_what_the_server_writes_is_no_difference_and_is_not_applied(
    added: dict[str, Value],
) -> None:
    own: dict[str, Value] = {"kind": "Seed", "metadata": {"name": "a"}, "spec": {"x": 1}}
    metadata = added.get("metadata", {})
    assert isinstance(metadata, dict)
    whole = {**own, **added, "metadata": {"name": "a", **metadata}}
    assert without_server_fields(whole) == own
    assert sizes(whole).applied == sizes(own).applied
    files = [{"a.json": json.dumps(body).encode()} for body in (own, whole)]
    assert told(files[0], files[1]) == [
        "`a.json` says the same in other bytes (comments, layout or compression)"
    ]
    items = [read_located_objects(file["a.json"], "a.json")[0] for file in files]
    assert [*differences(items[1].tree, items[0].tree)] == []


def missing(found: Node, generated: Node) -> list[tuple[object, object]]:
    differing = differences({"x": found}, {"x": generated})
    return [(each.path[1:], each.found) for each in differing]


@pytest.mark.parametrize("keys", IDENTITY_KEYS, ids=" ".join)
def test_items_of_lists_are_told_apart_by_the_same_keys_everywhere(keys: tuple[str, ...]) -> None:
    def items(*values: str) -> list[Value]:
        # With two keys, neither alone tells all items apart.
        pairs = {"a": ("1", "1"), "b": ("1", "2"), "c": ("2", "2")} if len(keys) > 1 else {}
        return [
            {**dict(zip(keys, pairs.get(value[0], (value[0],)), strict=True)), "field": value}
            for value in values
        ]

    old, new = items("a", "b", "c"), items("a", "bx", "c")
    name = "1 2" if len(keys) > 1 else "b"
    assert [*changes(old, new)] == [Change((ListItem(1, name), "field"), "b", "bx")]
    assert missing(cast("Node", new), cast("Node", old)) == [((1, "field"), "bx")]
    (moved,) = changes(items("a", "b", "c"), items("a", "c", "b"))
    assert isinstance(moved, Reordered)


def test_a_list_without_names_is_one_change_and_its_missing_items_are_noted() -> None:
    assert [*changes(["a", "b"], ["a", "c"], ("x",))] == [Change(("x",), ["a", "b"], ["a", "c"])]
    assert missing(["a", "c"], ["a", "b"]) == [((1,), "c")]
    assert missing(["b", "a"], ["a", "b"]) == [((), None)]
    assert missing([{"x": "1"}, {"x": "2"}], [{"x": "1"}, {"x": "3"}]) == [((1, "x"), "2")]


def seed(name: str, value: int) -> str:
    return f"kind: Seed\nmetadata: {{name: {name}}}\nspec: {{a: {value}}}\n"


def secret(name: str, value: int) -> str:
    return f"kind: Secret\nmetadata: {{name: {name}}}\nstringData: {{password: p{value}x{name}}}\n"


def a_file_each(of: Callable[[str, int], str], count: int, value: int) -> dict[str, bytes]:
    return {f"{number}.yaml": of(f"s{number}", value).encode() for number in range(count)}


SIDES: dict[str, Callable[[int], tuple[dict[str, bytes], dict[str, bytes]]]] = {
    "changed": lambda n: (a_file_each(seed, n, 1), a_file_each(seed, n, 2)),
    "added": lambda n: ({}, a_file_each(seed, n, 2)),
    "removed": lambda n: (a_file_each(seed, n, 1), {}),
    "with credentials": lambda n: (a_file_each(secret, n, 1), a_file_each(secret, n, 2)),
    "in one file": lambda n: (
        {"a.yaml": "---\n".join(seed(f"s{number}", 1) for number in range(n)).encode()},
        {"a.yaml": "---\n".join(seed(f"s{number}", 2) for number in range(n)).encode()},
    ),
    "moved": lambda n: (
        a_file_each(seed, n, 1),
        {f"new-{path}": data for path, data in a_file_each(seed, n, 2).items()},
    ),
    "renamed": lambda n: (
        a_file_each(seed, n, 1),
        a_file_each(lambda name, value: seed(f"new-{name}", value), n, 2),
    ),
}


def calls(function: Callable[[], object]) -> int:
    """How many functions a call calls, generators that go on included."""
    count = 0

    def profile(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("sides", SIDES.values(), ids=SIDES)
def test_four_times_the_objects_take_four_times_the_work(
    sides: Callable[[int], tuple[dict[str, bytes], dict[str, bytes]]],
) -> None:
    few, many = sides(30), sides(120)
    review(*few, [])
    assert calls(lambda: review(*many, [])) < 4.4 * calls(lambda: review(*few, []))


@pytest.mark.parametrize("sides", SIDES.values(), ids=SIDES)
def test_matching_takes_a_fixed_number_of_calls_for_each_object(
    sides: Callable[[int], tuple[dict[str, bytes], dict[str, bytes]]],
) -> None:
    objects = [
        [item for path, data in side.items() for item in read_objects(data, path)]
        for side in sides(300)
    ]
    assert calls(lambda: match_objects(*objects)) < 60 * sum(map(len, objects))


def test_matching_compares_no_object_with_all_others() -> None:
    asked = 0

    class Counted(Object):
        def __hash__(self) -> int:
            return object.__hash__(self)

        def __eq__(self, other: object) -> bool:
            nonlocal asked
            asked += 1
            return self is other

    def side(value: int) -> list[Object]:
        return [
            Counted(f"{number}.yaml", "Seed", {"metadata": {"name": f"s{number}"}, "x": value})
            for number in range(1000)
        ]

    assert len(match_objects(side(1), side(2))) == 1000
    assert asked < 1000
