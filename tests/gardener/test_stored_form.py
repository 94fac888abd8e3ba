"""Specs in the form in which the API server stores them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.gardener import fields
from generator.gardener.stored_form import is_stored_as, stored_form

if TYPE_CHECKING:
    from generator.catalog.values import Value
    from generator.gardener.fields import Type

KINDS = (fields.CLOUD_PROFILE, fields.NAMESPACED_CLOUD_PROFILE, fields.SEED)
SCALARS = {
    fields.TEXT: st.sampled_from(["", "a"]),
    fields.OPTIONAL_TEXT: st.sampled_from(["", "a"]),
    fields.BOOLEAN: st.booleans(),
    fields.OPTIONAL_BOOLEAN: st.booleans(),
    fields.INTEGER: st.integers(0, 5),
    fields.QUANTITY: st.sampled_from(["8192Mi", 0.5, 1000, "1e3", "0.1n", "1.500"]),
    fields.DURATION: st.sampled_from(["90s", "1.5h", "0"]),
    fields.TIME: st.sampled_from(["2099-03-31T23:59:59.5+08:00", "2099-03-31T23:59:59Z"]),
    fields.ANY: st.sampled_from([[], {}, {"a": None, "b": []}, 1]),
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda below: st.lists(below, max_size=2) | st.dictionaries(st.text(max_size=3), below),
    max_leaves=5,
)


def values(of: Type) -> st.SearchStrategy[Value]:
    if isinstance(of, str):
        return st.none() | SCALARS[of]
    if isinstance(of, list):
        return st.none() | st.lists(values(of[0]).filter(lambda item: item is not None), max_size=2)
    if isinstance(of, tuple):
        return st.none() | st.dictionaries(st.sampled_from("ab"), values(of[0]), max_size=2)
    return st.none() | st.fixed_dictionaries({}, optional={k: values(v) for k, v in of.items()})


def emptied(value: Value, of: Type) -> list[str]:
    """Where a field has what the server leaves out."""
    if isinstance(value, dict) and isinstance(of, dict):
        empty = [key for key, item in value.items() if _is_empty(item, of.get(key, fields.ANY))]
        below = (emptied(item, of.get(key, fields.ANY)) for key, item in value.items())
        return [*empty, *(key for keys in below for key in keys)]
    if isinstance(value, list) and isinstance(of, list):
        return [key for item in value for key in emptied(item, of[0])]
    return []


def _is_empty(value: Value, of: Type) -> bool:
    return value is None or (value == [] and isinstance(of, list))


@pytest.mark.parametrize("of", KINDS, ids=("CloudProfile", "NamespacedCloudProfile", "Seed"))
def test_nothing_is_left_that_the_server_leaves_out(of: dict[str, Type]) -> None:
    @given(values(of).filter(lambda spec: isinstance(spec, dict)))
    def check(spec: dict[str, Value]) -> None:
        stored = stored_form(spec, of)
        assert emptied(stored, of) == []
        assert stored_form(stored, of) == stored

    check()


@given(st.dictionaries(st.sampled_from(["volume", "settings", "taints", "x"]), ANYTHING))
def test_what_has_a_wrong_type_stays(spec: dict[str, Value]) -> None:
    stored = stored_form(spec, fields.SEED)
    assert {key: spec[key] for key in stored}.keys() == stored.keys()


def test_what_others_read_stays_as_it_is() -> None:
    config: Value = {"a": None, "b": [], "quantity": "8192Mi"}
    spec: dict[str, Value] = {"provider": {"providerConfig": config}, "unknown": {"a": None}}
    assert stored_form(spec, fields.SEED) == spec


@pytest.mark.parametrize(
    ("written", "stored", "wanted"),
    [
        ("8192Mi", "8Gi", True),
        ("8192M", "8Gi", False),
        ("2000m", "2", True),
        ("20000m", "2", False),
        ("90m", "1h30m0s", True),
        ("90s", "1h30m0s", False),
        ("2027-01-01T01:00:00+01:00", "2027-01-01T00:00:00Z", True),
        ("2027-01-01T01:00:00Z", "2027-01-01T00:00:00Z", False),
        ("premium", "standard", False),
    ],
)
def test_the_same_in_another_form_is_told_from_something_else(
    written: str, stored: str, *, wanted: bool
) -> None:
    assert is_stored_as(written, stored) is wanted
