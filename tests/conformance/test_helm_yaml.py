"""Our reading and writing of Go's YAML, against the library that Helm does it with."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator.problems import ProblemsError
from generator.yamlio import golang, goread, gowrite
from tests.chart.metadata import SCALARS
from tests.conformance.judges import Judge
from tests.decode.test_ignored_input import ANCHORS, MERGES, NO_MERGES, PLACES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.catalog.values import Value


@pytest.fixture(scope="module")
def helm() -> Iterator[Judge]:
    with Judge("helm") as judge:
        yield judge


def often(check: Callable[..., None]) -> Callable[..., None]:
    relaxed = settings(
        max_examples=2000, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    decorated: Callable[..., None] = relaxed(check)
    return decorated


numbers = st.one_of(
    st.text("0123456789+-._eExXoObB:~< ", min_size=1, max_size=14),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers(-140, 120).map(lambda power: repr(2.0**power)),
    st.integers(-(2**65), 2**65).map(str),
)
words = st.sampled_from(
    (
        *(
            "y",
            "Y",
            "yes",
            "True",
            "on",
            "NO",
            "Off",
            "null",
            "NULL",
            "~",
            "<<",
            "=",
            "!",
            "!!int",
            "!a",
        ),
        *(".inf", "-.Inf", ".NaN", "0b-1", "0b+1", "-0b-1", "1_0", "1e999", "3.4e39", "2026-1-1"),
        *("2026-02-30", "2026-01-01T1:2:3Z", "2026-01-01t01:02:03.5+02:00", "2026-01-01T01:02:03"),
    )
)


@often
@given(text=numbers | words | st.sampled_from(SCALARS))
def test_scalars(helm: Judge, text: str) -> None:
    # The one number that lies just between two texts that are as short; Go takes the larger.
    assume("0.000244140" not in text)
    for key in ("other", "text"):
        document = f"{key}: {text}\n".encode()
        verdict = helm.ask("read" if key == "other" else "field", text=b64encode(document).decode())
        try:
            value = goread.read_first(document, "f")
        except ProblemsError as refused:
            # On purpose: Helm takes "+Inf" for .inf where text is wanted.
            if verdict.accepted and "JSON does not have" not in str(refused):
                raise
            continue
        if key == "other":
            assert verdict.refusals == ()
            assert as_json(value) == json.dumps(verdict.answer)
        elif isinstance(value, dict) and not isinstance(value["text"], dict | list):
            assert verdict.answer == (
                "" if value["text"] is None else golang.to_text(value["text"])
            )


@pytest.mark.parametrize("merged", [*NO_MERGES, *MERGES, "*list"])
@pytest.mark.parametrize("place", PLACES)
def test_merge_keys(helm: Judge, merged: str, place: str) -> None:
    document = f"{ANCHORS}{place.format(merged)}\n".encode()
    verdict = helm.ask("read", text=b64encode(document).decode())
    try:
        value = goread.read_first(document, "f")
    except ProblemsError:
        assert not verdict.accepted
    else:
        assert (json.loads(as_json(value)), ()) == (verdict.answer, verdict.refusals)


def as_json(value: Value) -> str:
    """A value as Go's JSON would have it: floats that are whole numbers look like them."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {as_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_json, value)) + "]"
    return json.dumps(json.loads(golang.json_number(value)) if type(value) is float else value)


texts = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), max_size=20),
    st.text("\n\t '\"#:-?{}[],&*!|>%@`ab\r\\", max_size=12),
    st.lists(st.text("abc  '\"\\é😀\t#:0", min_size=1, max_size=30), max_size=12).map(" ".join),
    numbers,
    words,
)
# Go's order of keys is not an order where numbers in them overflow or begin with zeros.
keys = st.one_of(st.text("ab-./ é", max_size=6), st.text("ab ", min_size=100, max_size=140), texts)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=12,
)
UNWRITABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


@often
@given(value=values)
def test_writing(helm: Judge, value: Value) -> None:
    found = json.dumps(value, ensure_ascii=False)
    assume(not UNWRITABLE.search(found))
    assume(all(re.search(r"0\d|\d{18}", key) is None for key in all_keys(value)))
    theirs = helm.accepts("write", value=value)
    assert gowrite.document(through_json(value)).decode() == theirs


def all_keys(value: Value) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(key for inner in value.values() for key in all_keys(inner))]
    return [key for inner in value for key in all_keys(inner)] if isinstance(value, list) else []


def through_json(value: Value) -> Value:
    """What is left of numbers when all of them are floats, as they are to Go's JSON."""
    if isinstance(value, dict):
        return {key: through_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [through_json(inner) for inner in value]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return golang.resolve(golang.json_number(float(value))) if is_number else value
