"""What we write as YAML, read back by the library with which everything in Gardener reads it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.documents.render import Templates
from generator.problems import ProblemsError
from generator.yamlio import emit, goread, gowrite
from tests.conformance.landscapes import DEPLOYMENT, generate

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.judges import Judge

# The same examples in every run: a judge is not a place for luck.
reproducible = settings(max_examples=500, derandomize=True, database=None, deadline=None)

WORDS = [
    *["", " ", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "y", "Y", "n", "N"],
    *["yes", "no", "on", "off", "On", "OFF", ".inf", "-.inf", ".nan", ".NaN", "inf", "nan", "NaN"],
    *["0", "-0", "1", "007", "0o17", "0x1F", "0b11", "1_000", "1e3", "1E+3", "1.", ".5", "-.5e-3"],
    *["1.0", "1877.10", "1877.3", "318.8", "20200831", "411.85.202203181601-0", "33.20201201.3.0"],
    *["12:30:45", "190:20:30.15", "2026-01-01", "2026-1-1 1:1:1", "2001-12-14t21:59:43.10-05:00"],
    *["=", "<<", "-", "- a", "?", "? a", ":", "a: b", "a:", ": a", "a #b", "#a", "&a", "*a", "!a"],
    *["|", ">", "|-", "'", '"', "''", '""', "'a", '"a', "\\", "\\n", "%a", "@a", "`a`", "{", "}"],
    *["[", "]", ",", "{a}", "[a]", "a, b", "a]", "---", "...", "--- a", "\n", "a\n", "\na", "a\nb"],
    *["a\n\n", " a", "a ", "\ta", "a\t", "a\r\nb", "\x00", "\x07", "\x1b", "\x7f", "\x85", "\xa0"],
    *["\u2028", "\u2029", "\ufeff", "\ufeffa", "\ufffe", "é", "日本", "😀", "a" * 2000, "a " * 200],
    *["m-uf6hvbrxclop1jtat17m", "9223372036854775807", "18446744073709551616", "1" * 40, "0x" * 9],
]
"""What readers of YAML take for something else, cannot hold, or fold."""

TEXTS = st.text() | st.sampled_from(WORDS) | st.text(alphabet="-+.:_ #'\"\\\n{}[],&*!|>%@`?0eEx1ny")
# YAML ends the search for the colon of a key on one line after 1,024 characters.
KEYS = TEXTS.filter(lambda text: len(emit.text(text)) <= 1000)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def typed(value: object) -> object:
    """A value that is only equal to one of the same types; JSON has one type for all numbers."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        value = int(Decimal(repr(value)))  # the digits that Go writes for it
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return ("number" if is_number else type(value).__name__, value)


def read(text: str, gardener: Judge) -> object:
    return typed(gardener.accepts("yaml", text=text))


@reproducible
@given(value=DOCUMENTS)
def test_documents(gardener: Judge, value: Any) -> None:
    assert read(emit.document(value), gardener) == typed(value)


@pytest.mark.parametrize("word", WORDS)
def test_words(gardener: Judge, word: str) -> None:
    key = word[:1000]
    value: Any = {key: [word, {key: word}], "list": [[word], {"key": word}]}
    assert read(emit.document(value), gardener) == typed(value)
    assert read(emit.flow(value), gardener) == typed(value)


@reproducible
@given(value=DOCUMENTS)
def test_on_one_line(gardener: Judge, value: Any) -> None:
    text = emit.flow(value)
    assert "\n" not in text
    assert read(f"key: {text}\nlist: [{text}, {{key: {text}}}]\n", gardener) == typed(
        {"key": value, "list": [value, {"key": value}]}
    )


TEMPLATE = """\
scalar: {{ value }}
filtered: {{ value | to_yaml(2) }}
flow: [{{ value }}, {key: {{ value }}}]
list:
- {{ value }}
- nested: {{ value }}
map:
  {{ key }}: {{ value }}
{% for item in items %}
"key {{ loop.index }}": {{ item }}
{% endfor %}
"""
"""Every place where a template can put an expression."""


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    folder = tmp_path_factory.mktemp("templates")
    (folder / "places.yaml.j2").write_text(TEMPLATE.replace('"key {{ loop.index }}"', "{{ item }}"))
    return Templates([folder])


@reproducible
@given(value=DOCUMENTS, key=KEYS, items=st.lists(KEYS, max_size=3, unique=True))
@example(value="", key="", items=["on", "no"])
def test_in_templates(
    gardener: Judge,
    templates: Templates,
    value: Any,
    key: str,
    items: list[str],
) -> None:
    items = [each for each in items if each not in ("scalar", "filtered", "flow", "list", "map")]
    text = templates.render("places.yaml", {"value": value, "key": key, "items": items})
    expected = {
        "scalar": value,
        "filtered": value,
        "flow": [value, {"key": value}],
        "list": [value, {"nested": value}],
        "map": {key: value},
        **{item: item for item in items},
    }
    assert read(text, gardener) == typed(expected)


def test_through_the_whole_program(tmp_path: Path, gardener: Judge) -> None:
    words = [word for word in WORDS if not re.search(r"\{\{|\}\}", word)]
    # Text as a catalog writes it, and as the templates that we ship write it.
    values = {"words": words, "keys": {f"key {word[:1000]}": word for word in words}}
    annotations = {f"example.com/{number}": word for number, word in enumerate(words)}
    catalog = {
        "images": {"any": {"versions": {"1.0.0": {"cn-shanghai": "any.vhd"}}}},
        "annotations": annotations,
        "controllerDeployment": {"values": {"global": values}},
    }
    (stored,) = gardener.accepts("admission", manifest=generate(catalog, tmp_path)[DEPLOYMENT])
    deployment = stored["versions"]["v1"]
    assert deployment["metadata"]["annotations"] == annotations
    assert deployment["helm"]["values"]["global"] == values


PLAIN = st.text(alphabet="0123456789abeEfnoxyYNTZ.+-_:~", min_size=1, max_size=12).filter(
    lambda text: not re.search(r"^[-:]$|^-$|:$|^\.\.\.$|^---$", text)
)


@reproducible
@given(word=PLAIN | st.sampled_from([word for word in WORDS if re.fullmatch(r"[\w.+-]+", word)]))
def test_our_reader_types_plain_words_alike(gardener: Judge, word: str) -> None:
    text = f"- {word}\n- {{{word}: 1}}\n"
    verdict = gardener.ask("yaml", text=text)
    try:
        value = goread.read_first(text.encode(), "file")
    except ProblemsError:
        assert not verdict.accepted
    else:
        assert typed(verdict.answer) == typed(value), verdict


# Helm takes line ends and what cannot be printed out of a chart's metadata before it writes it.
def is_printable(text: str) -> bool:
    return all(character.isprintable() or character == "\n" for character in text)


METADATA = st.recursive(
    TEXTS.filter(is_printable) | st.booleans() | st.integers(-(2**53), 2**53),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS.filter(is_printable), inner, max_size=4)
    ),
    max_leaves=12,
).filter(lambda value: isinstance(value, dict | list))


@reproducible
@given(value=METADATA)
def test_what_we_write_as_go_does(gardener: Judge, value: Any) -> None:
    assert gowrite.document(value).decode() == gardener.accepts("write-yaml", value=value)
