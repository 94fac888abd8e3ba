"""Places in a catalog's schema, and which of them a path leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.explain import forms
from generator.problems import dotted, listed, nearest, nearest_name, quoted
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog.values import Value
    from generator.problems import Path
    from generator.schema.kinds import Kind

REGION: Final = "REGION"
_NAMES: Final = {"versions": "VERSION", "regions": REGION, "rules": "ID"}
"""What names are called below a key, where NAME does not say it."""


class Place(Record):
    """What a part of a path leads to: the schemas of what may stand there, and what it means."""

    path: str
    kinds: list[Kind]
    meaning: str

    def below(self, step: str, kind: Value) -> Place:
        """A place below this one; one without words of its own has those of this one."""
        dot = "." if self.path and step != "[]" else ""
        words = kind.get("description", self.meaning) if isinstance(kind, dict) else self.meaning
        return Place(f"{self.path}{dot}{step}", forms.alternatives(kind), str(words))

    def in_each(self) -> Place | None:
        """The place of each item of a list, or of each name that the user chooses, if any."""
        if item := forms.item_of(self.kinds):
            return self.below("[]", item)
        name = _NAMES.get(self.path.rpartition(".")[2], "NAME")
        value = forms.value_for(self.kinds, name)
        return self.below(name, value) if value else None


def named(top: Place, path: Path) -> Place:
    """The place that a path leads to, of which the start may be left out.

    From the top, or else from the only place where such a path can stand. Raises ValueError, with
    what to say, where there is none, or are several.
    """
    if path[0] in forms.keys_of(top.kinds):
        return _at(top, path)
    found, refused = _from_anywhere(top, path)
    if not found:
        raise refused[0] if refused else ValueError(_generated(path) or _nowhere(top, path[0]))
    if len(found) > 1:
        what = listed([place.path for place in found])
        raise ValueError(f"{quoted(dotted(path))} can mean {what}")
    return found[0]


def _from_anywhere(top: Place, path: Path) -> tuple[list[Place], list[ValueError]]:
    """Where a path leads to from each place that has its first key, and why it leads nowhere."""
    found: list[Place] = []
    refused: list[ValueError] = []
    for place in _all_places(top):
        if path[0] in forms.keys_of(place.kinds):
            try:
                found.append(_at(place, path))
            except ValueError as error:
                refused.append(error)
    # What may have any key says nothing of this one.
    return [place for place in found if any(place.kinds)] or found, refused


def _at(place: Place, path: Path) -> Place:
    """The place that a path leads to from another; raises ValueError where it leads nowhere."""
    while path:
        place, path = _step(place, path)
    return place


def _all_places(place: Place) -> Iterator[Place]:
    """A place and all that are below it."""
    yield place
    for key, kind in forms.keys_of(place.kinds).items():
        yield from _all_places(place.below(dotted((key,)), kind))
    if each := place.in_each():
        yield from _all_places(each)


def _generated(path: Path) -> str:
    """That this is a value of the extension's chart, and what it is made of; empty otherwise."""
    from generator.explain.filled_in import MADE_OF

    made_of = (source for value, source in MADE_OF.items() if value[-len(path) :] == path)
    source = next(made_of, "")
    return f"{quoted(dotted(path))} is generated from {source}" if source else ""


def _nowhere(top: Place, step: str | int) -> str:
    """That there is no such key, and the nearest at the top, or else anywhere."""
    known = forms.keys_of(top.kinds)
    anywhere = {key for place in _all_places(top) for key in forms.keys_of(place.kinds)}
    near = nearest(str(step), known) or nearest(str(step), sorted(anywhere))
    return _unknown(top, step, known, near)


def _step(place: Place, path: Path) -> tuple[Place, Path]:
    """The place that the first steps of a path lead to, and the steps that are left."""
    step, known = path[0], forms.keys_of(place.kinds)
    if step in known and not forms.alternatives(known[str(step)]):
        raise ValueError(f"{place.path}.{step} is generated, and cannot be set")
    if step in known:
        return place.below(dotted((step,)), known[str(step)]), path[1:]
    if item := forms.item_of(place.kinds):
        # As for `kubectl explain`, the path may leave out that there is a list.
        return place.below("[]", item), path[isinstance(step, int) :]
    if isinstance(step, str) and not _is_misspelt(step, known):
        size = _size_of_name(place, path)
        name = ".".join(map(str, path[:size]))
        if value := forms.value_for(place.kinds, name):
            return place.below(dotted((name,)), value), path[size:]
        if forms.is_open(place.kinds):
            # What is there is the chart's, or Gardener's.
            return place.below(dotted(path), {}), ()
    raise ValueError(_unknown(place, step, known))


def _is_misspelt(step: str, known: Mapping[str, Value]) -> bool:
    """Whether a name is more likely one of the keys that can stand there, too."""
    return not step.isupper() and bool(nearest_name(step, known))


def _size_of_name(place: Place, path: Path) -> int:
    """How many steps a name takes, whose dots may have no backslash: those of a version, or all."""
    value = forms.alternatives(forms.value_for(place.kinds, "NAME"))
    if value and forms.is_scalar(value):
        return len(path)
    steps = [str(step)[:1].isdigit() and isinstance(step, str) for step in path[1:]]
    return 1 + [*steps, False].index(False)


def _unknown(place: Place, step: str | int, known: Mapping[str, Value], near: str = "") -> str:
    where = f" in {place.path}" if place.path else ""
    what = f"there is no key {quoted(dotted((step,)))}{where}"
    hint = near or nearest(str(step), known) or (known and f"the keys are {listed([*known])}")
    return f"{what}; {hint}" if hint else what
