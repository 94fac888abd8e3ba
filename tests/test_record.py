"""A record is in every way what `typing.NamedTuple` makes of the same fields."""

from __future__ import annotations

import pickle
from typing import Generic, NamedTuple, TypeVar

import pytest

from generator.record import Record

_Item = TypeVar("_Item")


class Place(Record):
    """Where something is."""

    name: str
    line: int = 1
    column: int = 2

    @property
    def shown(self) -> str:
        return f"{self.name}:{self.line}"


class Named(NamedTuple):
    """Where something is."""

    name: str
    line: int = 1
    column: int = 2

    @property
    def shown(self) -> str:
        return f"{self.name}:{self.line}"


class Found(Record, Generic[_Item]):
    item: _Item


def test_it_is_what_a_named_tuple_is() -> None:
    ours, theirs = Place("a", column=5), Named("a", column=5)
    assert ours == theirs == ("a", 1, 5)
    assert hash(ours) == hash(theirs)
    assert repr(ours) == repr(theirs).replace("Named", "Place")
    assert ours.shown == theirs.shown == "a:1"
    assert ours._asdict() == theirs._asdict()
    assert (Place._fields, Place._field_defaults) == (Named._fields, Named._field_defaults)
    assert Place.__doc__ == Named.__doc__
    assert Place.__annotations__.keys() == Named.__annotations__.keys()
    assert not hasattr(ours, "__dict__")


def test_it_stays_of_its_class() -> None:
    place = Place("a")
    assert type(place._replace(line=3)) is Place
    assert type(Place._make(["a", 2, 3])) is Place
    again = pickle.loads(pickle.dumps(place))  # noqa: S301  our own
    assert (type(again), again) == (Place, place)
    assert type(Found[int](1)) is Found


def test_it_takes_its_fields_alone_and_keeps_them() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        Place()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'file'"):
        Place("a", file="b")  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        Place("a").line = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Place("a").other = 2  # type: ignore[attr-defined]
