"""YAML as Go reads and writes it: what Chart.yaml depends on, without asking Go."""

from __future__ import annotations

import pytest

from generator.problems import ProblemsError
from generator.yamlio import golang, goread, gowrite


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.10", 1.1),
        ("010", 8),
        ("08", 8.0),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b-1", -1),
        ("1_000", 1000),
        ("18446744073709551615", 2**64 - 1),
        ("18446744073709551616", 2.0**64),
        ("1e3", 1000.0),
        ("1e999", "1e999"),
        (".5", 0.5),
        ("._5", "._5"),
        ("12:30:45", "12:30:45"),
        ("2026-01-01", "2026-01-01"),
        ("y", True),
        ("Off", False),
        ("~", None),
        ("", None),
        ("nO", "nO"),
        ("<<", "<<"),
        ("1.2.3", "1.2.3"),
    ],
)
def test_plain_scalars_are_resolved_as_go_does(text: str, value: object) -> None:
    found = golang.resolve(text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.1, "1.1"),
        (True, "true"),
        (8, "8"),
        (1.123456789, "1.1234568"),
        (2.0**-96, "1.2621775e-29"),
    ],
)
def test_typed_scalars_become_text_as_go_writes_them(value: float, text: str) -> None:
    assert golang.to_text(value) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1\na: 2", {"a": 2}),
        ("a: 1\n<<: {a: 2}", {"a": 2}),
        ("<<: {a: 2}\na: 1", {"a": 1}),
        ("<<: [{a: 1}, {a: 2, b: 2}]", {"a": 1, "b": 2}),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("1.50: a\nno: b\n0x10: c", {"1.5": "a", "false": "b", "16": "c"}),
        ("a: !!str 1\nb: !x 1\nc: !!float 1\nd: ! 1", {"a": "1", "b": "1", "c": 1.0, "d": 1}),
        ("a\n---\n[", "a"),
        ("", None),
    ],
)
def test_documents_are_read_as_go_does(text: str, value: object) -> None:
    assert goread.read_first(text.encode(), "f") == value


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a:\n- .inf", (2, 3), ".inf"),
        ("a:\n  null: b", (2, 3), "null cannot be a key"),
        ("? [a]\n: b", (1, 3), "mapping or a list cannot be a key"),
        ("a: &x [*x]", (1, 8), "&x contains itself"),
        ("<<: a", (1, 5), "<< needs a mapping after it"),
        ("a: &x [{b: 1}]\n<<: *x", (2, 5), "<< needs a mapping after it"),
        ("a: !!int b", (1, 4), "not a valid int"),
        ("a: !!binary eA==", (1, 4), "binary data"),
        ("a: b: c", (1, 5), "a second colon"),
    ],
)
def test_documents_that_go_refuses(text: str, place: tuple[int, int], words: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        goread.read_first(text.encode(), "f")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column) == ("f", *place)
    assert words in problem.message


def test_lines_are_folded_at_the_first_space_behind_column_80() -> None:
    for width in (76, 77, 78, 79):
        text = "x" * width + " y"
        folded = (
            gowrite.document({"a": text}) == f"a: {text.replace(' ', chr(10) + '  ')}\n".encode()
        )
        assert folded == (3 + width > 80)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": [], "a": {}, "a10": None, "a9": [[1, {"x": "y"}]]},
         'a: {}\na9:\n- - 1\n  - x: "y"\na10: null\nb: []\n'),
        ({"0": [], "10000000000000000000": []}, '"10000000000000000000": []\n"0": []\n'),
        ("- a", "'- a'\n"),
        ("a: b", "'a: b'\n"),
        (" 'a", "' ''a'\n"),
        ("1e3", '"1e3"\n'),
        ("a\tb", '"a\\tb"\n'),
        ("é😀", '"é\\U0001F600"\n'),
        ({"k": "a\n\nb\n"}, "k: |\n  a\n\n  b\n"),
        ({"k": "\na"}, "k: |2-\n\n  a\n"),
        ({"k": "a\n\n"}, "k: |+\n  a\n\n"),
        ({"k": "a \nb"}, 'k: "a \\nb"\n'),
    ],
)  # fmt: skip
def test_documents_are_written_as_go_does(value: object, text: str) -> None:
    assert gowrite.document(value).decode() == text  # type: ignore[arg-type]
