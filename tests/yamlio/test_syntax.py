"""What is no YAML is told where the mistake is, in the words of who wrote it."""

from __future__ import annotations

import pytest

from generator.problems import ProblemsError
from generator.yamlio.goread import read_first
from generator.yamlio.read import decode_text, read_document

MISTAKES = {
    "a tab before a key": ("images:\n\ta: 1\n", 2, 1, "a tab indents this line"),
    "tabs further in": ("images:\n  a:\n\t\tb: 1\n", 3, 1, "a tab indents this line"),
    "a tab behind spaces": ("images:\n  a: 1\n \tb: 2\n", 3, 2, "a tab indents this line"),
    "a tab before an item": ("a:\n  - b\n\t- c\n", 3, 1, "a tab indents this line"),
    "an open quotation mark": ('a:\n  b: "c\n  d: e\nf: g\n', 2, 6, '" is never closed'),
    "an open apostrophe": ("a:\n  b: it's\n  c: 'd\n", 3, 6, "' is never closed"),
    "an open quotation mark in a list": ('a: [b, "c, d]\ne: f\n', 1, 8, '" is never closed'),
    "an apostrophe between apostrophes": ("a: 'it's'\n", 1, 8, "after the end of the value"),
    "text behind a quoted one": ('a: "b" c\nd: e\n', 1, 8, "after the end of the value"),
    "an open brace": ("a: {b: {c: 1}\nd: 2\n", 1, 4, "the bracket { is never closed"),
    "an open bracket": ("a: [1, 2\nb: 3\n", 1, 4, "the bracket [ is never closed"),
    "an open bracket at the end": ("a: {b: [1, 2", 1, 8, "the bracket [ is never closed"),
    "an open brace with nothing in it": ("a: {\n", 1, 4, "the bracket { is never closed"),
    "the wrong bracket": ("a: {b: c]}\n", 1, 9, "] closes nothing: the { of line 1, column 4"),
    "no comma": ("a: {b: 1,\n  c: 2\n  d: 3}\n", 3, 4, "found :"),
    "no comma in a line": ("a: {b: 1 c: 2}\n", 1, 11, "found :"),
    "a comma too many": ("a: [1, , 2]\n", 1, 8, "found ,"),
    "deeper below a value": ("a:\n  b: 1\n   c: 2\n", 3, 4, "indented deeper than line 2"),
    "back to no key": ("a:\n    b: 1\n  c: 2\n", 3, 3, "indented by 2 spaces, and no key"),
    "back by too little": ("a:\n  b:\n    c: 1\n   d: 2\n", 4, 4, "indented by 3 spaces"),
    "back by one space": ("a:\n  - b\n - c\n", 3, 2, "indented by 1 space"),
    "a colon of Chinese": ("images\uff1a\n  a: 1\n", 1, 7, "U+FF1A FULLWIDTH COLON"),
    "one further in": ("a:\n  b\uff1a\n    c: 1\n", 2, 4, "U+FF1A FULLWIDTH COLON"),
    "a mark of a merge": ("a: 1\n<<<<<<< HEAD\nb: 2\n", 2, 1, "a merge conflict marker"),
    "marks between keys": ("a: 1\n=======\nb: 2\n>>>>>>> x\n", 2, 1, "a merge conflict"),
    "two colons": ("a: b: c\n", 1, 5, "a second colon"),
    "two colons in a list": ("a:\n  - b: c: d\n", 2, 9, "a second colon"),
    "no colon": ("a: 1\nb\nc: 2\n", 2, 1, "this line has no colon"),
    "no colon above": ("images\n  a: 1\n", 1, 1, "this line has no colon"),
    "no space behind the colon": ("a:1\nb: 2\n", 1, 2, "a colon without a space after it"),
    "no space behind the dash": ("a:\n-b\n", 2, 1, "a dash without a space after it"),
    "a key beside items": ("a:\n  - b\n  c: d\n", 3, 3, "this is not an item of the list"),
    "an at sign": ("a: @b\n", 1, 4, "a value cannot start with @"),
    "a backtick": ("a: `b`\n", 1, 4, "a value cannot start with `"),
    "a percent sign": ("a: %b\n", 1, 4, "a value cannot start with %"),
    "a lonely star": ("a: *\n", 1, 4, "* starts an alias"),
    "an escape of no YAML": ('a: "\\q"\n', 1, 5, "\\q is not an escape sequence"),
    "a line of a template": ("a: 1\n{{ if }}\nb: 2\n", 2, 1, "part of a template"),
    "a control character": ("a: \x01\n", 1, 4, "not allowed in YAML"),
}

STRANGE_SPACES = {
    "a no-break space before a key": ("a:\n\u00a0\u00a0b: c\n", 2, 1, "U+00A0 NO-BREAK SPACE"),
    "one behind a colon": ("a:\n  b:\u00a0c\n", 2, 5, "U+00A0 NO-BREAK SPACE"),
    "one between lines that are keys": ("a:\n  b:\u00a0c\n  d: e\n", 2, 5, "U+00A0"),
    "a wide space before an item": ("a:\n  - \u3000b\n", 2, 5, "U+3000 IDEOGRAPHIC SPACE"),
    "a thin space in braces": ("a: {b:\u2009c}\n", 1, 7, "U+2009 THIN SPACE"),
    "a byte order mark within": ("a:\n  b: \ufeffc\n", 2, 6, "U+FEFF"),
}
"""Spaces that Go, as YAML, takes for text; a catalog does not."""
STRICT = MISTAKES | STRANGE_SPACES


@pytest.mark.parametrize(("text", "line", "column", "words"), STRICT.values(), ids=STRICT)
def test_a_mistake_is_told_at_its_place(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(ProblemsError) as raised:
        read_document(text, "a.yaml")
    (problem,) = raised.value.problems
    assert (problem.line, problem.column) == (line, column), problem
    assert words in problem.message


@pytest.mark.parametrize(("text", "line", "column", "words"), MISTAKES.values(), ids=MISTAKES)
def test_it_is_told_alike_of_what_go_reads(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(ProblemsError) as raised:
        read_first(text.encode(), "a.yaml")
    (problem,) = raised.value.problems
    assert (problem.line, problem.column, words in problem.message) == (line, column, True)


@pytest.mark.parametrize("text", [text for text, *_ in MISTAKES.values()])
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_count_however_they_end(text: str, end: str) -> None:
    with pytest.raises(ProblemsError) as unix:
        read_document(text, "a.yaml")
    with pytest.raises(ProblemsError) as other:
        read_document(text.replace("\n", end), "a.yaml")
    (one,), (two,) = unix.value.problems, other.value.problems
    assert (one.line, one.message) == (two.line, two.message)


@pytest.mark.parametrize(
    "text",
    ["a: |x\n  b\n", "%YAML 1.2\na: 1\n", "a: !<x y\n", "'a\n", "{", "[", "a: ]\n"],
)
def test_whatever_is_no_yaml_has_a_place(text: str) -> None:
    with pytest.raises(ProblemsError) as raised:
        read_document(text, "a.yaml")
    assert all(problem.line for problem in raised.value.problems)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_another_encoding_is_named(encoding: str) -> None:
    with pytest.raises(ProblemsError, match="this is UTF-16") as raised:
        decode_text("images: {}\n".encode(encoding), "a.yaml")
    assert raised.value.problems[0].hint == "save it as UTF-8"


def test_spaces_within_a_text_are_its_own() -> None:
    text = "a: 'x\u00a0y'\nb: x\u00a0y\n# \u00a0z\nc: |\n  \u00a0a\nd: \"\u3000\"\n"
    found = {"a": "x\u00a0y", "b": "x\u00a0y", "c": "\u00a0a\n", "d": "\u3000"}
    assert read_document(text, "a.yaml") == found
