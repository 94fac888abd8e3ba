"""What counts as a difference of two trees, and how the new one is laid beside the old one."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.manifest.objects import read_objects
from generator.manifest.tree_diff import Change, aligned, changes, equal
from generator.yamlio.emit import document
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from generator.catalog.values import Value

NUMBERS = st.integers(-5, 5) | st.integers(-5, 5).map(float) | st.booleans()
TREES = st.recursive(
    st.none() | NUMBERS | st.sampled_from(["", "1", "a"]),
    lambda below: (
        st.lists(below, max_size=4)
        | st.dictionaries(st.sampled_from("abcdef"), below, max_size=5)
        | st.lists(st.fixed_dictionaries({"name": st.sampled_from("xyz"), "a": below}), max_size=3)
    ),
    max_leaves=20,
)
MANIFESTS = sorted((ROOT / "tests/cases/ok").glob("*/expected/**/*.yaml"))


def as_live(tree: Value) -> Value:
    """The tree as an API server gives it back: keys in the order of the alphabet."""
    return json.loads(json.dumps(tree, sort_keys=True))


def with_floats(tree: Value) -> Value:
    if isinstance(tree, dict):
        return {key: with_floats(item) for key, item in tree.items()}
    if isinstance(tree, list):
        return [*map(with_floats, tree)]
    return float(tree) if isinstance(tree, int) and not isinstance(tree, bool) else tree


def as_go(tree: Value) -> str:
    """The tree as text with each value in one form, so that equal trees are equal texts."""
    return json.dumps(with_floats(tree), sort_keys=True)


@given(TREES, TREES)
def test_trees_are_equal_where_go_reads_the_same(one: Value, other: Value) -> None:
    for old, new in ((one, other), (one, with_floats(as_live(one)))):
        assert equal(old, new) is (as_go(old) == as_go(new))
        assert equal(old, new) is not any(changes(old, new))


@given(TREES, TREES)
def test_an_aligned_tree_says_what_the_new_one_says(old: Value, new: Value) -> None:
    assert as_go(aligned(new, old)) == as_go(new)
    assert json.dumps(aligned(with_floats(as_live(old)), old)) == json.dumps(old)


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: "/".join(path.parts[-4:]))
def test_a_live_object_differs_in_the_lines_that_changed(path: Path) -> None:
    for item in read_objects(path.read_bytes(), path.name):
        live = with_floats(as_live(item.body))
        assert document(aligned(live, item.body)) == document(item.body)
        assert document(aligned(item.body, live)) == document(live)
        changed = deepcopy(item.body)
        changed.setdefault("metadata", {})["annotations"] = {"left": "right"}
        lines = {*document(live).split("\n")}
        came = [line for line in document(aligned(changed, live)).split("\n") if line not in lines]
        assert set(came) <= {"metadata:", "  annotations:", "    left: right"}


@pytest.mark.parametrize(
    ("old", "new"), [(True, 1), (0, False), ([1], [True]), ({"a": 1.0}, {"a": True}), (1, "1")]
)
def test_a_switch_is_no_number(old: Value, new: Value) -> None:
    assert not equal(old, new)
    assert any(isinstance(change, Change) for change in changes(old, new))


def test_keys_that_came_stand_behind_their_neighbours() -> None:
    old: Value = {"b": 1, "a": 2, "c": 3}
    new: Value = {"x": 0, "a": 2, "y": 0, "b": 4, "z": 0}
    assert list(aligned(new, old)) == ["x", "b", "z", "a", "y"]
