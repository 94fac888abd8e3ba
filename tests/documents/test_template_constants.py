"""A constant in a template is written as a variable of the same value is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.catalog import Target
from generator.documents.render import Templates
from generator.problems import ProblemsError
from generator.yamlio.goread import read_first

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ["on", "1877.10", "a & <b>", "yes: no", "", "null", "'", '"', "#", "- a", "1e3", "{{", "é"]


def rendered(template: str, folder: Path, **context: object) -> str:
    (folder / "a.yaml.j2").write_text(template, encoding="utf-8")
    return Templates([folder]).render("a.yaml", context)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    "expression",
    ["{constant}", "({constant})", "{constant} ~ ''", "{constant}|string", "[{constant}][0]"],
)
def test_constants_are_quoted_where_needed(expression: str, text: str, tmp_path: Path) -> None:
    written = rendered(f"a: {{{{ {expression.format(constant=repr(text))} }}}}\n", tmp_path)
    assert read_first(written.encode(), "a.yaml") == {"a": text}


@pytest.mark.parametrize("constant", ["1", "1.5", "true", "none", "['on', 'a & b']", "{'a': '<'}"])
def test_other_constants_keep_their_types(constant: str, tmp_path: Path) -> None:
    written = rendered(f"a: {{{{ {constant} }}}}\nb: {{{{ value }}}}\n", tmp_path, value=None)
    kept = {"true": True, "none": None}
    expected = kept[constant] if constant in kept else eval(constant)  # noqa: S307  our own
    assert read_first(written.encode(), "a.yaml") == {"a": expected, "b": None}


@pytest.mark.parametrize("expression", ["record", "record | to_yaml", "[record]", "{'a': record}"])
def test_a_record_is_no_value(expression: str, tmp_path: Path) -> None:
    record = Target("v1.149.3", "v1.72.0", None)
    with pytest.raises(ProblemsError, match="a Target cannot be written as YAML"):
        rendered(f"a: {{{{ {expression} }}}}\n", tmp_path, record=record)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x85\u2028\u2029"), max_size=12))
def test_a_constant_equals_a_variable(tmp_path: Path, text: str) -> None:
    template = f"a: {{{{ {text!r} }}}}\nb: {{{{ value }}}}\n"
    constant, variable = rendered(template, tmp_path, value=text).splitlines()
    assert constant.removeprefix("a") == variable.removeprefix("b")
