"""The fast reader reads what the other one reads, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.problems import ProblemsError
from generator.yamlio import goread
from generator.yamlio.emit import document
from generator.yamlio.simple import read_simple
from tests.support.tools import ROOT

CASES = ROOT / "tests" / "cases" / "ok"
PIECES = [
    "a:",
    "b:",
    "- a: 1",
    "- b:",
    "- x",
    "-",
    "- - a",
    '- "x"',
    "- 12",
    "---",
    "# c",
    "y: 1",
    "on: off",
    "null: 1",
    "<<: x",
    '"k": v',
    "a/b.c: d",
    "k: 0x1F",
    "k: 010",
    "k: 1_0",
    "k: 1.50",
    "k: 1e3",
    "k: null",
    "k: true",
    "k: 2020-01-01",
    "k: |",
    "k: a b",
    "k: a#b",
    "k: a #b",
    "k:  v",
    "k: =",
    "k: -",
    "k: @a",
    "k: *a",
    "k: &a b",
    "k: /x",
    'k: ""',
    'k: "\\n"',
    'k: "a # b: c"',
    "k: {}",
    "k: []",
    "",
]
LINES = st.builds(
    lambda margin, piece: " " * margin + piece, st.integers(0, 6), st.sampled_from(PIECES)
)
TEXTS = st.lists(LINES, max_size=8).map("\n".join)
NAMES = st.text("abyn01.-", min_size=1, max_size=4)
TREES = st.recursive(
    st.one_of(NAMES, st.integers(), st.booleans(), st.none(), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


def assert_alike(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    found = read_simple(data)
    if found is not None:
        try:
            assert repr([found]) == repr(goread.read_all(data, "f"))
        except ProblemsError as error:
            pytest.fail(f"{text!r} was read as {found}, and is no YAML: {error}")


@given(TEXTS)
@settings(max_examples=2000, deadline=None)
def test_lines_of_any_kind(text: str) -> None:
    assert_alike(text)


@given(st.dictionaries(NAMES, TREES, max_size=4))
@settings(max_examples=500, deadline=None)
def test_what_we_write(tree: dict[str, object]) -> None:
    assert_alike(document(tree))  # type: ignore[arg-type]


def test_profiles_are_read_by_it() -> None:
    profiles = [*CASES.glob("cloudprofile-*/expected/*/cloudprofile.yaml")]
    assert len(profiles) > 2
    for path in profiles:
        text = path.read_text()
        assert_alike(text)
        assert read_simple(text.encode()) is not None, path
