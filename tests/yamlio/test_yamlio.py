"""YAML in and out: strict reading, and text that every reader takes for what it is."""

from __future__ import annotations

import contextlib
from unittest.mock import patch

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.chart import values
from generator.problems import ProblemsError
from generator.yamlio import golang, goread, read
from generator.yamlio.bulk import LARGE, shortened, with_runs
from generator.yamlio.compose import MAX_DEPTH
from generator.yamlio.emit import block, document, flow
from generator.yamlio.golang import resolve
from generator.yamlio.locate import Positions
from generator.yamlio.spans import scalars

WORDS = ["on", "y", "N", "1e3", "08", "0o17", "0x1f", "1_000", "12:30:45", "=", "~", "", "-", "<<"]
WORDS += ["null", "1877.10", "20200831", "2020-01-01", ".5", "+1", "nan", ".inf", "a: b", "a #b"]
TEXTS = st.text() | st.sampled_from(WORDS) | st.text("ab \n\t:#'\"-?{[&*!|>%@`")
SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXTS
SCALARS |= st.floats(allow_nan=False, allow_infinity=False)
TREES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner))


@given(TREES)
def test_what_is_emitted_is_read_back_by_pyyaml(value: object) -> None:
    assert yaml.safe_load(flow(value)) == value
    assert yaml.safe_load("a:\n  b:" + block(value, 4) + "\n") == {"a": {"b": value}}
    if isinstance(value, (dict, list)):
        assert yaml.safe_load(document(value)) == value


@given(TEXTS)
def test_text_is_plain_only_where_go_agrees(text: str) -> None:
    written = flow(text)
    assert written.startswith('"') or resolve(written) == text


def plain(node: read.Node) -> object:
    if isinstance(node, dict):
        return {str(key): plain(item) for key, item in node.items()}
    return [plain(item) for item in node] if isinstance(node, list) else str(node)


TEXT_TREES = st.recursive(TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner))


@given(TEXT_TREES)
def test_text_is_read_as_it_was_written(value: object) -> None:
    documents = read.read_documents(flow(value), "file")
    assert [plain(node) for node in documents] == [value]


@given(st.binary(max_size=60) | st.text("a:-[]{}&*!<|>'\"#\n \t", max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_problem(data: bytes) -> None:
    with contextlib.suppress(ProblemsError):
        read.read_documents(read.decode_text(data, "file"), "file")


def test_merge_keys_are_resolved_in_their_place() -> None:
    text = "base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\nuse: {a: 0, <<: [*b, *m], x: 9}\n"
    node = read.read_document(text, "file")
    assert isinstance(node, dict)
    assert list(node["use"].items()) == [("a", "0"), ("y", "2"), ("z", "4"), ("x", "9")]  # type: ignore[union-attr]
    assert Positions(text).find(("use", "z")) == (2, 20)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("[" * 200, (1, 101), "nested deeper"),
        ("a: &a [*a]", (1, 8), "no anchor before it"),
        ("a: &a 1\nb: &a [1]", (2, 4), "already an anchor of this name"),
        ("? [a]\n: b", (1, 3), "cannot be a key"),
        ("a: 1\na: 2", (2, 1), "is set twice"),
        ("a: \x00", (1, 4), "not allowed"),
    ],
)
def test_strict_reading_refuses_what_is_ambiguous_or_no_yaml(
    text: str, place: tuple[int, int], words: str
) -> None:
    with pytest.raises(ProblemsError, match=words) as caught:
        read.read_documents(text, "file")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column) == ("file", *place)


def is_refused(reader: str, text: str) -> bool:
    try:
        match reader:
            case "read":
                read.read_documents(text, "file")
            case "goread":
                goread.read_all(text.encode(), "file")
            case "spans":
                return scalars(text) is None
    except ProblemsError:
        return True
    return False


READERS = pytest.mark.parametrize("reader", ["read", "goread", "spans"])


@READERS
def test_every_reader_has_the_same_limit_of_depth(reader: str) -> None:
    assert not is_refused(reader, "[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert is_refused(reader, "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert not is_refused(reader, "{a: " * MAX_DEPTH + "}" * MAX_DEPTH)
    assert is_refused(reader, "{a: " * (MAX_DEPTH + 1) + "}" * (MAX_DEPTH + 1))


@READERS
@pytest.mark.parametrize("line", ["[{}]", "{{k: [{}]}}", "{{{}}}"])
def test_no_reader_lets_aliases_explode(reader: str, line: str) -> None:
    keys = line == "{{{}}}"
    for levels, is_too_much in ((3, False), (12, True)):
        lines = [
            f"a0: &a0 {line.format(', '.join(f'k{n}: x' if keys else 'x' for n in range(10)))}"
        ]
        for level in range(1, levels):
            alias = f"*a{level - 1} "
            items = ", ".join(f"k{n}: {alias}" if keys else alias for n in range(10))
            lines.append(f"a{level}: &a{level} {line.format(items)}")
        assert is_refused(reader, "\n".join(lines)) == is_too_much


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("? [a]\n", (1, 3)),
        ("? {a: b}\n", (1, 3)),
        ("a: &x [1]\n? *x\n", (2, 3)),
        ("a: &x {}\n*x ", (2, 1)),
    ],
)
def test_what_is_no_text_is_no_key(key: str, place: tuple[int, int]) -> None:
    with pytest.raises(ProblemsError, match="mapping or a list cannot be a key") as caught:
        read.read_documents(f"{key}: 1\n", "file")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column) == ("file", *place)


RUNS = st.lists(
    st.sampled_from(
        [
            "cn-a: m-aaaaaaaaaaaaaaaaaaaa",
            "cn-b: m-bbbbbbbbbbbbbbbbbbbb",
            "eu-c-1: m-cccccccccccccccccccc",
            "us-d: m-dddddddddddddddddddd",
            "cn-e: m-eeeeeeeeeeeeeeeeeeee",
            "cn-e: m-eeeeeeeeeeeeeeeeeeee # known",
            '"*": x',
            "<<: {cn-a: y}",
            "text: |",
            "folded: >",
            "flow: {",
            "}",
            "deeper:",
            "- item",
            "- cn-f: m-ffffffffffffffffffff",
            "plain: goes on",
            "'quoted",
            "'",
            "# comment",
            "",
        ]
    ).flatmap(lambda line: st.integers(0, 3).map(lambda depth: "  " * depth + line)),
    max_size=30,
).map("\n".join)


def read_bulk(text: str) -> object:
    short, runs = shortened(text)
    with contextlib.suppress(ProblemsError):
        (document,) = read.read_documents(short, "file")
        return with_runs(document, runs)
    return None


@given(RUNS)
def test_runs_of_ids_are_read_as_without_the_short_cut(text: str) -> None:
    text = (
        f"top:\n  x:\n    cn-a: m-{'a' * 20}\n    cn-b: m-{'b' * 20}\n    cn-c: m-{'c' * 20}\n"
        f"    cn-d: m-{'d' * 20}\n    cn-g: m-{'g' * 20}\n{text}\n"
    )
    found = read_bulk(text)
    if found is not None:
        assert repr(plain(found)) == repr(plain(read.read_document(text, "file")))


@given(RUNS)
def test_places_in_runs_of_ids_are_found_as_without_the_short_cut(text: str) -> None:
    lines = "".join(f"    cn-{letter}: m-{letter * 20}\n" for letter in "abcdg")
    text = f"top:\n  x:\n{lines}{text}\n"
    with contextlib.suppress(ProblemsError):
        # A text with an anchor is looked through without short cuts.
        quick, slow = f"{text}\n#{'-' * LARGE}", f"{text}\n# &"
        for path in paths(read.read_document(text, "file")):
            for of_key in (True, False):
                found = Positions(quick).find(path, of_key=of_key)
                assert found == Positions(slow).find(path, of_key=of_key)


def paths(tree: read.Node) -> list[tuple[str | int, ...]]:
    items = [*tree.items()] if isinstance(tree, dict) else []
    items += enumerate(tree) if isinstance(tree, list) else []
    return [(), *((step, *below) for step, node in items for below in paths(node))]


ITEMS = "".join(f"- name: cn-{letter}\n  id: m-{letter * 20}\n" for letter in "abcdef")
HEADS = ["", "x:\n", "x: |\n", "x: >-\n", "x: 'z\n", 'x: "z\n', "x: z\n", "x: [\n", "x: &a\n", "- "]
HEADS += [
    "- run-of-image-ids-0\n",
    "? x\n",
    "? ",
    "x: {\n",
    "x: !!seq\n",
    "# z\n",
    "---\n",
    "- - y\n",
]
TAILS = [
    "- cn-a",
    "id: m-a",
    "z",
    "\n  z",
    "# z",
    "...",
    "---",
    "'",
    '"',
    "]",
    "x: *a",
    "<<: *a",
    "\tz",
]
TAILS += [
    "- name: cn-a",
    "- name: on\n  id: y",
    "- id: cn-a\n  name: cn-b",
    "- {name: cn-a, id: m-b}",
]
TAILS += ["- run-of-image-ids-0", "run-of-image-ids-0: 1", "x: 1", "y: *a", "x:\n", ITEMS]
TAILS += [
    ITEMS.replace("id", "name"),
    ITEMS.replace("name: cn", "region: y").replace("id", "imageID"),
]


def indented(lines: str, depth: int) -> str:
    return "".join(" " * depth + line for line in lines.splitlines(keepends=True))


TEXTS_WITH_ITEMS = st.tuples(
    st.sampled_from(HEADS),
    st.sampled_from([0, 0, 1, 2]),
    st.sampled_from(["\n", "\n", "", " ", ".z\n", " # z\n", ": z\n", "\r\n"]),
    st.lists(st.tuples(st.sampled_from(TAILS), st.sampled_from([0, 0, 1, 2, 5])), max_size=3),
).map(
    lambda parts: (
        parts[0]
        + indented(ITEMS, parts[1])[:-1]
        + parts[2]
        + "".join(f"{indented(tail, depth)}\n" for tail, depth in parts[3])
    )
)


def read_as_go(text: str, large: int) -> object:
    with patch.object(goread, "LARGE", large):
        try:
            return goread.read_all(text.encode(), "file")
        except ProblemsError as error:
            return error.problems


@settings(max_examples=300)
@example(f"x: &a\n{ITEMS}y: *a\n")
@given(TEXTS_WITH_ITEMS)
def test_runs_of_items_are_read_as_without_the_short_cut(text: str) -> None:
    assert repr(read_as_go(text, 0)) == repr(read_as_go(text, len(text) * 4))


def test_runs_of_items_are_not_read_word_by_word(monkeypatch: pytest.MonkeyPatch) -> None:
    read_words: list[str] = []
    monkeypatch.setattr(golang, "resolve", lambda text: read_words.append(text) or resolve(text))
    for first, second in (("name", "id"), ("imageID", "region"), ("region", "imageID")):
        item = f"- {first}: cn-shanghai\n  {second}: m-{'a' * 20}\n"
        text = f"a:\n{item * LARGE}b: {{c: d}}\n"
        found = [{first: "cn-shanghai", second: f"m-{'a' * 20}"}] * LARGE
        assert goread.read_all(text.encode(), "file") == [{"a": found, "b": {"c": "d"}}]
    assert len(read_words) < 50


def test_a_place_in_a_run_of_ids_is_found() -> None:
    lines = "".join(f"    cn-{letter}: m-{letter * 20}\n" for letter in "abcdefgh")
    positions = Positions(f"images:\n  x:\n{lines}\n  y: 1\n#{'-' * LARGE}")
    assert positions.find(("images", "x", "cn-c"), of_key=True) == (5, 5)
    assert positions.find(("images", "x", "cn-c")) == (5, 11)
    assert positions.find(("images", "x", "cn-z")) is None
    assert positions.find(("images", "y")) == (12, 6)


def test_runs_of_ids_are_cut_short_in_block_style_alone() -> None:
    lines = "".join(f"    cn-{letter}: m-{letter * 20}\n" for letter in "abcdefgh")
    text = f"images:\n  x:\n{lines}  y: 1\n"
    found = read_bulk(text)
    assert found == read.read_document(text, "file")
    flow = f"images: {{\n{lines}}}\n"
    assert read_bulk(flow) is None


KEYS = st.lists(st.sampled_from(["a", "b", "on", "50%", "%s"]), unique=True, max_size=3)
IDS = st.sampled_from([f"m-{'a' * 20}", "eu-central-1", "y-1-", "no-1"])


def rows(keys: list[str], cells: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.fixed_dictionaries(dict.fromkeys(keys, cells))


def tables(keys: list[str]) -> st.SearchStrategy[list[object]]:
    """Lists of mappings, of which some have the same keys in the same order, and plain text."""
    alike = (rows(keys, IDS), rows(keys, st.sampled_from(WORDS)), rows(keys, SCALARS))
    mixed = (alike[0] | rows(keys[::-1], IDS), alike[0] | IDS, rows(keys[1:], IDS) | alike[0])
    return st.sampled_from([*alike, *mixed]).flatmap(lambda row: st.lists(row, max_size=9))


@settings(max_examples=300)
@given(KEYS.flatmap(tables))
def test_tables_that_are_emitted_are_read_back_by_pyyaml(items: object) -> None:
    found = yaml.safe_load(document({"rows": items}))
    assert repr(found) == repr({"rows": items})


UNREADABLE = [
    (b"", 1, 1),
    (b"a: ", 1, 4),
    ("é漢😀: ".encode(), 1, 6),
    (b"\xef\xbb\xbfa: ", 1, 4),
    ("\ufeffé: ".encode(), 1, 4),
    ("x: é\n漢: ".encode(), 2, 4),
    ("x: é\r\n漢: ".encode(), 2, 4),
    ("x: é\r漢: ".encode(), 2, 4),
    ("x: é\u2028漢: ".encode(), 2, 4),
    ("é: 1\n".encode() * 1000, 1001, 1),
]
"""Bytes before what cannot be read, and its line and column, which count characters."""


@pytest.mark.parametrize(("before", "line", "column"), UNREADABLE)
@pytest.mark.parametrize("bad", [b"\xff", b"\xe2\x82", b"\x01", b"\xff\xff"])
def test_what_cannot_be_read_is_found_at_its_character(
    before: bytes, line: int, column: int, bad: bytes
) -> None:
    def strict(data: bytes, file: str) -> object:
        return read.read_documents(read.decode_text(data, file), file)

    for reader in (strict, goread.read_first, goread.read_all):
        with pytest.raises(ProblemsError) as caught:
            reader(before + bad, "f")
        assert [(p.line, p.column) for p in caught.value.problems] == [(line, column)], reader


def test_a_mistake_in_a_schema_is_found_at_its_character() -> None:
    data = '{"é": 1,\n "漢漢": ?}'.encode()
    with pytest.raises(ProblemsError) as caught:
        values.check_schema(data, "f")
    assert [(p.line, p.column) for p in caught.value.problems] == [(2, 8)]
