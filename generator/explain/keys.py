"""What a key of a catalog means, and what may stand there: `explain` without a catalog.

Made of the JSON Schema, which is made of the one list of keys and of decoding's formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.decode.paths import known_keys
from generator.decode.project import PROJECT_KEYS
from generator.explain import forms
from generator.problems import dotted, listed, nearest, nearest_name, quoted
from generator.record import Record
from generator.schema.catalog import schema
from generator.schema.kinds import section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.values import Value
    from generator.problems import Path
    from generator.schema.kinds import Kind

_DEFAULT: Final = "Default: "
_PROJECT: Final = "Not of a catalog: the keys of a project file, `alicloud-generator.yaml`."
_REGION: Final = "REGION"
_NAMES: Final = {"versions": "VERSION", "regions": _REGION, "rules": "ID"}
"""What names are called below a key, where NAME does not say it."""


class Key(Record):
    """What stands at a path: `form` says it in a few words.

    `path` is the user's, with `[]` for an item of a list; `default` is what is meant where nothing
    stands, empty where there is none. `keys`, with what they mean, are those of a mapping at
    `place`: the path, or that of each of its items.
    """

    path: str
    form: str
    meaning: str
    default: str
    place: str
    keys: Mapping[str, str]


def default_in_reference(path: Path) -> str:
    """The default that the reference states of a key in a catalog; empty where it states none."""
    return _split(known_keys(path[:-1]).get(str(path[-1]), ""))[1]


def explain_key(path: Path, rules: Mapping[str, str]) -> Key:
    """The key at a path of a catalog, in which names stand for any; below `project`, of a project.

    `rules` maps the ID of each rule to its first sentence and its default. Raises ValueError, with
    what to say, where there is no such key.
    """
    place = _Place("", [_documentation(rules)], "")
    while path:
        place, path = _step(place, path)
    meaning, default = _split(place.meaning)
    below = _listed(place)
    return Key(
        place.path, forms.form(place.kinds), meaning, default, below.path, _with_meanings(below)
    )


def _documentation(rules: Mapping[str, str]) -> Kind:
    """The catalog's schema, and in it what it leaves to others to say."""
    found = schema({"ID": "Any rule.", **rules})
    project = section(PROJECT_KEYS, {key: {} for key in PROJECT_KEYS})
    keys = {**forms.keys_of([found]), "project": {**project, "description": _PROJECT}}
    return {"type": "object", "additionalProperties": False, "properties": keys}


class _Place(Record):
    """What a part of a path leads to: the schemas of what may stand there, and what it means."""

    path: str
    kinds: list[Kind]
    meaning: str

    def below(self, step: str, kind: Value) -> _Place:
        """A place below this one; one without words of its own has those of this one."""
        dot = "." if self.path and step != "[]" else ""
        words = kind.get("description", self.meaning) if isinstance(kind, dict) else self.meaning
        return _Place(f"{self.path}{dot}{step}", forms.alternatives(kind), str(words))


def _step(place: _Place, path: Path) -> tuple[_Place, Path]:
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


def _size_of_name(place: _Place, path: Path) -> int:
    """How many steps a name takes, whose dots may have no backslash: those of a version, or all."""
    value = forms.alternatives(forms.value_for(place.kinds, "NAME"))
    if value and forms.is_scalar(value):
        return len(path)
    steps = [str(step)[:1].isdigit() and isinstance(step, str) for step in path[1:]]
    return 1 + [*steps, False].index(False)


def _unknown(place: _Place, step: str | int, known: Mapping[str, Value]) -> str:
    where = f" in {place.path}" if place.path else ""
    what = f"there is no key {quoted(dotted((step,)))}{where}"
    hint = nearest(str(step), known) or (known and f"the keys are {listed([*known])}")
    return f"{what}; {hint}" if hint else what


def _listed(place: _Place) -> _Place:
    """Where the keys are that are listed for a place: in itself, or in each of its items."""
    while not forms.keys_of(place.kinds):
        name = _NAMES.get(place.path.rpartition(".")[2], "NAME")
        if item := forms.item_of(place.kinds):
            place = place.below("[]", item)
        elif value := forms.value_for(place.kinds, name):
            place = place.below(name, value)
        else:
            break
    return place


def _with_meanings(place: _Place) -> dict[str, str]:
    """The keys of a mapping, with what they mean, or else their form."""
    kinds = forms.keys_of(place.kinds)
    if kinds and (region := forms.value_for(place.kinds, _REGION)):
        # The short form of a version.
        kinds[_REGION] = region
    return {
        key: str(kind["description"])
        if isinstance(kind, dict) and "description" in kind
        else forms.form(forms.alternatives(kind))
        for key, kind in kinds.items()
        if forms.alternatives(kind)
    }


def _split(text: str) -> tuple[str, str]:
    """A meaning without its default, and that."""
    meaning, _, default = text.partition(_DEFAULT)
    return meaning.rstrip(), default.removesuffix(".")
