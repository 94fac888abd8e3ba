"""What makes other people's text visible: nothing is lost, and nothing acts any more."""

from __future__ import annotations

import json
import re
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from generator.ansi import RED, paint, painted
from generator.markdown import code, escaped
from generator.visible import json_text, visible, visible_lines
from generator.yamlio.emit import document, flow
from generator.yamlio.read import read_document

HIDDEN = [
    character
    for character in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
]
"""All that a terminal obeys, that turns what is beside it, or that nobody sees."""

TEXTS = st.text(st.sampled_from([*HIDDEN[:80], *HIDDEN[-9:], *"ab :#[é€🙂\u3000\xa0\ufe0f"]))


def test_every_hidden_character_is_shown() -> None:
    assert not [c for c in HIDDEN if not visible(c).isprintable()]
    stay = {c for c in HIDDEN if not visible_lines(c).isprintable()}
    assert stay == {"\n", "\t"}
    written = json_text(HIDDEN)
    assert not [c for c in HIDDEN if c != "\n" and c in written]
    assert len({visible(c) for c in HIDDEN}) == len(HIDDEN)


def test_hidden_characters_are_written_as_in_python_and_yaml() -> None:
    assert visible("a\nb\t\r\0\x1b\x9b\xa0") == r"a\nb\t\r\x00\x1b\x9b\xa0"
    assert visible("\u202e\u2028\ufeff\udcff\U000e0041") == r"\u202e\u2028\ufeff\udcff\U000e0041"
    # Neither has a shape of its own.
    assert visible("a\ufe0fb\u3164") == r"a\ufe0fb\u3164"


def test_ordinary_text_stays_as_it_is() -> None:
    for text in ("1877\\.13\\.0", "云服务器 · Straße … →", "🙂", "::1", "# a [b]"):
        assert visible(text) == text
    lines = "a\tb\r\n\u3000“c”\xa0: ⚠\ufe0f\n\n"
    assert visible_lines(lines) == lines
    assert visible_lines("a\rb") == "a\\rb"


def test_no_line_is_a_command_to_a_log() -> None:
    shown = visible_lines("::error::x\n \t\u3000::debug::\na::b")
    assert shown == "\\x3a:error::x\n \t\u3000\\x3a:debug::\na::b"
    commands = ("##[error]x", "##vso[task.complete]", "##teamcity[x]", "###[group]")
    for command in commands:
        for shown in (visible(command), visible_lines(command), json_text(command)):
            assert not re.search(r"##\w*\[", shown)


@given(TEXTS)
def test_making_text_visible_twice_changes_nothing_more(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert visible_lines(visible_lines(text)) == visible_lines(text)
    assert visible_lines(f"- {visible(text)}") == f"- {visible(text)}"


@given(st.recursive(st.text() | st.none() | st.integers(), st.lists), st.sampled_from([None, 2]))
def test_json_text_keeps_its_meaning_and_is_printable(value: object, indent: int | None) -> None:
    assert json.loads(json_text(value, indent)) == value
    assert json_text(value, indent).replace("\n", "").isprintable()


def test_json_text_escapes_lone_surrogates() -> None:
    assert json_text("a\udcff") == '"a\\\\udcff"\n'


@given(st.text(st.sampled_from([*"ab :#[\n", "\u3000"])))
def test_emitted_yaml_keeps_its_meaning_and_commands_nothing(text: str) -> None:
    for written in (document({"a": text, "b": [text]}), flow({text: text})):
        assert visible_lines(written) == written
    assert read_document(document({"a": text}), "") == {"a": text}


def test_only_our_own_colors_are_told_apart() -> None:
    assert painted(f"a{paint('b', RED, color=True)}\x1b[35m") == [
        *("a", "\x1b[31m", "b", "\x1b[0m", "\x1b[35m"),
    ]


def test_markdown_in_text_is_escaped() -> None:
    shown = escaped("a_b _c_ ~d~ &lt; <b> | `e`\n")
    assert shown == r"a_b \_c\_ \~d\~ \&lt; \<b\> \| \`e\`\\n"
    assert code("a`b\n") == "`a'b\\n`"
